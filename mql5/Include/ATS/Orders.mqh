//+------------------------------------------------------------------+
//|                                                       Orders.mqh |
//| The orders of one account, from the journal to their end.        |
//+------------------------------------------------------------------+
#ifndef ATS_ORDERS_MQH
#define ATS_ORDERS_MQH

#include "Alarms.mqh"
#include "Connection.mqh"
#include "Journal.mqh"
#include "LookUp.mqh"
#include "Outbox.mqh"
#include "StopGuard.mqh"

//--- an answer of the trade server that takes longer is lost: the outcome is unknown until the records tell
#define ATS_REPLY_MS_MAX 5000
//--- "not found" says nothing sooner after the send, and until then a sent order counts as under way
#define ATS_NOT_FOUND_MS 60000
//--- an order is looked up by itself for so long, and later only when it is asked for
#define ATS_WATCH_MS_MAX 86400000
#define ATS_LOOK_MS_MIN  250
#define ATS_LOOK_MS_MAX  60000

//+------------------------------------------------------------------+
//| SENDING is on the disk before the broker hears of an order; what |
//| was sent is looked up, never sent again; and only the terminal's |
//| own records end it. The desk decides what is sent; this class    |
//| knows what became of it.                                         |
//+------------------------------------------------------------------+
class CAtsOrders
  {
private:
   CAtsConnection    m_connection;
   CAtsStopGuard     m_guard;

   void              Recover();
   void              OnReply(const int at,const MqlTradeResult &reply);
   void              Hint(const MqlTradeTransaction &trans);
   bool              IsLookUpDue(const int at) const;
   void              Tell(const int at,const AtsOutcome &outcome);
   void              CheckDeals(const int at,const AtsOutcome &outcome);
   bool              IsUnderWay(const int at) const;
   bool              IsTaken(const int at) const;
   bool              IsAbsenceProved(const int at,const ulong lastDeal,AtsFault &fault);

public:
   CAtsJournal       journal;
   CAtsOutbox        outbox;
   CAtsAlarms        alarms;

   //--- The terminal is logged in to another account: nothing of the last one is left.
   void              Leave();
   //--- False: its journal cannot be read now, and no order is taken until it can.
   bool              Open(const string journalName);

   void              AnswerAgain(const int at,const string hash);
   void              Refuse(const int at,const AtsFault &fault);
   void              Send(const int at,MqlTradeRequest &request,const long utcMs);
   //--- False: the records do not know the order (yet).
   bool              Refresh(const int at);
   void              Answer(const CAtsJsonReader &query);

   void              OnTransaction(const MqlTradeTransaction &trans,const MqlTradeResult &result);
   //--- Looks up what is due, and reads stops back.
   void              Watch();
   void              GuardStops(CAtsOwnRequests &own);

   //--- "" counts those of all symbols. What has deals is seen as a position.
   int               EntriesUnderWay(const string symbol) const;
   //--- A close by ticket cannot open exposure; a netting account's can, so what is on its way counts.
   double            ClosingVolume(const ulong positionId) const;
   int               WithoutEnd() const;
   int               Unguarded() const { return(m_guard.Count()); }
  };

void CAtsOrders::Leave()
  {
   journal.Close();
   m_guard.Reset();
   m_connection.Reset();
  }

bool CAtsOrders::Open(const string journalName)
  {
   if(!journal.Open(journalName))
      return(false);
   Recover();
   return(true);
  }

//--- What was only received when the program stopped is not sent any more. What was being sent is looked for.
void CAtsOrders::Recover()
  {
   AtsOutcome outcome;
   for(int i=0; i<journal.count; i++)
     {
      journal.entries[i].sentSteadyMs=AtsSteadyMs();
      if(journal.entries[i].stage==ATS_STAGE_RECEIVED && journal.entries[i].result=="")
        {
         AtsFault fault;
         AtsSetFault(fault,ATS_FAULT_ORDER_NOT_SENT,"The terminal stopped before it sent the order, and does not send it any more.");
         Refuse(i,fault);
         continue;
        }
      if(journal.entries[i].stage!=ATS_STAGE_SENDING || journal.entries[i].isFinal || Refresh(i) || journal.entries[i].result!="")
         continue;
      AtsResetOutcome(outcome,ATS_WORD_ORDER_STATE_UNKNOWN,ATS_NO_RETCODE);
      AtsSetFault(outcome.fault,ATS_FAULT_ORDER_OUTCOME_UNKNOWN,"The terminal stopped while it sent this order. It is looked for and not sent again.");
      Tell(i,outcome);
     }
  }

