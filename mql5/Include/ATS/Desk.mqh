//+------------------------------------------------------------------+
//|                                                         Desk.mqh |
//| Takes orders from the pipe to the broker, each at most once.     |
//+------------------------------------------------------------------+
#ifndef ATS_DESK_MQH
#define ATS_DESK_MQH

#include "AccountState.mqh"
#include "Caps.mqh"
#include "ChartButtons.mqh"
#include "DeskClock.mqh"
#include "EntryChecks.mqh"
#include "Flatten.mqh"
#include "Orders.mqh"
#include "Status.mqh"

#define ATS_DEAD_MAN_MS_MIN  1000
//--- an order that was sent later than now was sent by another clock, which cannot tell its end
#define ATS_CLOCK_SKEW_MS    2000
#define ATS_SECOND_MS        1000

//+------------------------------------------------------------------+
//| The adviser's trading desk. An id goes into the journal before   |
//| anything is done with it; everything is read again just before   |
//| SENDING; SENDING is on the disk before the broker hears of it;   |
//| and what was sent is looked up, never sent again.                |
//+------------------------------------------------------------------+
class CAtsDesk
  {
private:
   CAtsOrders        m_orders;
   CAtsAccountState  m_state;
   CAtsCaps          m_caps;
   CAtsDeskClock     m_clock;
   CAtsOwnRequests   m_own;
   CAtsFlatten       m_flatten;
   CAtsChartButtons  m_buttons;
   string            m_problem;
   string            m_alarm;
   ulong             m_deadManMs;
   //--- the session that is open, "" for none, and the cockpit's last PING in it
   string            m_sessionId;
   bool              m_hasPing;
   ulong             m_pingSteadyMs;
   //--- the account that journal and state are of; login 0: none
   string            m_server;
   long              m_login;
   string            m_limitsTold;
   ulong             m_secondSteadyMs;
   int               m_tradesToday;

   void              EnsureAccount();
   string            AccountKey() const;
   void              OpenOrders();
   bool              IsAccount(const string server,const string login,const string tradeMode) const;

   void              Execute(const AtsOrder &order,const int at);
   bool              Plan(const AtsOrder &order,MqlTradeRequest &request,AtsFault &fault);
   bool              IsAlive(const AtsOrder &order,AtsFault &fault);
   bool              IsEntryAllowed(const AtsOrder &order,AtsFault &fault);

   void              RaiseAlarms();
   void              SetChartHalt(const bool isOn,const string reason);
   void              EachSecond();
   void              TellLimits();

public:
                     CAtsDesk();

   //--- False: Problem says to the trader what is wrong with the inputs.
   bool              Init(const AtsCaps &caps,const int deadManMs);
   string            Problem() const { return(m_problem); }
   void              Deinit(const int reason);

   void              OnReady(const string sessionId);
   void              OnClosed();
   //--- The cockpit's heartbeat. An order is none: it may have waited in the pipe while the cockpit was gone.
   void              OnPing();
   void              OnOrder(const CAtsJsonReader &body);
   void              OnQuery(const CAtsJsonReader &body);
   void              OnLimits(const CAtsJsonReader &body);
   void              OnHalt(const CAtsJsonReader &body);
   void              OnTransaction(const MqlTradeTransaction &trans,const MqlTradeRequest &request,const MqlTradeResult &result);
   void              OnTimer();
   void              OnChartEvent(const int id,const long &lparam,const double &dparam,const string &sparam);

   //--- Sends what is to be said.
   void              Pump(CAtsSession &session) { m_orders.outbox.Pump(session); }
   //--- For SNAPSHOT: an array of ids, and the object of LIMITS_STATUS.
   string            JournalMarksJson();
   string            LimitsJson();
   string            StatusLines();
  };

CAtsDesk::CAtsDesk() : m_problem(""),
                       m_alarm(""),
                       m_deadManMs(0),
                       m_sessionId(""),
                       m_hasPing(false),
                       m_pingSteadyMs(0),
                       m_server(""),
                       m_login(0),
                       m_limitsTold(""),
                       m_secondSteadyMs(0),
                       m_tradesToday(0)
  {
  }

