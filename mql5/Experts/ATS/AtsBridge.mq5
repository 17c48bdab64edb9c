//+------------------------------------------------------------------+
//|                                                    AtsBridge.mq5 |
//| The cockpit's hand in this terminal: market data and account go  |
//| out, approved orders come in. One chart serves all symbols.      |
//+------------------------------------------------------------------+
#property copyright   "ATS Cockpit"
#property version     "1.00"
#property description "Connects this terminal to ATS Cockpit on the same computer."
#property description "Attach it to one chart; it serves every symbol. The token comes from the cockpit."

#include <ATS/Session.mqh>
#include <ATS/TerminalLock.mqh>
#include <ATS/Market.mqh>
#include <ATS/Desk.mqh>

#define ATS_TIMER_MS_MIN     10
#define ATS_STATUS_PERIOD_MS 500

input group  "Pairing"
input string InpToken="";                   // Pairing token from the cockpit
input group  "Caps on entries (0: none)"
input double InpMaxVolume=0;                // Lots of one order
input int    InpMaxPositions=0;             // Open positions
input int    InpMaxTradesPerDay=0;          // Entries a day
input int    InpMaxSpreadPoints=0;          // Spread, points
input double InpMaxDailyLossPercent=5;      // Loss of a day, percent
input group  "Link"
input int    InpDeadManMs=5000;             // No entries after so long a silence, ms
input int    InpTimerMs=20;                 // Timer, ms

CAtsSession      g_session;
CAtsMarket       g_market;
CAtsDesk         g_desk;
CAtsTerminalLock g_lock;
AtsFrame         g_frame;
CAtsJsonReader   g_body;
//--- the session that market and desk know of, "" for none
string           g_sessionId="";
string           g_status="";
ulong            g_statusAtMs=0;

//+------------------------------------------------------------------+
//| Events of the terminal                                           |
//+------------------------------------------------------------------+
int OnInit()
  {
   if(MQLInfoInteger(MQL_TESTER)!=0)
      return(Refuse(INIT_FAILED,"AtsBridge trades for a live cockpit and does not run in the strategy tester. Test strategies in the cockpit."));
   if(InpTimerMs<ATS_TIMER_MS_MIN)
      return(Refuse(INIT_PARAMETERS_INCORRECT,StringFormat("The timer is too fast: at least %d ms.",ATS_TIMER_MS_MIN)));
   if(!g_session.Init(InpToken,ATS_ROLE_TRADING,ATS_ADVISER_VERSION))
      return(Refuse(INIT_PARAMETERS_INCORRECT,"The token is not a pairing token. Copy it from the cockpit again; it starts with v1."));
   if(!g_lock.Take("ATS\\lock"))
      return(Refuse(INIT_FAILED,"AtsBridge runs on another chart of this terminal already. One is enough: it serves all symbols."));
   AtsCaps caps;
   caps.maxVolume=InpMaxVolume;
   caps.maxPositions=InpMaxPositions;
   caps.maxTradesPerDay=InpMaxTradesPerDay;
   caps.maxSpreadPoints=InpMaxSpreadPoints;
   caps.maxDailyLossRatio=InpMaxDailyLossPercent/100.0;
   if(!g_desk.Init(caps,InpDeadManMs))
      return(Refuse(INIT_PARAMETERS_INCORRECT,g_desk.Problem()));
   if(!EventSetMillisecondTimer(InpTimerMs))
      return(Refuse(INIT_FAILED,"The terminal gives no timer."));
   return(INIT_SUCCEEDED);
  }

void OnDeinit(const int reason)
  {
   EventKillTimer();
   g_session.Leave("The adviser has left its chart.");
   NoticeSession();
   g_desk.Deinit(reason);
   g_lock.Release();
   Comment("");
  }

void OnTimer()
  {
   g_desk.OnTimer();
   Exchange();
   ShowStatus();
  }

void OnTick() { Exchange(); }

void OnTradeTransaction(const MqlTradeTransaction &trans,const MqlTradeRequest &request,const MqlTradeResult &result)
  {
   g_desk.OnTransaction(trans,request,result);
   g_market.OnTransaction(trans);
   Exchange();
  }

