//+------------------------------------------------------------------+
//|                                                     Liveness.mqh |
//| Tells a silent cockpit from one that lives.                      |
//+------------------------------------------------------------------+
#ifndef ATS_LIVENESS_MQH
#define ATS_LIVENESS_MQH

#include "Protocol.mqh"

//+------------------------------------------------------------------+
//| Of the time between two beats at most one second counts as       |
//| silence: where the terminal itself stood still, it has not       |
//| listened, and the cockpit is not to blame.                       |
//+------------------------------------------------------------------+
class CAtsLiveness
  {
private:
   ulong             m_beatAtMs;
   ulong             m_pingedAtMs;
   ulong             m_silentMs;

public:
                     CAtsLiveness() : m_beatAtMs(0), m_pingedAtMs(0), m_silentMs(0) {}

   void              Start(const ulong nowMs)
     {
      m_beatAtMs=nowMs;
      m_pingedAtMs=nowMs;
      m_silentMs=0;
     }

   void              Heard() { m_silentMs=0; }

   void              Beat(const ulong nowMs)
     {
      ulong sinceMs=nowMs-m_beatAtMs;
      m_silentMs+=(sinceMs<ATS_PING_PERIOD_MS) ? sinceMs : ATS_PING_PERIOD_MS;
      m_beatAtMs=nowMs;
     }

   bool              IsSilent() const { return(m_silentMs>=ATS_SILENCE_MS_MAX); }
   bool              IsPingDue() const { return(m_beatAtMs-m_pingedAtMs>=ATS_PING_PERIOD_MS); }
   void              Pinged() { m_pingedAtMs=m_beatAtMs; }
  };

#endif
//+------------------------------------------------------------------+
