//+------------------------------------------------------------------+
//|                                                         Desk.mqh |
//| Takes orders from the pipe to the broker, each at most once.     |
//+------------------------------------------------------------------+
#ifndef ATS_DESK_MQH
#define ATS_DESK_MQH

#include "AccountState.mqh"
#include "Caps.mqh"
#include "ChartButtons.mqh"
#include "Connection.mqh"
#include "DeskClock.mqh"
#include "EntryChecks.mqh"
#include "Flatten.mqh"
#include "Journal.mqh"
#include "LookUp.mqh"
#include "Outbox.mqh"
#include "Status.mqh"
#include "StopGuard.mqh"

#define ATS_DEAD_MAN_MS_MIN  1000
//--- an answer of the trade server that takes longer is lost: the outcome is unknown until the records tell
#define ATS_REPLY_MS_MAX     5000
//--- "not found" says nothing sooner after the send, and until then a sent order counts as under way
#define ATS_NOT_FOUND_MS     60000
//--- an order is looked up by itself for so long, and later only when it is asked for
#define ATS_WATCH_MS_MAX     86400000
#define ATS_LOOK_MS_MIN      250
#define ATS_LOOK_MS_MAX      60000
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
   CAtsOutbox        m_outbox;
   CAtsJournal       m_journal;
   CAtsAccountState  m_state;
   CAtsCaps          m_caps;
   CAtsDeskClock     m_clock;
   CAtsConnection    m_connection;
   CAtsOwnRequests   m_own;
   CAtsStopGuard     m_guard;
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
   string            JournalName() const;
   void              Recover();
   bool              IsAccount(const string server,const string login,const string tradeMode) const;

   void              AnswerAgain(const int at,const string hash);
   void              Execute(const AtsOrder &order,const int at);
   bool              Plan(const AtsOrder &order,MqlTradeRequest &request,AtsFault &fault);
   bool              IsAlive(const AtsOrder &order,AtsFault &fault);
   bool              IsEntryAllowed(const AtsOrder &order,AtsFault &fault);
   bool              IsUnderWay(const int at) const;
   int               EntriesUnderWay(const string symbol) const;
   double            ClosingVolume(const ulong positionId) const;
   void              Send(const int at,MqlTradeRequest &request);
   void              Refuse(const int at,const AtsFault &fault);

   void              OnReply(const int at,const MqlTradeResult &reply);
   bool              Refresh(const int at);
   void              Watch();
   bool              IsLookUpDue(const int at) const;
   void              Tell(const int at,const AtsOutcome &outcome);
   void              CheckDeals(const int at,const AtsOutcome &outcome);
   void              Hint(const MqlTradeTransaction &trans);
   bool              IsTaken(const int at) const;
   bool              IsAbsenceProved(const int at,const CAtsJsonReader &query,AtsFault &fault);

   void              GuardStops();
   void              RaiseAlarm(const string about,const AtsFault &fault);
   void              SetChartHalt(const bool isOn,const string reason);
   void              EachSecond();
   void              TellLimits();
   void              PutDenied(const ulong id,const AtsFault &fault);
   void              PutResult(const ulong id,const string result);
   void              PutStatus(const ulong id,const string answer,const string member,const string json);
   void              PutError(const string about,const AtsFault &fault);

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
   void              Pump(CAtsSession &session) { m_outbox.Pump(session); }
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
   return(true);
  }

void CAtsDesk::Deinit(const int reason)
  {
   PrintFormat("ATS: the desk closes, reason %d",reason);
   m_journal.Tidy();
   m_journal.Close();
   m_buttons.Remove();
   m_login=0;
  }

void CAtsDesk::OnReady(const string sessionId)
  {
   m_sessionId=sessionId;
   m_limitsTold="";
   m_outbox.Open();
   //--- READY is a sign of life, too
   OnPing();
  }

void CAtsDesk::OnClosed()
  {
   m_sessionId="";
   m_hasPing=false;
   m_caps.Loosen();
   m_outbox.Close();
  }

