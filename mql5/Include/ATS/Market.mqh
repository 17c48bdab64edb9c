//+------------------------------------------------------------------+
//|                                                       Market.mqh |
//| All that the adviser says unasked: the account's state and the   |
//| market's moves, and the answers about both.                      |
//+------------------------------------------------------------------+
#ifndef ATS_MARKET_MQH
#define ATS_MARKET_MQH

#include "AccountInfo.mqh"
#include "Calendar.mqh"
#include "Clock.mqh"
#include "Desk.mqh"
#include "Hash.mqh"
#include "InstrumentWatch.mqh"
#include "JsonReader.mqh"
#include "JsonWriter.mqh"
#include "OrderList.mqh"
#include "Pages.mqh"
#include "PositionList.mqh"
#include "Protocol.mqh"
#include "Session.mqh"
#include "Snapshot.mqh"
#include "Subscription.mqh"
#include "TransactionHints.mqh"

//--- lists of the account: again after so long, and so soon after a hint, but never oftener
#define ATS_REPORT_PERIOD_MS    5000
#define ATS_REPORT_HINT_MS      100
#define ATS_REPORT_GAP_MS       250
#define ATS_ACCOUNT_PERIOD_MS   1000
#define ATS_SYMBOLS_LIVE_MAX    128
#define ATS_REFUSALS_MAX        64

struct AtsRefusal
  {
   string            request;
   string            code;
   string            why;
  };

//+------------------------------------------------------------------+
//| While a list waits for credit nothing else of ours takes it: a   |
//| page needs nearly all there is, and ticks would never leave it   |
//| that much. The streams lose nothing by waiting.                  |
//+------------------------------------------------------------------+
class CAtsMarket
  {
private:
   bool              m_isOpen;
   bool              m_isSnapshotSent;
   //--- counts every list of this program, whatever the session
   long              m_revision;

   CAtsReport        m_report;
   bool              m_isSnapshotDue;
   ulong             m_reportedAtMs;
   //--- 0: nothing has happened since the last report
   ulong             m_hintedAtMs;

   CAtsInstrumentWatch m_watch;
   CAtsCalendar      m_calendar;
   CAtsTransactionHints m_hints;
   string            m_account;
   ulong             m_accountAtMs;

   CAtsSubscription  m_subscriptions[ATS_SYMBOLS_LIVE_MAX];
   int               m_subscriptionCount;
   int               m_turn;

   //--- requests that could not be served, to be told when the cockpit listens
   AtsRefusal        m_refusals[];

   void              Subscribe(const CAtsJsonReader &json,const string path);
   int               SlotOf(const string symbol);
   void              Refuse(const string request,const string code,const string why);
   void              PumpRefusals(CAtsSession &session);
   bool              IsReportDue(const ulong nowMs) const;
   bool              PumpReport(CAtsSession &session,CAtsDesk &desk);
   void              PumpAccount(CAtsSession &session);
   void              PumpStreams(CAtsSession &session);

public:
                     CAtsMarket() : m_isOpen(false), m_isSnapshotSent(false), m_revision(0), m_isSnapshotDue(false),
                     m_reportedAtMs(0), m_hintedAtMs(0), m_account(""), m_accountAtMs(0), m_subscriptionCount(0), m_turn(0) {}

   //--- A session began, or ended.
   void              OnReady(const CAtsJsonReader &ready);
   void              OnClosed();

   void              OnSubscribe(const CAtsJsonReader &body);
   void              OnUnsubscribe(const CAtsJsonReader &body);
   void              OnSnapshotRequest();
   void              OnSymbolsRequest(const CAtsJsonReader &body);
   void              OnCalendarRequest(const CAtsJsonReader &body);
   void              OnTransaction(const MqlTradeTransaction &trans);

   //--- Once in each event while the session is open.
   void              Pump(CAtsSession &session,CAtsDesk &desk);
   //--- Until then the cockpit takes nothing in this session but the snapshot.
   bool              IsSnapshotSent() const { return(m_isSnapshotSent); }
   //--- Of what POSITIONS and ORDERS would say now.
   string            ExposureHash() const;
  };

