//+------------------------------------------------------------------+
//|                                                    StopGuard.mqh |
//| Reads back the stop of every position that an entry opened.      |
//+------------------------------------------------------------------+
#ifndef ATS_STOP_GUARD_MQH
#define ATS_STOP_GUARD_MQH

#include "OwnRequests.mqh"

#define ATS_GUARD_FAILURES_MAX 3
#define ATS_GUARD_MS_MAX       5000
#define ATS_GUARD_CLOSES_MAX   60
#define ATS_GUARD_CLOSE_MS     1000

#define ATS_GUARD_WAITS  0
#define ATS_GUARD_SAFE   1
//--- the stop could not be set: the position is being closed
#define ATS_GUARD_FAILED 2

struct AtsGuarded
  {
   ulong             id;
   ulong             positionId;
   double            stop;
   double            target;
   ulong             sinceSteadyMs;
   ulong             closedSteadyMs;
   int               failures;
   int               closes;
   bool              isTrying;
   bool              isClosing;
  };

//+------------------------------------------------------------------+
//| A stop that is missing or another one is set at once. After 3    |
//| failures or 5 s the position is closed, for a position without a |
//| stop is a risk that nobody approved.                             |
//+------------------------------------------------------------------+
class CAtsStopGuard
  {
private:
   AtsGuarded        m_guarded[];
   int               m_count;

   int               Watch(const int at,CAtsOwnRequests &own,const bool isSettled);
   int               WatchAbsent(const int at,const bool isSettled) const;
   void              Close(const int at,CAtsOwnRequests &own);

public:
                     CAtsStopGuard() : m_count(0) {}

   void              Reset() { m_count=0; }
   int               Count() const { return(m_count); }
   bool              Has(const ulong id) const;
   void              Add(const ulong id,const ulong positionId,const double stop,const double target);
   //--- The stops of a position were moved by an order: those are the ones to be read back now.
   void              Adopt(const ulong positionId,const double stop,const double target);
   //--- The next one whose state has changed: ATS_GUARD_SAFE ends its watch, ATS_GUARD_FAILED is said once. ATS_GUARD_WAITS: nothing new.
   //--- `isSettled`: the terminal's records are whole, a position that is not among them is not there.
   int               Next(CAtsOwnRequests &own,const bool isSettled,ulong &id,ulong &positionId);
  };

bool CAtsStopGuard::Has(const ulong id) const
  {
   for(int i=0; i<m_count; i++)
      if(m_guarded[i].id==id)
         return(true);
   return(false);
  }

void CAtsStopGuard::Add(const ulong id,const ulong positionId,const double stop,const double target)
  {
   if(Has(id))
      return;
   ArrayResize(m_guarded,m_count+1,8);
   m_guarded[m_count].id=id;
   m_guarded[m_count].positionId=positionId;
   m_guarded[m_count].stop=stop;
   m_guarded[m_count].target=target;
   m_guarded[m_count].sinceSteadyMs=AtsSteadyMs();
   m_guarded[m_count].closedSteadyMs=0;
   m_guarded[m_count].failures=0;
   m_guarded[m_count].closes=0;
   m_guarded[m_count].isTrying=false;
   m_guarded[m_count].isClosing=false;
   m_count++;
  }

void CAtsStopGuard::Adopt(const ulong positionId,const double stop,const double target)
  {
   for(int i=0; i<m_count; i++)
      if(m_guarded[i].positionId==positionId)
        {
         m_guarded[i].stop=stop;
         m_guarded[i].target=target;
        }
  }

int CAtsStopGuard::Next(CAtsOwnRequests &own,const bool isSettled,ulong &id,ulong &positionId)
  {
   for(int i=0; i<m_count; i++)
     {
      int state=Watch(i,own,isSettled);
      if(state==ATS_GUARD_WAITS)
         continue;
      id=m_guarded[i].id;
      positionId=m_guarded[i].positionId;
      if(state==ATS_GUARD_SAFE)
        {
         m_count--;
         if(i<m_count)
            m_guarded[i]=m_guarded[m_count];
        }
      return(state);
     }
   return(ATS_GUARD_WAITS);
  }

int CAtsStopGuard::Watch(const int at,CAtsOwnRequests &own,const bool isSettled)
  {
   if(!AtsSelectPosition(m_guarded[at].positionId))
      return(WatchAbsent(at,isSettled));
   ulong ticket=(ulong)PositionGetInteger(POSITION_TICKET);
   string symbol=PositionGetString(POSITION_SYMBOL);
   if(AtsIsSame(PositionGetDouble(POSITION_SL),AtsRoundPrice(symbol,m_guarded[at].stop),AtsTickSize(symbol)))
      return(ATS_GUARD_SAFE);
   if(m_guarded[at].isClosing)
     {
      Close(at,own);
      return(ATS_GUARD_WAITS);
     }
   int state=own.State(ATS_OWN_STOPS,ticket);
   if(m_guarded[at].isTrying && (state==ATS_OWN_REFUSED || state==ATS_OWN_LOST))
     {
      m_guarded[at].failures++;
      m_guarded[at].isTrying=false;
     }
   bool isLate=(AtsSteadyMs()-m_guarded[at].sinceSteadyMs>=ATS_GUARD_MS_MAX);
   if(isLate || m_guarded[at].failures>=ATS_GUARD_FAILURES_MAX)
     {
      m_guarded[at].isClosing=true;
      Close(at,own);
      return(ATS_GUARD_FAILED);
     }
   if(!m_guarded[at].isTrying)
     {
      m_guarded[at].isTrying=true;
      own.SetStops(ticket,m_guarded[at].stop,m_guarded[at].target);
     }
   return(ATS_GUARD_WAITS);
  }

//--- The deal may be seen before its position; later on, no position needs no stop.
int CAtsStopGuard::WatchAbsent(const int at,const bool isSettled) const
  {
   bool isGone=(isSettled && AtsSteadyMs()-m_guarded[at].sinceSteadyMs>=ATS_GUARD_MS_MAX);
   return(isGone || m_guarded[at].isClosing ? ATS_GUARD_SAFE : ATS_GUARD_WAITS);
  }

void CAtsStopGuard::Close(const int at,CAtsOwnRequests &own)
  {
   bool isDue=(AtsSteadyMs()-m_guarded[at].closedSteadyMs>=ATS_GUARD_CLOSE_MS);
   if(!isDue || m_guarded[at].closes>=ATS_GUARD_CLOSES_MAX || !AtsSelectPosition(m_guarded[at].positionId))
      return;
   ulong ticket=(ulong)PositionGetInteger(POSITION_TICKET);
   if(!own.MayClose(ticket))
      return;
   m_guarded[at].closedSteadyMs=AtsSteadyMs();
   m_guarded[at].closes++;
   own.Close(ticket);
  }

#endif
//+------------------------------------------------------------------+