void CAtsDesk::OnPing()
  {
   m_hasPing=true;
   m_pingSteadyMs=AtsSteadyMs();
  }

void CAtsDesk::OnTimer()
  {
   m_clock.Observe();
   m_connection.Observe();
   EnsureAccount();
   Watch();
   GuardStops();
   m_flatten.Step(m_own);
   EachSecond();
   m_buttons.Refresh(m_state.halt.IsChart());
   m_journal.Tidy();
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
   m_journal.Close();
   m_server=server;
   m_login=login;
   m_own.Reset();
   m_guard.Reset();
   m_flatten.Reset();
   m_connection.Reset();
   m_connection.Observe();
   m_alarm="";
   if(login==0)
      return;
   bool isOpen=m_journal.Open(JournalName());
   m_state.Load("ATS\\state-"+AccountKey()+".txt",m_journal.count>0);
   if(isOpen)
      Recover();
  }

//--- In the names of the account's files.
string CAtsDesk::AccountKey() const { return(AtsMark(m_server)+"-"+IntegerToString(m_login)); }

string CAtsDesk::JournalName() const { return("ATS\\journal-"+AccountKey()+".log"); }

//--- What was only received when the program stopped is not sent any more. What was being sent is looked for.
void CAtsDesk::Recover()
  {
   //--- a torn tail is what a loss of power leaves; sound records behind an unreadable one are not
   if(m_journal.IsDamaged())
      SetChartHalt(true,"The journal was damaged in its middle. Compare the orders of the last days with the broker's.");
   AtsOutcome outcome;
   for(int i=0; i<m_journal.count; i++)
     {
      m_journal.entries[i].sentSteadyMs=AtsSteadyMs();
      if(m_journal.entries[i].stage==ATS_STAGE_RECEIVED && m_journal.entries[i].result=="")
        {
         AtsFault fault;
         AtsSetFault(fault,ATS_FAULT_ORDER_NOT_SENT,"The terminal stopped before it sent the order, and does not send it any more.");
         Refuse(i,fault);
         continue;
        }
      if(m_journal.entries[i].stage!=ATS_STAGE_SENDING || m_journal.entries[i].isFinal || Refresh(i) || m_journal.entries[i].result!="")
         continue;
      AtsResetOutcome(outcome,ATS_WORD_ORDER_STATE_UNKNOWN,ATS_NO_RETCODE);
      AtsSetFault(outcome.fault,ATS_FAULT_ORDER_OUTCOME_UNKNOWN,"The terminal stopped while it sent this order. It is looked for and not sent again.");
      Tell(i,outcome);
     }
  }

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
         PutError("ORDER",fault);
      else
         PutDenied(order.id,fault);
      return;
     }
   if(!IsAccount(order.server,order.login,order.tradeMode))
     {
      AtsSetFault(fault,ATS_FAULT_ACCOUNT_CHANGED,"The order is for another account than the one this terminal is logged in to.");
      PutDenied(order.id,fault);
      return;
     }
   int at=m_journal.Find(order.id);
   if(at>=0)
     {
      AnswerAgain(at,order.hash);
      return;
     }
   if(!AtsIsOurs((long)order.id) || m_journal.IsStale(order.id))
     {
      AtsSetFault(fault,ATS_FAULT_ORDER_STALE_ID,"The order's id is not above the highest one known here, yet not in the journal. It was not executed.");
      PutDenied(order.id,fault);
      return;
     }
   if(!m_journal.Receive(order,m_clock.EarliestMs()))
     {
      AtsSetFault(fault,ATS_FAULT_JOURNAL_FAILED,"The journal cannot be written, so the order was not sent. Is the disk full?");
      PutDenied(order.id,fault);
      return;
     }
   CAtsJsonWriter ack;
   ack.BeginObject();
   ack.KeyId("id",order.id);
   ack.KeyLong("stampMs",AtsServerMs());
   ack.EndObject();
   m_outbox.Put(ATS_TYPE_ORDER_ACK,ack.Text());
   Execute(order,m_journal.count-1);
  }