//--- A known id is answered with what is stored of it. Nothing is ever sent again.
void CAtsOrders::AnswerAgain(const int at,const string hash)
  {
   ulong id=journal.entries[at].id;
   AtsFault fault;
   if(journal.entries[at].hash!=hash)
     {
      AtsSetFault(fault,ATS_FAULT_ORDER_ID_CONFLICT,"The order's id is already that of an order with other parameters. This one was not executed.");
      outbox.TellDenied(id,fault);
      return;
     }
   //--- without a result it is under way, and its result follows by itself
   if(journal.entries[at].result!="")
      outbox.TellResult(id,journal.entries[at].result);
  }

void CAtsOrders::Refuse(const int at,const AtsFault &fault)
  {
   AtsOutcome outcome;
   AtsNotSent(fault,outcome);
   Tell(at,outcome);
  }

//--- Between SENDING on the disk and the send stands nothing.
void CAtsOrders::Send(const int at,MqlTradeRequest &request,const long utcMs)
  {
   double volume=request.action==TRADE_ACTION_DEAL ? request.volume : journal.entries[at].volume;
   MqlTradeResult result;
   ZeroMemory(result);
   if(!journal.MarkSending(at,volume,utcMs))
     {
      AtsFault fault;
      AtsSetFault(fault,ATS_FAULT_JOURNAL_FAILED,"The journal cannot be written, so the order was not sent. Is the disk full?");
      Refuse(at,fault);
      return;
     }
   bool isSent=OrderSendAsync(request,result);
   journal.entries[at].requestId=result.request_id;
   journal.entries[at].sentSteadyMs=AtsSteadyMs();
   journal.entries[at].lookedSteadyMs=AtsSteadyMs();
   if(!isSent)
      OnReply(at,result);
  }

//--- Sent, not ended, and not so long ago that its absence from the records would say something.
bool CAtsOrders::IsUnderWay(const int at) const
  {
   return(journal.entries[at].stage==ATS_STAGE_SENDING && !journal.entries[at].isFinal
          && AtsSteadyMs()-journal.entries[at].sentSteadyMs<ATS_NOT_FOUND_MS);
  }

int CAtsOrders::EntriesUnderWay(const string symbol) const
  {
   int entries=0;
   for(int i=0; i<journal.count; i++)
      if(journal.entries[i].kind==ATS_KIND_ENTRY && !journal.entries[i].hasDeals && IsUnderWay(i)
         && (symbol=="" || journal.entries[i].symbol==symbol))
         entries++;
   return(entries);
  }

double CAtsOrders::ClosingVolume(const ulong positionId) const
  {
   double volume=0;
   for(int i=0; i<journal.count && !AtsIsHedging(); i++)
      if(journal.entries[i].kind==ATS_KIND_REDUCE && journal.entries[i].positionId==positionId && IsUnderWay(i))
         volume+=journal.entries[i].volume;
   return(volume);
  }

void CAtsOrders::OnTransaction(const MqlTradeTransaction &trans,const MqlTradeResult &result)
  {
   if(trans.type!=TRADE_TRANSACTION_REQUEST)
     {
      Hint(trans);
      return;
     }
   int at=journal.FindRequest(result.request_id);
   if(at>=0)
      OnReply(at,result);
  }

//--- The trade server's answer. Where the terminal's records say more, they count.
void CAtsOrders::OnReply(const int at,const MqlTradeResult &reply)
  {
   journal.entries[at].retcode=(int)reply.retcode;
   //--- the records were faster
   if(journal.entries[at].isFinal)
      return;
   if(reply.order!=0)
      journal.entries[at].orderTicket=reply.order;
   AtsOutcome found;
   AtsOutcome replied;
   bool isFound=AtsLookUp(journal.entries[at],m_connection.IsSettled(),found);
   AtsOutcomeOfReply(reply,journal.entries[at].kind,replied);
   bool isRefusal=(replied.state==ATS_WORD_ORDER_STATE_REJECTED);
   bool hasNothing=(found.state==ATS_WORD_ORDER_STATE_REJECTED || found.state==ATS_WORD_ORDER_STATE_CANCELLED);
   if(isFound && !(isRefusal && hasNothing && ArraySize(found.deals)==0))
      Tell(at,found);
   else
      Tell(at,replied);
  }

