//+------------------------------------------------------------------+
//|                                                       Budget.mqh |
//| What one event may cost, so that the terminal stays fluent.      |
//+------------------------------------------------------------------+
#ifndef ATS_BUDGET_MQH
#define ATS_BUDGET_MQH

#define ATS_EVENT_FRAMES_MAX       200
#define ATS_EVENT_MICROSECONDS_MAX 8000

class CAtsBudget
  {
private:
   ulong             m_sinceMicroseconds;
   int               m_frames;

public:
                     CAtsBudget() : m_sinceMicroseconds(0), m_frames(0) {}

   void              Begin()
     {
      m_sinceMicroseconds=GetMicrosecondCount();
      m_frames=0;
     }

   bool              HasTime() const { return(GetMicrosecondCount()-m_sinceMicroseconds<ATS_EVENT_MICROSECONDS_MAX); }

   //--- One more frame may be read in this event.
   bool              TakeFrame()
     {
      if(m_frames>=ATS_EVENT_FRAMES_MAX || !HasTime())
         return(false);
      m_frames++;
      return(true);
     }
  };

#endif
//+------------------------------------------------------------------+