//--- A known id is answered with what is stored of it. Nothing is ever sent again.
void CAtsDesk::AnswerAgain(const int at,const string hash)
  {
   ulong id=m_journal.entries[at].id;
   AtsFault fault;
   if(m_journal.entries[at].hash!=hash)
     {
      AtsSetFault(fault,ATS_FAULT_ORDER_ID_CONFLICT,"The order's id is already that of an order with other parameters. This one was not executed.");
      PutDenied(id,fault);
      return;
     }
   //--- without a result it is under way, and its result follows by itself
   if(m_journal.entries[at].result!="")
      PutResult(id,m_journal.entries[at].result);
  }

void CAtsDesk::Execute(const AtsOrder &order,const int at)
  {
   MqlTradeRequest request;
   AtsFault fault;
   if(order.kind==ATS_KIND_MODIFY && AtsSelectPosition(order.positionId) && AtsHasStops(order.stop,order.target))
     {
      Refresh(at);
      return;
     }
   if(!Plan(order,request,fault) || !AtsIsRequestSound(request,order.kind,fault))
     {
      Refuse(at,fault);
      return;
     }
   //--- the terminal's check took its time: account, session, expiry, price and position are read again
   if(!Plan(order,request,fault))
     {
      Refuse(at,fault);
      return;
     }
   Send(at,request);
  }

//--- The request on the account, the market and the positions of this moment, or why there is none.
bool CAtsDesk::Plan(const AtsOrder &order,MqlTradeRequest &request,AtsFault &fault)
  {
   if(!IsAccount(order.server,order.login,order.tradeMode))
      return(AtsDeny(fault,ATS_FAULT_ACCOUNT_CHANGED,"The terminal has changed its account."));
   if(!m_outbox.IsOpen())
      return(AtsDeny(fault,ATS_FAULT_NOT_CONNECTED,"The session that the order came from ended before it was sent."));
   if(!IsAlive(order,fault) || !AtsIsTradingAllowed(fault))
      return(false);
   if(order.kind==ATS_KIND_REDUCE)
      return(AtsReductionRequest(order,ClosingVolume(order.positionId),request,fault));
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
   facts.entriesUnderWay=EntriesUnderWay("");
   facts.dayBaseline=m_state.day.Money();
   facts.dayMidnight=m_state.day.Midnight();
   if(!m_caps.Allow(order.volume,facts,fault))
      return(false);
   if(!AtsIsHedging() && EntriesUnderWay(order.symbol)>0)
      return(AtsDeny(fault,ATS_FAULT_SYMBOL_NOT_FLAT,"Another entry of the symbol is under way on this netting account."));
   return(true);
  }

//--- Sent, not ended, and not so long ago that its absence from the records would say something.
bool CAtsDesk::IsUnderWay(const int at) const
  {
   return(m_journal.entries[at].stage==ATS_STAGE_SENDING && !m_journal.entries[at].isFinal
          && AtsSteadyMs()-m_journal.entries[at].sentSteadyMs<ATS_NOT_FOUND_MS);
  }

//--- "" counts those of all symbols. What has deals is seen as a position.
int CAtsDesk::EntriesUnderWay(const string symbol) const
  {
   int entries=0;
   for(int i=0; i<m_journal.count; i++)
      if(m_journal.entries[i].kind==ATS_KIND_ENTRY && !m_journal.entries[i].hasDeals && IsUnderWay(i)
         && (symbol=="" || m_journal.entries[i].symbol==symbol))
         entries++;
   return(entries);
  }

//--- A close by ticket cannot open exposure; a netting account's can, so what is on its way counts.
double CAtsDesk::ClosingVolume(const ulong positionId) const
  {
   double volume=0;
   for(int i=0; i<m_journal.count && !AtsIsHedging(); i++)
      if(m_journal.entries[i].kind==ATS_KIND_REDUCE && m_journal.entries[i].positionId==positionId && IsUnderWay(i))
         volume+=m_journal.entries[i].volume;
   return(volume);
  }