//--- Transactions come in any order, or not at all: they only say when to look.
void CAtsOrders::Hint(const MqlTradeTransaction &trans)
  {
   for(int i=0; i<journal.count; i++)
      if(journal.entries[i].stage==ATS_STAGE_SENDING && !journal.entries[i].isFinal)
         journal.entries[i].isHinted=true;
   //--- an order that had ended without deals may get one after all
   if(trans.type!=TRADE_TRANSACTION_DEAL_ADD || !HistoryDealSelect(trans.deal))
      return;
   int at=journal.Find((ulong)HistoryDealGetInteger(trans.deal,DEAL_MAGIC));
   if(at>=0)
      journal.entries[at].isHinted=true;
  }

bool CAtsOrders::Refresh(const int at)
  {
   journal.entries[at].lookedSteadyMs=AtsSteadyMs();
   journal.entries[at].isHinted=false;
   AtsOutcome outcome;
   if(!AtsLookUp(journal.entries[at],m_connection.IsSettled(),outcome))
      return(false);
   Tell(at,outcome);
   return(true);
  }

void CAtsOrders::Watch()
  {
   m_connection.Observe();
   AtsOutcome outcome;
   for(int i=0; i<journal.count; i++)
     {
      if(!IsLookUpDue(i) || Refresh(i) || journal.entries[i].result!="")
         continue;
      if(AtsSteadyMs()-journal.entries[i].sentSteadyMs<ATS_REPLY_MS_MAX)
         continue;
      AtsResetOutcome(outcome,ATS_WORD_ORDER_STATE_UNKNOWN,ATS_NO_RETCODE);
      AtsSetFault(outcome.fault,ATS_FAULT_ORDER_OUTCOME_UNKNOWN,"The trade server did not answer within 5 seconds. The order is looked for and not sent again.");
      Tell(i,outcome);
     }
  }

//--- The longer nothing is found, the more seldom it is looked for. An entry that has ended is looked up until its stop is guarded.
bool CAtsOrders::IsLookUpDue(const int at) const
  {
   if(journal.entries[at].stage!=ATS_STAGE_SENDING)
      return(false);
   if(journal.entries[at].isHinted)
      return(true);
   ulong ageMs=AtsSteadyMs()-journal.entries[at].sentSteadyMs;
   bool isUnguarded=(journal.entries[at].kind==ATS_KIND_ENTRY && journal.entries[at].hasDeals && !journal.entries[at].isGuarded);
   if((journal.entries[at].isFinal && (!isUnguarded || m_guard.Has(journal.entries[at].id))) || ageMs>ATS_WATCH_MS_MAX)
      return(false);
   ulong periodMs=MathMin(MathMax(ageMs/10,ATS_LOOK_MS_MIN),ATS_LOOK_MS_MAX);
   return(AtsSteadyMs()-journal.entries[at].lookedSteadyMs>=periodMs);
  }

//--- Journals and says what became of an order, once.
void CAtsOrders::Tell(const int at,const AtsOutcome &outcome)
  {
   bool hasDeals=(ArraySize(outcome.deals)>0);
   //--- what has ended is opened again by deals only
   if(journal.entries[at].isFinal && !hasDeals)
      return;
   CAtsJsonWriter json;
   if(!AtsWriteOutcome(outcome,json))
      return;
   if(hasDeals)
      CheckDeals(at,outcome);
   if(outcome.state==ATS_WORD_ORDER_STATE_MODIFIED)
      m_guard.Adopt(outcome.positionId,outcome.stop,outcome.target);
   if(json.Text()==journal.entries[at].result)
      return;
   if(outcome.orderTicket!=0)
      journal.entries[at].orderTicket=outcome.orderTicket;
   //--- one that could not be written is found again in the records; the status tells that the journal has failed
   journal.StoreResult(at,json.Text(),AtsIsFinalState(outcome.state),hasDeals);
   outbox.TellResult(journal.entries[at].id,json.Text());
  }

