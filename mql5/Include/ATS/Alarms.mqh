//+------------------------------------------------------------------+
//|                                                       Alarms.mqh |
//| What the trader has to see at once.                              |
//+------------------------------------------------------------------+
#ifndef ATS_ALARMS_MQH
#define ATS_ALARMS_MQH

#include "Fault.mqh"

struct AtsAlarm
  {
   string            about;
   AtsFault          fault;
  };

//+------------------------------------------------------------------+
//| Raised where it is found, taken by the desk in the same event.   |
//+------------------------------------------------------------------+
class CAtsAlarms
  {
private:
   AtsAlarm          m_alarms[];

public:
   void              Raise(const string about,const AtsFault &fault)
     {
      int count=ArraySize(m_alarms);
      if(ArrayResize(m_alarms,count+1,4)!=count+1)
         return;
      m_alarms[count].about=about;
      m_alarms[count].fault=fault;
     }

   //--- The oldest one; false: there is none.
   bool              Next(string &about,AtsFault &fault)
     {
      int count=ArraySize(m_alarms);
      if(count==0)
         return(false);
      about=m_alarms[0].about;
      fault=m_alarms[0].fault;
      for(int i=1; i<count; i++)
         m_alarms[i-1]=m_alarms[i];
      return(ArrayResize(m_alarms,count-1)==count-1);
     }
  };

#endif
//+------------------------------------------------------------------+