//--- Between SENDING on the disk and the send stands nothing.
void CAtsDesk::Send(const int at,MqlTradeRequest &request)
  {
   double volume=request.action==TRADE_ACTION_DEAL ? request.volume : m_journal.entries[at].volume;
   long utcMs=m_clock.EarliestMs();
   MqlTradeResult result;
   ZeroMemory(result);
   if(!m_journal.MarkSending(at,volume,utcMs))
     {
      AtsFault fault;
      AtsSetFault(fault,ATS_FAULT_JOURNAL_FAILED,"The journal cannot be written, so the order was not sent. Is the disk full?");
      Refuse(at,fault);
      return;
     }
   bool isSent=OrderSendAsync(request,result);
   m_journal.entries[at].requestId=result.request_id;
   m_journal.entries[at].sentSteadyMs=AtsSteadyMs();
   m_journal.entries[at].lookedSteadyMs=AtsSteadyMs();
   if(!isSent)
      OnReply(at,result);
  }

void CAtsDesk::Refuse(const int at,const AtsFault &fault)
  {
   AtsOutcome outcome;
   AtsNotSent(fault,outcome);
   Tell(at,outcome);
  }

//+------------------------------------------------------------------+
//| Results                                                          |
//+------------------------------------------------------------------+
void CAtsDesk::OnTransaction(const MqlTradeTransaction &trans,const MqlTradeRequest &request,const MqlTradeResult &result)
  {
   if(trans.type!=TRADE_TRANSACTION_REQUEST)
     {
      Hint(trans);
      return;
     }
   if(m_own.OnReply(result))
      return;
   int at=m_journal.FindRequest(result.request_id);
   if(at>=0)
      OnReply(at,result);
  }

//--- Transactions come in any order, or not at all: they only say when to look.
void CAtsDesk::Hint(const MqlTradeTransaction &trans)
  {
   for(int i=0; i<m_journal.count; i++)
      if(m_journal.entries[i].stage==ATS_STAGE_SENDING && !m_journal.entries[i].isFinal)
         m_journal.entries[i].isHinted=true;
   //--- an order that had ended without deals may get one after all
   if(trans.type!=TRADE_TRANSACTION_DEAL_ADD || !HistoryDealSelect(trans.deal))
      return;
   int at=m_journal.Find((ulong)HistoryDealGetInteger(trans.deal,DEAL_MAGIC));
   if(at>=0)
      m_journal.entries[at].isHinted=true;
  }

//--- The trade server's answer. Where the terminal's records say more, they count.
void CAtsDesk::OnReply(const int at,const MqlTradeResult &reply)
  {
   m_journal.entries[at].retcode=(int)reply.retcode;
   //--- the records were faster
   if(m_journal.entries[at].isFinal)
      return;
   if(reply.order!=0)
      m_journal.entries[at].orderTicket=reply.order;
   AtsOutcome found;
   AtsOutcome replied;
   bool isFound=AtsLookUp(m_journal.entries[at],m_connection.IsSettled(),found);
   AtsOutcomeOfReply(reply,m_journal.entries[at].kind,replied);
   bool isRefusal=(replied.state==ATS_WORD_ORDER_STATE_REJECTED);
   bool hasNothing=(found.state==ATS_WORD_ORDER_STATE_REJECTED || found.state==ATS_WORD_ORDER_STATE_CANCELLED);
   if(isFound && !(isRefusal && hasNothing && ArraySize(found.deals)==0))
      Tell(at,found);
   else
      Tell(at,replied);
  }

//--- False: the records do not know the order (yet).
bool CAtsDesk::Refresh(const int at)
  {
   m_journal.entries[at].lookedSteadyMs=AtsSteadyMs();
   m_journal.entries[at].isHinted=false;
   AtsOutcome outcome;
   if(!AtsLookUp(m_journal.entries[at],m_connection.IsSettled(),outcome))
      return(false);
   Tell(at,outcome);
   return(true);
  }