void OnChartEvent(const int id,const long &lparam,const double &dparam,const string &sparam)
  {
   g_desk.OnChartEvent(id,lparam,dparam,sparam);
   Exchange();
  }

//+------------------------------------------------------------------+
//| One event's talk with the cockpit                                |
//+------------------------------------------------------------------+
void Exchange()
  {
   g_session.Beat();
   NoticeSession();
   while(g_session.Next(g_frame))
     {
      NoticeSession();
      Dispatch();
     }
   if(g_session.IsOpen())
     {
      if(g_market.IsSnapshotSent())
         g_desk.Pump(g_session);
      g_market.Pump(g_session,g_desk);
      if(g_session.IsPingDue())
         g_session.SendPing(g_market.IsSnapshotSent() ? g_market.ExposureHash() : "");
     }
   g_session.Flush();
   NoticeSession();
  }

//--- Tells the parts when a session has ended, before they hear of the next.
void NoticeSession()
  {
   if(g_sessionId==g_session.Id())
      return;
   if(g_sessionId!="")
     {
      g_market.OnClosed();
      g_desk.OnClosed();
     }
   g_sessionId=g_session.Id();
   if(g_sessionId!="")
      g_desk.OnReady(g_sessionId);
  }

void Dispatch()
  {
   if(g_frame.type==ATS_TYPE_PING)
     {
      g_desk.OnPing();
      return;
     }
   if(!g_body.Parse(g_frame.payload,g_frame.length))
     {
      g_session.Fail(ATS_FAULT_FRAME_PAYLOAD,StringFormat("Message %d could not be read.",g_frame.type));
      return;
     }
   switch(g_frame.type)
     {
      case ATS_TYPE_READY:
         g_market.OnReady(g_body);
         break;
      case ATS_TYPE_SUBSCRIBE:
         g_market.OnSubscribe(g_body);
         break;
      case ATS_TYPE_UNSUBSCRIBE:
         g_market.OnUnsubscribe(g_body);
         break;
      case ATS_TYPE_SYMBOLS_REQUEST:
         g_market.OnSymbolsRequest(g_body);
         break;
      case ATS_TYPE_CALENDAR_REQUEST:
         g_market.OnCalendarRequest(g_body);
         break;
      case ATS_TYPE_SNAPSHOT_REQUEST:
         g_market.OnSnapshotRequest();
         break;
      case ATS_TYPE_ORDER:
         g_desk.OnOrder(g_body);
         break;
      case ATS_TYPE_ORDER_QUERY:
         g_desk.OnQuery(g_body);
         break;
      case ATS_TYPE_LIMITS:
         g_desk.OnLimits(g_body);
         break;
      case ATS_TYPE_HALT:
         g_desk.OnHalt(g_body);
         break;
      default:
         if(!g_session.SendError(StringFormat("message %d",g_frame.type),ATS_FAULT_REQUEST_INVALID,"The trading session does not serve this."))
            g_session.Fail(ATS_FAULT_FRAME_TYPE,"More was asked than can be answered.");
     }
  }

//+------------------------------------------------------------------+
//| What the trader sees                                             |
//+------------------------------------------------------------------+
void ShowStatus()
  {
   ulong nowMs=AtsSteadyMs();
   if(g_statusAtMs!=0 && nowMs-g_statusAtMs<ATS_STATUS_PERIOD_MS)
      return;
   g_statusAtMs=nowMs;
   string status="ATS Cockpit: ";
   if(g_session.IsOpen())
      status+="connected, version "+g_session.CockpitVersion();
   else
      status+="not connected. "+g_session.Problem();
   status+="\n"+g_desk.StatusLines();
   if(status==g_status)
      return;
   g_status=status;
   Comment(status);
  }

//--- Says why, where the trader looks, and ends the program.
int Refuse(const int code,const string why)
  {
   Print("ATS: ",why);
   Alert(why);
   return(code);
  }
//+------------------------------------------------------------------+
