//+------------------------------------------------------------------+
//|                                                    DeskClock.mqh |
//| The wall clock of this machine in milliseconds.                  |
//+------------------------------------------------------------------+
#ifndef ATS_DESK_CLOCK_MQH
#define ATS_DESK_CLOCK_MQH

#include "Clock.mqh"

//+------------------------------------------------------------------+
//| TimeGMT tells whole seconds only. Each look at it bounds what    |
//| lies between it and the steady clock; after a second of looks    |
//| the two bounds are one timer period apart. Where they contradict |
//| each other the wall clock was set, and they begin anew.          |
//+------------------------------------------------------------------+
class CAtsDeskClock
  {
private:
   //--- bounds of (UTC - steady), in milliseconds
   long              m_low;
   long              m_high;

public:
                     CAtsDeskClock() : m_low(0), m_high(-1) {}

   void              Observe()
     {
      long low=(long)TimeGMT()*1000-(long)AtsSteadyMs();
      long high=low+999;
      bool isContradiction=(m_low>m_high || low>m_high || high<m_low);
      m_low=(isContradiction || low>m_low) ? low : m_low;
      m_high=(isContradiction || high<m_high) ? high : m_high;
     }

   //--- UTC is at least this much, and at most that much.
   long              EarliestMs() { Observe(); return((long)AtsSteadyMs()+m_low); }
   long              LatestMs() { Observe(); return((long)AtsSteadyMs()+m_high); }
  };

#endif
//+------------------------------------------------------------------+