void CAtsDesk::Watch()
  {
   AtsOutcome outcome;
   for(int i=0; i<m_journal.count; i++)
     {
      if(!IsLookUpDue(i) || Refresh(i) || m_journal.entries[i].result!="")
         continue;
      if(AtsSteadyMs()-m_journal.entries[i].sentSteadyMs<ATS_REPLY_MS_MAX)
         continue;
      AtsResetOutcome(outcome,ATS_WORD_ORDER_STATE_UNKNOWN,ATS_NO_RETCODE);
      AtsSetFault(outcome.fault,ATS_FAULT_ORDER_OUTCOME_UNKNOWN,"The trade server did not answer within 5 seconds. The order is looked for and not sent again.");
      Tell(i,outcome);
     }
  }

//--- The longer nothing is found, the more seldom it is looked for. An entry that has ended is looked up until its stop is guarded.
bool CAtsDesk::IsLookUpDue(const int at) const
  {
   if(m_journal.entries[at].stage!=ATS_STAGE_SENDING)
      return(false);
   if(m_journal.entries[at].isHinted)
      return(true);
   ulong ageMs=AtsSteadyMs()-m_journal.entries[at].sentSteadyMs;
   bool isUnguarded=(m_journal.entries[at].kind==ATS_KIND_ENTRY && m_journal.entries[at].hasDeals && !m_journal.entries[at].isGuarded);
   if((m_journal.entries[at].isFinal && (!isUnguarded || m_guard.Has(m_journal.entries[at].id))) || ageMs>ATS_WATCH_MS_MAX)
      return(false);
   ulong periodMs=MathMin(MathMax(ageMs/10,ATS_LOOK_MS_MIN),ATS_LOOK_MS_MAX);
   return(AtsSteadyMs()-m_journal.entries[at].lookedSteadyMs>=periodMs);
  }

//--- Journals and says what became of an order, once.
void CAtsDesk::Tell(const int at,const AtsOutcome &outcome)
  {
   bool hasDeals=(ArraySize(outcome.deals)>0);
   //--- what has ended is opened again by deals only
   if(m_journal.entries[at].isFinal && !hasDeals)
      return;
   CAtsJsonWriter json;
   if(!AtsWriteOutcome(outcome,json))
      return;
   if(hasDeals)
      CheckDeals(at,outcome);
   if(outcome.state==ATS_WORD_ORDER_STATE_MODIFIED)
      m_guard.Adopt(outcome.positionId,outcome.stop,outcome.target);
   if(json.Text()==m_journal.entries[at].result)
      return;
   if(outcome.orderTicket!=0)
      m_journal.entries[at].orderTicket=outcome.orderTicket;
   //--- one that could not be written is found again in the records; the status tells that the journal has failed
   m_journal.StoreResult(at,json.Text(),AtsIsFinalState(outcome.state),hasDeals);
   PutResult(m_journal.entries[at].id,json.Text());
  }

//--- What an order's deals have to be followed by. They stand in the selected history.
void CAtsDesk::CheckDeals(const int at,const AtsOutcome &outcome)
  {
   ulong positionId=(ulong)HistoryDealGetInteger(outcome.deals[0],DEAL_POSITION_ID);
   if(m_journal.entries[at].kind==ATS_KIND_ENTRY && !m_journal.entries[at].isGuarded)
      m_guard.Add(m_journal.entries[at].id,positionId,m_journal.entries[at].stop,m_journal.entries[at].target);
   if(m_journal.entries[at].kind!=ATS_KIND_REDUCE || m_journal.entries[at].hasDeals)
      return;
   for(int i=0; i<ArraySize(outcome.deals); i++)
     {
      long entry=HistoryDealGetInteger(outcome.deals[i],DEAL_ENTRY);
      if(entry!=DEAL_ENTRY_IN && entry!=DEAL_ENTRY_INOUT)
         continue;
      CAtsJsonWriter facts;
      facts.BeginObject();
      facts.KeyId("clientOrderId",m_journal.entries[at].id);
      facts.KeyId("dealTicket",outcome.deals[i]);
      facts.EndObject();
      AtsFault fault;
      AtsSetFault(fault,ATS_FAULT_NOT_A_REDUCTION,"A close opened exposure: its position was closed before it arrived. Reduce it, or flatten.",facts.Text());
      RaiseAlarm("closeOpenedExposure",fault);
      return;
     }
  }