void CAtsMarket::OnReady(const CAtsJsonReader &ready)
  {
   OnClosed();
   m_isOpen=true;
   m_isSnapshotDue=true;
   m_report.Restart(ready.Id("lastDealTicket"));
   m_watch.Restart();
   m_account="";
   const int count=ready.Count("subscriptions");
   for(int i=0; i<count; i++)
      Subscribe(ready,StringFormat("subscriptions[%d]",i));
  }

void CAtsMarket::OnClosed()
  {
   m_isOpen=false;
   m_isSnapshotSent=false;
   m_isSnapshotDue=false;
   m_report.Drop();
   m_calendar.Clear();
   m_hints.Clear();
   m_hintedAtMs=0;
   ArrayResize(m_refusals,0);
   for(int i=0; i<m_subscriptionCount; i++)
      m_subscriptions[i].Stop();
  }

//+------------------------------------------------------------------+
//| What the cockpit asks                                            |
//+------------------------------------------------------------------+
void CAtsMarket::OnSubscribe(const CAtsJsonReader &body) { Subscribe(body,"subscription"); }

void CAtsMarket::Subscribe(const CAtsJsonReader &json,const string path)
  {
   const string symbol=json.Text(path+".symbol");
   if(symbol=="" || !SymbolSelect(symbol,true))
     {
      Refuse("SUBSCRIBE",ATS_FAULT_INSTRUMENT_MISSING,StringFormat("The broker has no symbol %s.",symbol));
      return;
     }
   const int slot=SlotOf(symbol);
   if(slot<0)
     {
      Refuse("SUBSCRIBE",ATS_FAULT_REQUEST_INVALID,StringFormat("No more than %d symbols are streamed.",ATS_SYMBOLS_LIVE_MAX));
      return;
     }
   m_subscriptions[slot].Begin(symbol,json,path);
   m_watch.Follow(symbol);
  }

//+------------------------------------------------------------------+
//| The symbol's own place, or one that is free, or -1.              |
//+------------------------------------------------------------------+
int CAtsMarket::SlotOf(const string symbol)
  {
   for(int i=0; i<m_subscriptionCount; i++)
      if(m_subscriptions[i].Symbol()==symbol)
         return(i);
   for(int i=0; i<m_subscriptionCount; i++)
      if(!m_subscriptions[i].IsActive())
         return(i);
   if(m_subscriptionCount>=ATS_SYMBOLS_LIVE_MAX)
      return(-1);
   m_subscriptionCount++;
   return(m_subscriptionCount-1);
  }

void CAtsMarket::OnUnsubscribe(const CAtsJsonReader &body)
  {
   const string symbol=body.Text("symbol");
   for(int i=0; i<m_subscriptionCount; i++)
      if(m_subscriptions[i].Symbol()==symbol)
         m_subscriptions[i].Stop();
  }

void CAtsMarket::OnSnapshotRequest() { m_isSnapshotDue=true; }

void CAtsMarket::OnSymbolsRequest(const CAtsJsonReader &body)
  {
   if(body.IsNull("symbols"))
      m_watch.WantMarketWatch();
   const int count=body.Count("symbols");
   for(int i=0; i<count; i++)
     {
      const string symbol=body.Text(StringFormat("symbols[%d]",i));
      if(!m_watch.Want(symbol))
         Refuse("SYMBOLS_REQUEST",ATS_FAULT_INSTRUMENT_MISSING,StringFormat("The broker has no symbol %s.",symbol));
     }
   m_watch.Answer();
  }

void CAtsMarket::OnCalendarRequest(const CAtsJsonReader &body)
  {
   if(!m_calendar.Take(body))
      Refuse("CALENDAR_REQUEST",ATS_FAULT_REQUEST_INVALID,"The calendar is told for 31 days at most, and four requests may wait.");
  }

void CAtsMarket::OnTransaction(const MqlTradeTransaction &trans)
  {
   if(!m_isOpen || !m_hints.Take(trans))
      return;
   if(m_hintedAtMs==0)
      m_hintedAtMs=AtsSteadyMs();
  }

void CAtsMarket::Refuse(const string request,const string code,const string why)
  {
   const int count=ArraySize(m_refusals);
   if(count>=ATS_REFUSALS_MAX || ArrayResize(m_refusals,count+1)!=count+1)
      return;
   m_refusals[count].request=request;
   m_refusals[count].code=code;
   m_refusals[count].why=why;
  }