//+------------------------------------------------------------------+
//| Life                                                             |
//+------------------------------------------------------------------+
bool CAtsDesk::Init(const AtsCaps &caps,const int deadManMs)
  {
   if(deadManMs<ATS_DEAD_MAN_MS_MIN)
     {
      m_problem=StringFormat("The cockpit's silence is measured by its heartbeat of a second: InpDeadManMs is at least %d.",ATS_DEAD_MAN_MS_MIN);
      return(false);
     }
   if(caps.maxVolume<0 || caps.maxPositions<0 || caps.maxTradesPerDay<0 || caps.maxSpreadPoints<0
      || caps.maxDailyLossRatio<0 || caps.maxDailyLossRatio>1)
     {
      m_problem="A cap is 0 for none or above; the daily loss is at most 100 percent.";
      return(false);
     }
   m_deadManMs=(ulong)deadManMs;
   m_caps.Init(caps);
   m_clock.Observe();
   m_buttons.Create();
   EnsureAccount();
   //--- the program was initialised before, on the same account
   if(m_login!=0 && !m_orders.journal.IsOpen())
      OpenOrders();
   RaiseAlarms();
   return(true);
  }

void CAtsDesk::Deinit(const int reason)
  {
   PrintFormat("ATS: the desk closes, reason %d",reason);
   m_orders.journal.Tidy();
   m_orders.Leave();
   m_buttons.Remove();
  }

void CAtsDesk::OnReady(const string sessionId)
  {
   m_sessionId=sessionId;
   m_limitsTold="";
   m_orders.outbox.Open();
   //--- READY is a sign of life, too
   OnPing();
  }

void CAtsDesk::OnClosed()
  {
   m_sessionId="";
   m_hasPing=false;
   m_caps.Loosen();
   m_orders.outbox.Close();
  }

void CAtsDesk::OnPing()
  {
   m_hasPing=true;
   m_pingSteadyMs=AtsSteadyMs();
  }

void CAtsDesk::OnTimer()
  {
   m_clock.Observe();
   EnsureAccount();
   m_orders.Watch();
   m_orders.GuardStops(m_own);
   RaiseAlarms();
   m_flatten.Step(m_own);
   EachSecond();
   m_buttons.Refresh(m_state.halt.IsChart());
   m_orders.journal.Tidy();
  }

//+------------------------------------------------------------------+
//| The account                                                      |
//+------------------------------------------------------------------+

//--- Journal and state are those of the account that the terminal is logged in to now.
void CAtsDesk::EnsureAccount()
  {
   string server=AccountInfoString(ACCOUNT_SERVER);
   long login=AccountInfoInteger(ACCOUNT_LOGIN);
   if(login==m_login && server==m_server)
      return;
   m_orders.Leave();
   m_server=server;
   m_login=login;
   m_own.Reset();
   m_flatten.Reset();
   m_alarm="";
   if(login==0)
      return;
   OpenOrders();
   m_state.Load("ATS\\state-"+AccountKey()+".txt",m_orders.journal.count>0);
   RaiseAlarms();
  }

//--- A torn tail is what a loss of power leaves; sound records behind an unreadable one are not.
void CAtsDesk::OpenOrders()
  {
   if(!m_orders.Open("ATS\\journal-"+AccountKey()+".log") || !m_orders.journal.IsDamaged())
      return;
   AtsFault fault;
   AtsSetFault(fault,ATS_FAULT_JOURNAL_FAILED,"The journal was damaged in its middle. Compare the orders of the last days with the broker's.");
   m_orders.alarms.Raise("journal",fault);
  }

//--- In the names of the account's files.
string CAtsDesk::AccountKey() const { return(AtsMark(m_server)+"-"+IntegerToString(m_login)); }

