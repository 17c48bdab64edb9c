//+------------------------------------------------------------------+
//|                                                      Outcome.mqh |
//| What became of an order, as ORDER_RESULT says it.                |
//+------------------------------------------------------------------+
#ifndef ATS_OUTCOME_MQH
#define ATS_OUTCOME_MQH

#include "Deal.mqh"
#include "Fault.mqh"
#include "Protocol.mqh"
#include "Retcodes.mqh"

#define ATS_NO_RETCODE -1

struct AtsOutcome
  {
   //--- one of ATS_WORD_ORDER_STATE_*
   string            state;
   //--- of denied, expired, rejected, unknown
   AtsFault          fault;
   int               retcode;
   //--- 0: none
   ulong             orderTicket;
   ulong             deals[];
   //--- of modified; 0: none
   ulong             positionId;
   double            stop;
   double            target;
  };

void AtsResetOutcome(AtsOutcome &outcome,const string state,const int retcode)
  {
   outcome.state=state;
   outcome.retcode=retcode;
   AtsSetFault(outcome.fault,"","");
   outcome.orderTicket=0;
   outcome.positionId=0;
   outcome.stop=0;
   outcome.target=0;
   ArrayResize(outcome.deals,0);
  }

bool AtsIsFinalState(const string state)
  {
   return(state!=ATS_WORD_ORDER_STATE_UNKNOWN && state!=ATS_WORD_ORDER_STATE_ACCEPTED && state!=ATS_WORD_ORDER_STATE_PARTIALLY_FILLED);
  }

//--- The adviser did not send it.
void AtsNotSent(const AtsFault &fault,AtsOutcome &outcome)
  {
   bool isExpired=(fault.code==ATS_FAULT_ORDER_EXPIRED);
   AtsResetOutcome(outcome,isExpired ? ATS_WORD_ORDER_STATE_EXPIRED : ATS_WORD_ORDER_STATE_DENIED,ATS_NO_RETCODE);
   outcome.fault=fault;
  }

//--- What the trade server's answer alone says; the terminal's records come before it.
void AtsOutcomeOfReply(const MqlTradeResult &reply,const int kind,AtsOutcome &outcome)
  {
   int retcodeClass=AtsRetcodeClass(reply.retcode,kind);
   string state=ATS_WORD_ORDER_STATE_REJECTED;
   if(retcodeClass==ATS_CLASS_ACCEPTED)
      state=ATS_WORD_ORDER_STATE_ACCEPTED;
   if(retcodeClass==ATS_CLASS_UNKNOWN)
      state=ATS_WORD_ORDER_STATE_UNKNOWN;
   AtsResetOutcome(outcome,state,(int)reply.retcode);
   outcome.orderTicket=reply.order;
   if(retcodeClass!=ATS_CLASS_ACCEPTED)
      AtsRetcodeFault(reply.retcode,retcodeClass,reply.comment,outcome.fault);
  }

//--- The result as JSON. Its deals are in the selected history; false: one of them is not there (yet).
bool AtsWriteOutcome(const AtsOutcome &outcome,CAtsJsonWriter &json)
  {
   bool isWhole=true;
   string state=outcome.state;
   json.BeginObject();
   json.KeyString("state",state);
   if(outcome.fault.code!="")
      AtsWriteFault(outcome.fault,json);
   else
      if(state==ATS_WORD_ORDER_STATE_MODIFIED)
         AtsWriteStops(outcome,json);
      else
         AtsWriteTicket(outcome.orderTicket,json);
   bool isDealt=(state==ATS_WORD_ORDER_STATE_FILLED || state==ATS_WORD_ORDER_STATE_PARTIALLY_FILLED || state==ATS_WORD_ORDER_STATE_CANCELLED);
   if(isDealt)
     {
      json.Key("deals");
      json.BeginArray();
      for(int i=0; i<ArraySize(outcome.deals); i++)
         isWhole=(AtsWriteDeal(outcome.deals[i],json) && isWhole);
      json.EndArray();
     }
   json.Key("retcode");
   if(outcome.retcode==ATS_NO_RETCODE)
      json.Null();
   else
      json.Long(outcome.retcode);
   json.EndObject();
   return(isWhole);
  }

void AtsWriteTicket(const ulong orderTicket,CAtsJsonWriter &json)
  {
   if(orderTicket==0)
      json.KeyNull("orderTicket");
   else
      json.KeyId("orderTicket",orderTicket);
  }

void AtsWriteStops(const AtsOutcome &outcome,CAtsJsonWriter &json)
  {
   json.KeyId("positionId",outcome.positionId);
   AtsWriteLevel("stop",outcome.stop,json);
   AtsWriteLevel("target",outcome.target,json);
  }

//--- MT5's 0 is a level that is not set.
void AtsWriteLevel(const string name,const double level,CAtsJsonWriter &json)
  {
   if(level==0)
      json.KeyNull(name);
   else
      json.KeyNumber(name,level);
  }

#endif
//+------------------------------------------------------------------+
