//+------------------------------------------------------------------+
//|                                                   Connection.mqh |
//| How long the terminal has been connected to its trade server.    |
//+------------------------------------------------------------------+
#ifndef ATS_CONNECTION_MQH
#define ATS_CONNECTION_MQH

#include "Clock.mqh"

//--- after so long a connection without a break the terminal's records are taken for whole
#define ATS_SETTLED_RECORDS_MS 60000

class CAtsConnection
  {
private:
   bool              m_isConnected;
   ulong             m_sinceSteadyMs;

public:
                     CAtsConnection() : m_isConnected(false), m_sinceSteadyMs(0) {}

   void              Reset() { m_isConnected=false; }

   void              Observe()
     {
      bool isConnected=(TerminalInfoInteger(TERMINAL_CONNECTED)!=0);
      if(isConnected && !m_isConnected)
         m_sinceSteadyMs=AtsSteadyMs();
      m_isConnected=isConnected;
     }

   bool              IsSettled()
     {
      Observe();
      return(m_isConnected && AtsSteadyMs()-m_sinceSteadyMs>=ATS_SETTLED_RECORDS_MS);
     }
  };

#endif
//+------------------------------------------------------------------+