void CAtsMarket::PumpRefusals(CAtsSession &session)
  {
   int told=0;
   while(told<ArraySize(m_refusals)
         && session.SendError(m_refusals[told].request,m_refusals[told].code,m_refusals[told].why))
      told++;
   if(told>0)
      ArrayRemove(m_refusals,0,told);
  }

//+------------------------------------------------------------------+
//| What leaves in one event                                         |
//+------------------------------------------------------------------+
void CAtsMarket::Pump(CAtsSession &session,CAtsDesk &desk)
  {
   if(!m_isOpen || !PumpReport(session,desk))
      return;
   PumpRefusals(session);
   m_hints.Pump(session);
   PumpAccount(session);
   if(m_watch.Pump(session,m_revision) && m_calendar.Pump(session,m_revision))
      PumpStreams(session);
  }

//+------------------------------------------------------------------+
//| True: no report is under way, and the rest may speak.            |
//+------------------------------------------------------------------+
bool CAtsMarket::PumpReport(CAtsSession &session,CAtsDesk &desk)
  {
   const ulong nowMs=AtsSteadyMs();
   if(m_report.IsIdle())
     {
      if(!IsReportDue(nowMs))
         return(true);
      m_revision++;
      m_report.Begin(m_isSnapshotDue,m_revision);
      m_isSnapshotDue=false;
      m_hintedAtMs=0;
      m_reportedAtMs=nowMs;
     }
   m_report.Gather(desk,m_watch,session);
   if(!m_report.Send(session))
      return(false);
   m_isSnapshotSent=true;
   return(true);
  }

//+------------------------------------------------------------------+
//| A transaction comes as a handful of events: the report waits for |
//| all of them.                                                     |
//+------------------------------------------------------------------+
bool CAtsMarket::IsReportDue(const ulong nowMs) const
  {
   if(m_isSnapshotDue || m_report.IsCut())
      return(true);
   if(nowMs<m_reportedAtMs+ATS_REPORT_GAP_MS)
      return(false);
   return(nowMs>=m_reportedAtMs+ATS_REPORT_PERIOD_MS || (m_hintedAtMs>0 && nowMs>=m_hintedAtMs+ATS_REPORT_HINT_MS));
  }

void CAtsMarket::PumpAccount(CAtsSession &session)
  {
   const ulong nowMs=AtsSteadyMs();
   if(nowMs<m_accountAtMs+ATS_ACCOUNT_PERIOD_MS)
      return;
   m_accountAtMs=nowMs;
   CAtsJsonWriter json;
   AtsWriteAccountFigures(json);
   const string figures=json.Text();
   if(figures==m_account)
      return;
   json.KeyLong("stampMs",AtsServerMs());
   json.EndObject();
   if(session.SendText(ATS_TYPE_ACCOUNT,json.Text()))
      m_account=figures;
  }

//+------------------------------------------------------------------+
//| Round after round, a frame of each stream, until time or credit  |
//| is spent; each event begins with another symbol.                 |
//+------------------------------------------------------------------+
void CAtsMarket::PumpStreams(CAtsSession &session)
  {
   if(m_subscriptionCount==0)
      return;
   m_turn=(m_turn+1)%m_subscriptionCount;
   bool hasMore=true;
   while(hasMore && session.HasTime())
     {
      hasMore=false;
      for(int i=0; i<m_subscriptionCount && session.HasTime(); i++)
         if(m_subscriptions[(m_turn+i)%m_subscriptionCount].Pump(session))
            hasMore=true;
     }
  }

//+------------------------------------------------------------------+
//| A list that changes while it is read gives a mark that passes:   |
//| the next PING has the right one, before anybody asks.            |
//+------------------------------------------------------------------+
string CAtsMarket::ExposureHash() const
  {
   CAtsPages positions;
   CAtsPages orders;
   AtsListPositions(positions);
   AtsListOrders(orders);
   uchar bytes[];
   AtsUtf8(positions.Hash()+orders.Hash(),bytes);
   return(StringSubstr(AtsSha256Hex(bytes),0,ATS_HASH_DIGITS));
  }

#endif
