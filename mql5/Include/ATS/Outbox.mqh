//+------------------------------------------------------------------+
//|                                                       Outbox.mqh |
//| What the desk has to say to the cockpit.                         |
//+------------------------------------------------------------------+
#ifndef ATS_OUTBOX_MQH
#define ATS_OUTBOX_MQH

#include "Clock.mqh"
#include "Fault.mqh"
#include "Outcome.mqh"
#include "Session.mqh"

//--- what does not fit is not lost: it stands in the journal, and the cockpit asks for it
#define ATS_OUTBOX_MAX 256

struct AtsOutboxItem
  {
   uchar             type;
   string            json;
  };

//+------------------------------------------------------------------+
//| In order, and only as fast as the session takes it.              |
//+------------------------------------------------------------------+
class CAtsOutbox
  {
private:
   AtsOutboxItem     m_items[];
   int               m_count;
   bool              m_isOpen;

   void              Put(const uchar type,const string json);

public:
                     CAtsOutbox() : m_count(0), m_isOpen(false) {}

   void              Open() { m_count=0; m_isOpen=true; }
   //--- Nothing is kept for the next session: the cockpit asks for what it missed.
   void              Close() { m_count=0; m_isOpen=false; }
   bool              IsOpen() const { return(m_isOpen); }

   //--- The order is in the journal.
   void              Acknowledge(const ulong id);
   void              TellResult(const ulong id,const string result);
   //--- Of an id that is not in the journal, or is there with other parameters.
   void              TellDenied(const ulong id,const AtsFault &fault);
   //--- `member` of the answer is raw JSON; "" for none.
   void              TellStatus(const ulong id,const string answer,const string member,const string json);
   void              TellLimits(const string limits) { Put(ATS_TYPE_LIMITS_STATUS,limits); }
   //--- What belongs to no order's result.
   void              TellError(const string about,const AtsFault &fault);

   void              Pump(CAtsSession &session);
  };

void CAtsOutbox::Put(const uchar type,const string json)
  {
   if(!m_isOpen)
      return;
   if(m_count>=ATS_OUTBOX_MAX)
     {
      PrintFormat("ATS: the cockpit takes nothing; a message of type %d was dropped",type);
      return;
     }
   if(ArraySize(m_items)<=m_count)
      ArrayResize(m_items,m_count+1,16);
   m_items[m_count].type=type;
   m_items[m_count].json=json;
   m_count++;
  }

void CAtsOutbox::Pump(CAtsSession &session)
  {
   int sent=0;
   while(sent<m_count && session.SendText(m_items[sent].type,m_items[sent].json))
      sent++;
   for(int i=sent; i<m_count; i++)
      m_items[i-sent]=m_items[i];
   m_count-=sent;
  }

void CAtsOutbox::Acknowledge(const ulong id)
  {
   CAtsJsonWriter json;
   json.BeginObject();
   json.KeyId("id",id);
   json.KeyLong("stampMs",AtsServerMs());
   json.EndObject();
   Put(ATS_TYPE_ORDER_ACK,json.Text());
  }

void CAtsOutbox::TellResult(const ulong id,const string result)
  {
   CAtsJsonWriter json;
   json.BeginObject();
   json.KeyId("id",id);
   json.KeyRaw("result",result);
   json.KeyLong("stampMs",AtsServerMs());
   json.EndObject();
   Put(ATS_TYPE_ORDER_RESULT,json.Text());
  }

void CAtsOutbox::TellDenied(const ulong id,const AtsFault &fault)
  {
   AtsOutcome outcome;
   AtsNotSent(fault,outcome);
   CAtsJsonWriter json;
   if(AtsWriteOutcome(outcome,json))
      TellResult(id,json.Text());
  }

void CAtsOutbox::TellStatus(const ulong id,const string answer,const string member,const string json)
  {
   CAtsJsonWriter status;
   status.BeginObject();
   status.KeyId("id",id);
   status.Key("answer");
   status.BeginObject();
   status.KeyString("kind",answer);
   if(member!="")
      status.KeyRaw(member,json);
   status.EndObject();
   status.KeyLong("stampMs",AtsServerMs());
   status.EndObject();
   Put(ATS_TYPE_ORDER_STATUS,status.Text());
  }

void CAtsOutbox::TellError(const string about,const AtsFault &fault)
  {
   CAtsJsonWriter json;
   json.BeginObject();
   json.KeyString("about",about);
   AtsWriteFault(fault,json);
   json.EndObject();
   Put(ATS_TYPE_ERROR,json.Text());
  }

#endif
//+------------------------------------------------------------------+