//+------------------------------------------------------------------+
//| Queries                                                          |
//+------------------------------------------------------------------+
void CAtsDesk::OnQuery(const CAtsJsonReader &body)
  {
   ulong id=body.Id("id");
   if(m_sessionId=="" || body.Text("session")!=m_sessionId)
      return;
   EnsureAccount();
   if(!IsAccount(body.Text("account.server"),body.Text("account.login"),body.Text("account.tradeMode")))
     {
      PutStatus(id,ATS_WORD_ANSWER_WRONG_ACCOUNT,"","");
      return;
     }
   int at=m_journal.Find(id);
   AtsOutcome outcome;
   AtsFault fault;
   CAtsJsonWriter found;
   bool isFound=false;
   if(at>=0)
      isFound=(m_journal.entries[at].isFinal || Refresh(at));
   else
      isFound=(AtsLookUpId(id,outcome) && AtsWriteOutcome(outcome,found));
   if(isFound)
      PutStatus(id,ATS_WORD_ANSWER_FOUND,"result",at>=0 ? m_journal.entries[at].result : found.Text());
   else
      if(IsAbsenceProved(at,body,fault))
         PutStatus(id,ATS_WORD_ANSWER_NOT_FOUND,"","");
      else
         if(at>=0 && IsTaken(at))
            PutStatus(id,ATS_WORD_ANSWER_FOUND,"result",m_journal.entries[at].result);
         else
           {
            CAtsJsonWriter why;
            AtsWriteFaultObject(fault,why);
            PutStatus(id,ATS_WORD_ANSWER_UNKNOWN,"fault",why.Text());
           }
  }

//--- The trade server has taken it, although the records do not show it yet.
bool CAtsDesk::IsTaken(const int at) const
  {
   CAtsJsonReader result;
   return(result.ParseText(m_journal.entries[at].result) && result.Text("state")==ATS_WORD_ORDER_STATE_ACCEPTED);
  }

