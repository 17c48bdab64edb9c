//+------------------------------------------------------------------+
//|                                                     Snapshot.mqh |
//| A report of the account's state: the whole of it when a session  |
//| begins, and its lists again and again.                           |
//+------------------------------------------------------------------+
#ifndef ATS_SNAPSHOT_MQH
#define ATS_SNAPSHOT_MQH

#include "AccountInfo.mqh"
#include "Clock.mqh"
#include "DealList.mqh"
#include "Desk.mqh"
#include "InstrumentWatch.mqh"
#include "JsonWriter.mqh"
#include "OrderList.mqh"
#include "Pages.mqh"
#include "PositionList.mqh"
#include "Protocol.mqh"
#include "Session.mqh"

#define ATS_REPORT_IDLE      0
#define ATS_REPORT_GATHERING 1
#define ATS_REPORT_SENDING   2

//+------------------------------------------------------------------+
//| Deals are gathered over as many events as it takes; positions and|
//| orders are read in the event that ends the deals, so that no     |
//| position is missing whose closing deal is not in the same report.|
//| Once it is being sent, it is finished.                           |
//+------------------------------------------------------------------+
class CAtsReport
  {
private:
   int               m_phase;
   bool              m_isSnapshot;
   long              m_revision;
   string            m_head;
   CAtsDealList      m_dealList;
   CAtsPages         m_symbols;
   CAtsPages         m_positions;
   CAtsPages         m_orders;
   CAtsPages         m_deals;
   string            m_dealsHash;

   void              FollowExposed(CAtsInstrumentWatch &watch) const;
   string            HeadText(CAtsDesk &desk,const long stampMs) const;
   bool              SendHead(CAtsSession &session);

public:
                     CAtsReport() : m_phase(ATS_REPORT_IDLE), m_isSnapshot(false), m_revision(0), m_head(""), m_dealsHash("") {}

   //--- A session began: READY's lastDealTicket, 0 where the cockpit knows no deal.
   void              Restart(const ulong lastDealTicket);
   void              Drop();
   void              Begin(const bool isSnapshot,const long revision);
   bool              IsIdle() const { return(m_phase==ATS_REPORT_IDLE); }
   bool              IsSnapshot() const { return(m_isSnapshot); }
   //--- Deals wait that had no room in the last one.
   bool              IsCut() const { return(m_dealList.IsCut()); }
   //--- Reads on; nothing is to be done once everything was read.
   void              Gather(CAtsDesk &desk,CAtsInstrumentWatch &watch,CAtsSession &session);
   //--- Sends on as credit allows; true: nothing is left to be sent.
   bool              Send(CAtsSession &session);
  };

void CAtsReport::Restart(const ulong lastDealTicket)
  {
   Drop();
   m_dealList.Restart(lastDealTicket);
   m_dealsHash="";
  }

void CAtsReport::Drop()
  {
   m_phase=ATS_REPORT_IDLE;
   m_head="";
   m_symbols.Drop();
   m_positions.Drop();
   m_orders.Drop();
   m_deals.Drop();
  }

void CAtsReport::Begin(const bool isSnapshot,const long revision)
  {
   Drop();
   m_phase=ATS_REPORT_GATHERING;
   m_isSnapshot=isSnapshot;
   m_revision=revision;
   m_dealList.Begin(m_deals,isSnapshot);
  }

void CAtsReport::Gather(CAtsDesk &desk,CAtsInstrumentWatch &watch,CAtsSession &session)
  {
   if(m_phase!=ATS_REPORT_GATHERING || !m_dealList.Collect(m_deals,session))
      return;
   if(!AtsListPositions(m_positions) || !AtsListOrders(m_orders))
     {
      Begin(m_isSnapshot,m_revision);
      return;
     }
   FollowExposed(watch);
   const long stampMs=AtsServerMs();
   m_deals.Finish(m_revision,stampMs);
   m_positions.Finish(m_revision,stampMs);
   m_orders.Finish(m_revision,stampMs);
   if(m_isSnapshot)
     {
      watch.ListAll(m_symbols);
      m_symbols.Finish(m_revision,stampMs);
      m_head=HeadText(desk,stampMs);
     }
   else
      if(m_deals.Hash()==m_dealsHash)
         m_deals.Drop();
   if(m_deals.HasMore())
      m_dealsHash=m_deals.Hash();
   m_phase=ATS_REPORT_SENDING;
  }

//+------------------------------------------------------------------+
//| The risk of a position cannot be told without its instrument.    |
//+------------------------------------------------------------------+
void CAtsReport::FollowExposed(CAtsInstrumentWatch &watch) const
  {
   for(int i=PositionsTotal()-1; i>=0; i--)
      if(PositionGetTicket(i)>0)
         watch.Follow(PositionGetString(POSITION_SYMBOL));
   for(int i=OrdersTotal()-1; i>=0; i--)
      if(OrderGetTicket(i)>0)
         watch.Follow(OrderGetString(ORDER_SYMBOL));
  }

string CAtsReport::HeadText(CAtsDesk &desk,const long stampMs) const
  {
   CAtsJsonWriter json;
   json.BeginObject();
   json.KeyLong("revision",m_revision);
   json.Key("account");
   AtsWriteAccount(json);
   json.KeyString("build",IntegerToString(TerminalInfoInteger(TERMINAL_BUILD)));
   json.KeyRaw("journalMarks",desk.JournalMarksJson());
   json.KeyRaw("limits",desk.LimitsJson());
   json.KeyNull("replay");
   json.KeyLong("stampMs",stampMs);
   json.EndObject();
   return(json.Text());
  }

bool CAtsReport::SendHead(CAtsSession &session)
  {
   if(m_head=="")
      return(true);
   if(session.BulkCredit()<StringLen(m_head) || !session.SendText(ATS_TYPE_SNAPSHOT,m_head))
      return(false);
   m_head="";
   return(true);
  }

//+------------------------------------------------------------------+
//| What closed comes before what is open.                           |
//+------------------------------------------------------------------+
bool CAtsReport::Send(CAtsSession &session)
  {
   if(m_phase!=ATS_REPORT_SENDING || !SendHead(session))
      return(m_phase==ATS_REPORT_IDLE);
   if(!m_symbols.SendAll(session) || !m_deals.SendAll(session) || !m_positions.SendAll(session) || !m_orders.SendAll(session))
      return(false);
   m_phase=ATS_REPORT_IDLE;
   return(true);
  }

#endif