bool CAtsDesk::IsAccount(const string server,const string login,const string tradeMode) const
  {
   return(m_login!=0 && AccountInfoInteger(ACCOUNT_LOGIN)==m_login && server==m_server && AccountInfoString(ACCOUNT_SERVER)==m_server
          && login==IntegerToString(m_login) && tradeMode==AtsTradeModeText());
  }

//+------------------------------------------------------------------+
//| Orders                                                           |
//+------------------------------------------------------------------+
void CAtsDesk::OnOrder(const CAtsJsonReader &body)
  {
   //--- of a session that has ended: dropped unread
   if(m_sessionId=="" || body.Text("session")!=m_sessionId)
      return;
   EnsureAccount();
   AtsOrder order;
   AtsFault fault;
   if(!AtsParseOrder(body,order,fault))
     {
      if(order.id==0)
         m_orders.outbox.TellError("ORDER",fault);
      else
         m_orders.outbox.TellDenied(order.id,fault);
      return;
     }
   if(!IsAccount(order.server,order.login,order.tradeMode))
     {
      AtsSetFault(fault,ATS_FAULT_ACCOUNT_CHANGED,"The order is for another account than the one this terminal is logged in to.");
      m_orders.outbox.TellDenied(order.id,fault);
      return;
     }
   int at=m_orders.journal.Find(order.id);
   if(at>=0)
     {
      m_orders.AnswerAgain(at,order.hash);
      return;
     }
   if(!AtsIsOurs((long)order.id) || m_orders.journal.IsStale(order.id))
     {
      AtsSetFault(fault,ATS_FAULT_ORDER_STALE_ID,"The order's id is not above the highest one known here, yet not in the journal. It was not executed.");
      m_orders.outbox.TellDenied(order.id,fault);
      return;
     }
   if(!m_orders.journal.Receive(order,m_clock.EarliestMs()))
     {
      AtsSetFault(fault,ATS_FAULT_JOURNAL_FAILED,"The journal cannot be written, so the order was not sent. Is the disk full?");
      m_orders.outbox.TellDenied(order.id,fault);
      return;
     }
   m_orders.outbox.Acknowledge(order.id);
   Execute(order,m_orders.journal.count-1);
  }

void CAtsDesk::Execute(const AtsOrder &order,const int at)
  {
   MqlTradeRequest request;
   AtsFault fault;
   if(order.kind==ATS_KIND_MODIFY && AtsSelectPosition(order.positionId) && AtsHasStops(order.stop,order.target))
     {
      m_orders.Refresh(at);
      return;
     }
   if(!Plan(order,request,fault) || !AtsIsRequestSound(request,order.kind,fault))
     {
      m_orders.Refuse(at,fault);
      return;
     }
   //--- the terminal's check took its time: account, session, expiry, price and position are read again
   if(!Plan(order,request,fault))
     {
      m_orders.Refuse(at,fault);
      return;
     }
   m_orders.Send(at,request,m_clock.EarliestMs());
  }

//--- The request on the account, the market and the positions of this moment, or why there is none.
bool CAtsDesk::Plan(const AtsOrder &order,MqlTradeRequest &request,AtsFault &fault)
  {
   if(!IsAccount(order.server,order.login,order.tradeMode))
      return(AtsDeny(fault,ATS_FAULT_ACCOUNT_CHANGED,"The terminal has changed its account."));
   if(!m_orders.outbox.IsOpen())
      return(AtsDeny(fault,ATS_FAULT_NOT_CONNECTED,"The session that the order came from ended before it was sent."));
   if(!IsAlive(order,fault) || !AtsIsTradingAllowed(fault))
      return(false);
   if(order.kind==ATS_KIND_REDUCE)
      return(AtsReductionRequest(order,m_orders.ClosingVolume(order.positionId),request,fault));
   if(order.kind==ATS_KIND_MODIFY)
      return(AtsModifyRequest(order,request,fault));
   return(IsEntryAllowed(order,fault) && AtsEntryRequest(order,m_caps,request,fault));
  }

