//+------------------------------------------------------------------+
//|                                                   AtsHistory.mq5 |
//| Brings the cockpit the history that it asks for, beside the      |
//| adviser: this program may wait for the terminal, that one not.   |
//+------------------------------------------------------------------+
#property service
#property copyright   "ATS Cockpit"
#property version     "1.00"
#property description "Brings past ticks and bars to ATS Cockpit on the same computer."
#property description "Add it once in the Navigator under Services. The token is the adviser's."

#include <ATS/AccountInfo.mqh>
#include <ATS/HistoryServer.mqh>
#include <ATS/Session.mqh>

#define ATS_SERVICE_IDLE_MS 10
#define ATS_SERVICE_BUSY_MS 1

input string InpToken="";                   // Pairing token from the cockpit

CAtsSession       g_session;
CAtsHistoryServer g_history;
AtsFrame          g_frame;
CAtsJsonReader    g_body;
string            g_sessionId="";
string            g_account="";

//+------------------------------------------------------------------+
//| The service's life                                               |
//+------------------------------------------------------------------+
void OnStart()
  {
   if(!g_session.Init(InpToken,ATS_ROLE_DATA,ATS_ADVISER_VERSION))
     {
      Print("ATS: The token is not a pairing token. Copy it from the cockpit again; it starts with v1.");
      return;
     }
   while(!IsStopped())
     {
      Exchange();
      Sleep(g_history.IsBusy() ? ATS_SERVICE_BUSY_MS : ATS_SERVICE_IDLE_MS);
     }
   g_session.Leave("The history service was stopped.");
  }

void Exchange()
  {
   TellAccount();
   g_session.Beat();
   NoticeSession();
   while(g_session.Next(g_frame))
     {
      NoticeSession();
      Dispatch();
     }
   if(g_session.IsOpen())
     {
      if(g_session.IsPingDue())
         g_session.SendPing();
      g_history.Pump(g_session);
     }
   g_session.Flush();
   NoticeSession();
  }

//--- The history of one broker must not reach the store of another: a session belongs to one account.
void TellAccount()
  {
   const string account=AccountText();
   if(account==g_account)
      return;
   g_account=account;
   g_session.TellAccount(account);
   //--- one that is still being proved may have told the old account already
   g_session.Fail(ATS_FAULT_ACCOUNT_CHANGED,"The terminal has changed its account.");
  }

string AccountText()
  {
   if(AccountInfoInteger(ACCOUNT_LOGIN)==0 || AccountInfoString(ACCOUNT_SERVER)=="")
      return("null");
   CAtsJsonWriter json;
   AtsWriteIdentity(json);
   return(json.Text());
  }

//--- Requests end with the session that brought them.
void NoticeSession()
  {
   if(g_sessionId==g_session.Id())
      return;
   g_sessionId=g_session.Id();
   g_history.Clear();
  }

void Dispatch()
  {
   switch(g_frame.type)
     {
      case ATS_TYPE_READY:
      case ATS_TYPE_PING:
         return;
      case ATS_TYPE_BARS_REQUEST:
      case ATS_TYPE_TICKS_REQUEST:
         if(!g_body.Parse(g_frame.payload,g_frame.length) || !g_history.Take(g_frame.type,g_body))
            g_session.Fail(ATS_FAULT_FRAME_PAYLOAD,"A request for history could not be read, or too many were made.");
         return;
      default:
         if(!g_session.SendError(StringFormat("message %d",g_frame.type),ATS_FAULT_REQUEST_INVALID,"The history service does not serve this."))
            g_session.Fail(ATS_FAULT_FRAME_TYPE,"More was asked than can be answered.");
     }
  }
//+------------------------------------------------------------------+