//--- What an order's deals have to be followed by. They stand in the selected history.
void CAtsOrders::CheckDeals(const int at,const AtsOutcome &outcome)
  {
   ulong positionId=(ulong)HistoryDealGetInteger(outcome.deals[0],DEAL_POSITION_ID);
   if(journal.entries[at].kind==ATS_KIND_ENTRY && !journal.entries[at].isGuarded)
      m_guard.Add(journal.entries[at].id,positionId,journal.entries[at].stop,journal.entries[at].target);
   if(journal.entries[at].kind!=ATS_KIND_REDUCE || journal.entries[at].hasDeals)
      return;
   for(int i=0; i<ArraySize(outcome.deals); i++)
     {
      long entry=HistoryDealGetInteger(outcome.deals[i],DEAL_ENTRY);
      if(entry!=DEAL_ENTRY_IN && entry!=DEAL_ENTRY_INOUT)
         continue;
      CAtsJsonWriter facts;
      facts.BeginObject();
      facts.KeyId("clientOrderId",journal.entries[at].id);
      facts.KeyId("dealTicket",outcome.deals[i]);
      facts.EndObject();
      AtsFault fault;
      AtsSetFault(fault,ATS_FAULT_NOT_A_REDUCTION,"A close opened exposure: its position was closed before it arrived. Reduce it, or flatten.",facts.Text());
      alarms.Raise("closeOpenedExposure",fault);
      return;
     }
  }

//--- What journal and records say of an order of this account.
void CAtsOrders::Answer(const CAtsJsonReader &query)
  {
   ulong id=query.Id("id");
   int at=journal.Find(id);
   AtsOutcome outcome;
   AtsFault fault;
   CAtsJsonWriter found;
   bool isFound=false;
   if(at>=0)
      isFound=(journal.entries[at].isFinal || Refresh(at));
   else
      isFound=(AtsLookUpId(id,outcome) && AtsWriteOutcome(outcome,found));
   if(isFound)
      outbox.TellStatus(id,ATS_WORD_ANSWER_FOUND,"result",at>=0 ? journal.entries[at].result : found.Text());
   else
      if(IsAbsenceProved(at,query.Id("lastDealTicket"),fault))
         outbox.TellStatus(id,ATS_WORD_ANSWER_NOT_FOUND,"","");
      else
         if(at>=0 && IsTaken(at))
            outbox.TellStatus(id,ATS_WORD_ANSWER_FOUND,"result",journal.entries[at].result);
         else
           {
            CAtsJsonWriter why;
            AtsWriteFaultObject(fault,why);
            outbox.TellStatus(id,ATS_WORD_ANSWER_UNKNOWN,"fault",why.Text());
           }
  }

//--- The trade server has taken it, although the records do not show it yet.
bool CAtsOrders::IsTaken(const int at) const
  {
   CAtsJsonReader result;
   return(result.ParseText(journal.entries[at].result) && result.Text("state")==ATS_WORD_ORDER_STATE_ACCEPTED);
  }

//--- The records that were read are whole, and had the time to show the order.
bool CAtsOrders::IsAbsenceProved(const int at,const ulong lastDeal,AtsFault &fault)
  {
   if(at>=0 && AtsSteadyMs()-journal.entries[at].sentSteadyMs<ATS_NOT_FOUND_MS)
      return(AtsDeny(fault,ATS_FAULT_ORDER_OUTCOME_UNKNOWN,"The order was sent less than a minute ago."));
   if(!m_connection.IsSettled())
      return(AtsDeny(fault,ATS_FAULT_ORDER_OUTCOME_UNKNOWN,"The terminal has not been connected for a minute without a break."));
   if(lastDeal!=0 && !HistoryDealSelect(lastDeal))
      return(AtsDeny(fault,ATS_FAULT_ORDER_OUTCOME_UNKNOWN,"The terminal's history does not reach to the last deal that the cockpit knows."));
   return(true);
  }

int CAtsOrders::WithoutEnd() const
  {
   int orders=0;
   for(int i=0; i<journal.count; i++)
      if(journal.entries[i].stage==ATS_STAGE_SENDING && !journal.entries[i].isFinal)
         orders++;
   return(orders);
  }

void CAtsOrders::GuardStops(CAtsOwnRequests &own)
  {
   ulong id=0;
   ulong positionId=0;
   int state=m_guard.Next(own,m_connection.IsSettled(),id,positionId);
   while(state!=ATS_GUARD_WAITS)
     {
      int at=journal.Find(id);
      if(state==ATS_GUARD_SAFE && at>=0)
         journal.MarkGuarded(at);
      if(state==ATS_GUARD_FAILED)
        {
         CAtsJsonWriter facts;
         facts.BeginObject();
         facts.KeyId("clientOrderId",id);
         facts.KeyId("positionId",positionId);
         facts.EndObject();
         AtsFault fault;
         AtsSetFault(fault,ATS_FAULT_STOP_NOT_SET,"The stop of a new position could not be set. The position is being closed.",facts.Text());
         alarms.Raise("stopGuard",fault);
        }
      state=m_guard.Next(own,m_connection.IsSettled(),id,positionId);
     }
  }

#endif
//+------------------------------------------------------------------+