bool CAtsDesk::IsAlive(const AtsOrder &order,AtsFault &fault)
  {
   if(m_clock.LatestMs()>order.sentAtUtcMs+order.ttlMs)
      return(AtsDeny(fault,ATS_FAULT_ORDER_EXPIRED,"The order's time ran out before it was sent to the broker."));
   if(order.sentAtUtcMs>m_clock.LatestMs()+ATS_CLOCK_SKEW_MS)
      return(AtsDeny(fault,ATS_FAULT_ORDER_EXPIRED,"The order was sent later than now: the clocks of cockpit and terminal differ."));
   return(true);
  }

bool CAtsDesk::IsEntryAllowed(const AtsOrder &order,AtsFault &fault)
  {
   if(m_state.halt.IsOn())
      return(AtsDeny(fault,ATS_FAULT_HALTED,"Entries are halted. "+m_state.halt.Reason()));
   if(!m_hasPing || AtsSteadyMs()-m_pingSteadyMs>m_deadManMs)
      return(AtsDeny(fault,ATS_FAULT_DEAD_MAN,"The cockpit's heartbeat has stopped."));
   AtsCapFacts facts;
   facts.entriesUnderWay=m_orders.EntriesUnderWay("");
   facts.dayBaseline=m_state.day.Money();
   facts.dayMidnight=m_state.day.Midnight();
   if(!m_caps.Allow(order.volume,facts,fault))
      return(false);
   if(!AtsIsHedging() && m_orders.EntriesUnderWay(order.symbol)>0)
      return(AtsDeny(fault,ATS_FAULT_SYMBOL_NOT_FLAT,"Another entry of the symbol is under way on this netting account."));
   return(true);
  }

void CAtsDesk::OnQuery(const CAtsJsonReader &body)
  {
   if(m_sessionId=="" || body.Text("session")!=m_sessionId)
      return;
   EnsureAccount();
   //--- another magic than ours, 0 above all, would find orders that are none of the cockpit's
   if(!AtsIsOurs((long)body.Id("id")))
     {
      AtsFault fault;
      AtsSetFault(fault,ATS_FAULT_REQUEST_INVALID,"The query does not name an order of a cockpit.");
      m_orders.outbox.TellError("ORDER_QUERY",fault);
      return;
     }
   if(IsAccount(body.Text("account.server"),body.Text("account.login"),body.Text("account.tradeMode")))
      m_orders.Answer(body);
   else
      m_orders.outbox.TellStatus(body.Id("id"),ATS_WORD_ANSWER_WRONG_ACCOUNT,"","");
   RaiseAlarms();
  }

void CAtsDesk::OnTransaction(const MqlTradeTransaction &trans,const MqlTradeRequest &request,const MqlTradeResult &result)
  {
   if(trans.type==TRADE_TRANSACTION_REQUEST && m_own.OnReply(result))
      return;
   m_orders.OnTransaction(trans,result);
   RaiseAlarms();
  }

//+------------------------------------------------------------------+
//| Limits, halt and the chart                                       |
//+------------------------------------------------------------------+
void CAtsDesk::OnLimits(const CAtsJsonReader &body)
  {
   m_caps.Tighten(body);
   TellLimits();
  }

void CAtsDesk::OnHalt(const CAtsJsonReader &body)
  {
   bool isHalted=true;
   AtsFault fault;
   if(!body.TryFlag("isHalted",isHalted))
     {
      AtsSetFault(fault,ATS_FAULT_REQUEST_INVALID,"HALT does not say whether it sets or lifts.");
      m_orders.outbox.TellError("HALT",fault);
      return;
     }
   m_state.halt.SetApp(isHalted,body.Text("reason"));
   //--- a halt that is lifted on the screen and not on the disk would be back after a restart
   if(!m_state.Save() && !isHalted)
      m_state.halt.SetApp(true,"The end of the halt could not be kept.");
   if(isHalted)
      AtsCancelOurs(m_own);
   m_limitsTold="";
   TellLimits();
  }

void CAtsDesk::SetChartHalt(const bool isOn,const string reason)
  {
   m_state.halt.SetChart(isOn,reason);
   if(!m_state.Save() && !isOn)
      m_state.halt.SetChart(true,"The end of the halt could not be kept.");
   if(isOn)
      AtsCancelOurs(m_own);
   else
      m_alarm="";
   TellLimits();
  }