//--- The records that were read are whole, and had the time to show the order.
bool CAtsDesk::IsAbsenceProved(const int at,const CAtsJsonReader &query,AtsFault &fault)
  {
   if(at>=0 && AtsSteadyMs()-m_journal.entries[at].sentSteadyMs<ATS_NOT_FOUND_MS)
      return(AtsDeny(fault,ATS_FAULT_ORDER_OUTCOME_UNKNOWN,"The order was sent less than a minute ago."));
   if(!m_connection.IsSettled())
      return(AtsDeny(fault,ATS_FAULT_ORDER_OUTCOME_UNKNOWN,"The terminal has not been connected for a minute without a break."));
   ulong lastDeal=query.Id("lastDealTicket");
   if(lastDeal!=0 && !HistoryDealSelect(lastDeal))
      return(AtsDeny(fault,ATS_FAULT_ORDER_OUTCOME_UNKNOWN,"The terminal's history does not reach to the last deal that the cockpit knows."));
   return(true);
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
      PutError("HALT",fault);
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

void CAtsDesk::GuardStops()
  {
   ulong id=0;
   ulong positionId=0;
   int state=m_guard.Next(m_own,m_connection.IsSettled(),id,positionId);
   while(state!=ATS_GUARD_WAITS)
     {
      int at=m_journal.Find(id);
      if(state==ATS_GUARD_SAFE && at>=0)
         m_journal.MarkGuarded(at);
      if(state==ATS_GUARD_FAILED)
        {
         CAtsJsonWriter facts;
         facts.BeginObject();
         facts.KeyId("clientOrderId",id);
         facts.KeyId("positionId",positionId);
         facts.EndObject();
         AtsFault fault;
         AtsSetFault(fault,ATS_FAULT_STOP_NOT_SET,"The stop of a new position could not be set. The position is being closed.",facts.Text());
         RaiseAlarm("stopGuard",fault);
        }
      state=m_guard.Next(m_own,m_connection.IsSettled(),id,positionId);
     }
  }

//--- Halts entries, and tells trader and cockpit.
void CAtsDesk::RaiseAlarm(const string about,const AtsFault &fault)
  {
   m_alarm=fault.message;
   Alert("ATS: ",fault.message);
   SetChartHalt(true,fault.message);
   PutError(about,fault);
  }

void CAtsDesk::EachSecond()
  {
   if(m_login==0 || (m_secondSteadyMs!=0 && AtsSteadyMs()-m_secondSteadyMs<ATS_SECOND_MS))
      return;
   m_secondSteadyMs=AtsSteadyMs();
   if(!m_journal.IsOpen() && m_journal.Open(JournalName()))
      Recover();
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
   if(!m_outbox.IsOpen() || limits==m_limitsTold)
      return;
   m_limitsTold=limits;
   m_outbox.Put(ATS_TYPE_LIMITS_STATUS,limits);
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
   return(m_journal.MarksJson());
  }

string CAtsDesk::StatusLines()
  {
   AtsCaps caps;
   m_caps.Effective(caps);
   int underWay=0;
   for(int i=0; i<m_journal.count; i++)
      if(m_journal.entries[i].stage==ATS_STAGE_SENDING && !m_journal.entries[i].isFinal)
         underWay++;
   string text=AtsAccountLine(m_server,m_login)+"\n"+AtsHaltLine(m_state.halt)+"\n"+AtsCapsLine(caps)+"\n";
   text+=AtsDayLine(m_state.day,m_tradesToday)+"\n"+AtsOrdersLine(underWay,m_guard.Count());
   if(m_alarm!="")
      text+="\nALARM: "+m_alarm;
   if(m_login!=0 && m_journal.HasFailed())
      text+="\nALARM: The journal cannot be read or written. No order is sent until it can. Is the disk full?";
   if(m_state.HasFailed())
      text+="\nALARM: Halt and baseline cannot be kept on the disk.";
   if(m_flatten.Report()!="")
      text+="\n"+m_flatten.Report();
   return(text);
  }

//+------------------------------------------------------------------+
//| What is said                                                     |
//+------------------------------------------------------------------+

//--- Of an id that is not in the journal, or is there with other parameters.
void CAtsDesk::PutDenied(const ulong id,const AtsFault &fault)
  {
   AtsOutcome outcome;
   AtsNotSent(fault,outcome);
   CAtsJsonWriter json;
   if(AtsWriteOutcome(outcome,json))
      PutResult(id,json.Text());
  }

void CAtsDesk::PutResult(const ulong id,const string result)
  {
   CAtsJsonWriter json;
   json.BeginObject();
   json.KeyId("id",id);
   json.KeyRaw("result",result);
   json.KeyLong("stampMs",AtsServerMs());
   json.EndObject();
   m_outbox.Put(ATS_TYPE_ORDER_RESULT,json.Text());
  }

//--- `member` of the answer is raw JSON; "" for none.
void CAtsDesk::PutStatus(const ulong id,const string answer,const string member,const string json)
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
   m_outbox.Put(ATS_TYPE_ORDER_STATUS,status.Text());
  }

void CAtsDesk::PutError(const string about,const AtsFault &fault)
  {
   CAtsJsonWriter json;
   json.BeginObject();
   json.KeyString("about",about);
   AtsWriteFault(fault,json);
   json.EndObject();
   m_outbox.Put(ATS_TYPE_ERROR,json.Text());
  }

#endif
//+------------------------------------------------------------------+
