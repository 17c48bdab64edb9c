//+------------------------------------------------------------------+
//|                                                        Clock.mqh |
//| The two clocks of the adviser: a steady one and the broker's.    |
//+------------------------------------------------------------------+
#ifndef ATS_CLOCK_MQH
#define ATS_CLOCK_MQH

//--- Milliseconds of a clock that nobody sets.
ulong AtsSteadyMs() { return(GetMicrosecondCount()/1000); }

long AtsSecondsToMs(const datetime seconds) { return((long)seconds*1000); }

//--- Now, in the trade server's milliseconds. MT5 tells whole seconds; the rest is measured from the last change that was seen.
long AtsServerMs()
  {
   static long  second=0;
   static ulong sinceMicroseconds=0;
   long now=(long)TimeTradeServer();
   ulong microseconds=GetMicrosecondCount();
   if(now!=second)
     {
      second=now;
      sinceMicroseconds=microseconds;
     }
   long restMs=(long)((microseconds-sinceMicroseconds)/1000);
   return(second*1000+(restMs<999 ? restMs : 999));
  }

#endif
//+------------------------------------------------------------------+
