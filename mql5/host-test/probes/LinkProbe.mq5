//+------------------------------------------------------------------+
//|                                                    LinkProbe.mq5 |
//| The session alone, as a data program that may flood the cockpit. |
//+------------------------------------------------------------------+
#property version "1.00"

#include <ATS/Session.mqh>

#define ATS_PROBE_SYMBOL  "EURUSD"
#define ATS_PROBE_TICKS   200

input string InpToken="";       // Pairing token
input bool   InpFlood=false;    // Sends ticks whenever there is credit
input int    InpTimerMs=10;     // Timer, ms

CAtsSession    g_session;
AtsFrame       g_frame;
CAtsJsonReader g_body;
long           g_stampMs=1767225600000;
string         g_problem="";

int OnInit()
  {
   if(!g_session.Init(InpToken,ATS_ROLE_DATA,ATS_ADVISER_VERSION) || !EventSetMillisecondTimer(InpTimerMs))
      return(INIT_FAILED);
   return(INIT_SUCCEEDED);
  }

void OnDeinit(const int reason)
  {
   EventKillTimer();
   g_session.Leave("The probe is done.");
  }

void OnTimer()
  {
   g_session.Beat();
   while(g_session.Next(g_frame))
      Answer();
   while(InpFlood && g_session.HasTime() && SendTicks())
      g_stampMs+=ATS_PROBE_TICKS;
   if(g_session.IsPingDue())
      g_session.SendPing();
   g_session.Flush();
   if(g_problem!=g_session.Problem())
     {
      g_problem=g_session.Problem();
      Comment(g_problem);
     }
  }

//--- What was asked comes back in the name of the answer, so that order and content can be judged.
void Answer()
  {
   if(g_frame.type!=ATS_TYPE_BARS_REQUEST)
      return;
   if(!g_body.Parse(g_frame.payload,g_frame.length))
     {
      g_session.Fail(ATS_FAULT_FRAME_PAYLOAD,"A request could not be read.");
      return;
     }
   if(!g_session.SendError(StringFormat("request %I64d",g_body.Long("request")),ATS_FAULT_REQUEST_INVALID,g_body.Text("symbol")))
      Print("an answer was not taken");
  }

//--- Ticks of one millisecond each, counted through, so that a hole would show.
bool SendTicks()
  {
   uchar payload[];
   uchar symbol[];
   AtsUtf8(ATS_PROBE_SYMBOL,symbol);
   int recordsAt=ATS_BULK_HEAD_BYTES+ArraySize(symbol);
   int length=recordsAt+ATS_PROBE_TICKS*ATS_TICK_BYTES;
   if(length>g_session.BulkCredit())
      return(false);
   ArrayResize(payload,length);
   ArrayInitialize(payload,0);
   payload[ATS_TICKS_AT_TAKEN_AT_STAMP]=1;
   payload[ATS_TICKS_AT_SYMBOL_BYTES]=(uchar)ArraySize(symbol);
   ArrayCopy(payload,symbol,ATS_BULK_HEAD_BYTES);
   for(int i=0; i<ATS_PROBE_TICKS; i++)
     {
      AtsTickRecord tick;
      tick.stampMs=g_stampMs+i;
      tick.bid=1.1;
      tick.ask=1.2;
      if(!StructToCharArray(tick,payload,recordsAt+i*ATS_TICK_BYTES))
         return(false);
     }
   return(g_session.SendBytes(ATS_TYPE_TICKS,payload,length));
  }
//+------------------------------------------------------------------+