void CAtsDesk::OnChartEvent(const int id,const long &lparam,const double &dparam,const string &sparam)
  {
   if(id!=CHARTEVENT_OBJECT_CLICK || !m_buttons.OnClick(sparam) || m_login==0)
      return;
   if(sparam==ATS_BUTTON_HALT)
     {
      SetChartHalt(!m_state.halt.IsChart(),"Halted at the chart.");
      return;
     }
   SetChartHalt(true,"Flattened at the chart.");
   m_own.ForgetLost();
   m_flatten.Start();
   m_flatten.Step(m_own);
  }

//--- Halts entries, and tells trader and cockpit.
void CAtsDesk::RaiseAlarms()
  {
   string about;
   AtsFault fault;
   while(m_orders.alarms.Next(about,fault))
     {
      m_alarm=fault.message;
      Alert("ATS: ",fault.message);
      SetChartHalt(true,fault.message);
      m_orders.outbox.TellError(about,fault);
     }
  }

void CAtsDesk::EachSecond()
  {
   if(m_login==0 || (m_secondSteadyMs!=0 && AtsSteadyMs()-m_secondSteadyMs<ATS_SECOND_MS))
      return;
   m_secondSteadyMs=AtsSteadyMs();
   if(!m_orders.journal.IsOpen())
      OpenOrders();
   if(m_state.HasFailed() || m_state.day.Update(m_clock.EarliestMs()/1000))
      m_state.Save();
   if(m_state.day.Midnight()>0)
      m_tradesToday=MathMax(AtsTradesSince(m_state.day.Midnight()),0);
   TellLimits();
  }

//--- Only what has changed.
void CAtsDesk::TellLimits()
  {
   string limits=LimitsJson();
   if(!m_orders.outbox.IsOpen() || limits==m_limitsTold)
      return;
   m_limitsTold=limits;
   m_orders.outbox.TellLimits(limits);
  }

string CAtsDesk::LimitsJson()
  {
   AtsCaps caps;
   m_caps.Effective(caps);
   CAtsJsonWriter json;
   json.BeginObject();
   json.KeyNumber("maxVolume",caps.maxVolume);
   json.KeyLong("maxPositions",caps.maxPositions);
   json.KeyLong("maxTradesPerDay",caps.maxTradesPerDay);
   json.KeyLong("maxSpreadPoints",caps.maxSpreadPoints);
   json.KeyNumber("maxDailyLossRatio",caps.maxDailyLossRatio);
   json.KeyLong("deadManMs",(long)m_deadManMs);
   json.KeyLong("tradesToday",m_tradesToday);
   m_state.day.WriteLimits(json);
   json.Key("halt");
   m_state.halt.Write(json);
   json.EndObject();
   return(json.Text());
  }

string CAtsDesk::JournalMarksJson()
  {
   EnsureAccount();
   return(m_orders.journal.MarksJson());
  }

string CAtsDesk::StatusLines()
  {
   AtsCaps caps;
   m_caps.Effective(caps);
   string text=AtsAccountLine(m_server,m_login)+"\n"+AtsHaltLine(m_state.halt)+"\n"+AtsCapsLine(caps)+"\n";
   text+=AtsDayLine(m_state.day,m_tradesToday)+"\n"+AtsOrdersLine(m_orders.WithoutEnd(),m_orders.Unguarded());
   if(m_alarm!="")
      text+="\nALARM: "+m_alarm;
   if(m_login!=0 && m_orders.journal.HasFailed())
      text+="\nALARM: The journal cannot be read or written. No order is sent until it can. Is the disk full?";
   if(m_state.HasFailed())
      text+="\nALARM: Halt and baseline cannot be kept on the disk.";
   if(m_flatten.Report()!="")
      text+="\n"+m_flatten.Report();
   return(text);
  }

#endif
//+------------------------------------------------------------------+
