//+------------------------------------------------------------------+
//|                                                      Flatten.mqh |
//| Cancels our pending orders and closes every position there is.   |
//+------------------------------------------------------------------+
#ifndef ATS_FLATTEN_MQH
#define ATS_FLATTEN_MQH

#include "Origin.mqh"
#include "OwnRequests.mqh"

#define ATS_FLATTEN_ROUND_MS   1000
#define ATS_FLATTEN_ROUNDS_MAX 120

//+------------------------------------------------------------------+
//| Repeated until none is left, or given up with a word.            |
//+------------------------------------------------------------------+
class CAtsFlatten
  {
private:
   bool              m_isRunning;
   int               m_rounds;
   ulong             m_roundSteadyMs;
   string            m_report;

   string            LineOf(const ulong ticket,CAtsOwnRequests &own) const;

public:
                     CAtsFlatten() : m_isRunning(false), m_rounds(0), m_roundSteadyMs(0), m_report("") {}

   bool              IsRunning() const { return(m_isRunning); }
   //--- For the chart: a line for each position, and how it ended.
   string            Report() const { return(m_report); }
   void              Reset() { m_isRunning=false; m_report=""; }
   void              Start() { m_isRunning=true; m_rounds=0; m_roundSteadyMs=0; m_report=""; }
   void              Step(CAtsOwnRequests &own);
  };

void CAtsFlatten::Step(CAtsOwnRequests &own)
  {
   if(!m_isRunning || (m_rounds>0 && AtsSteadyMs()-m_roundSteadyMs<ATS_FLATTEN_ROUND_MS))
      return;
   m_roundSteadyMs=AtsSteadyMs();
   m_rounds++;
   int pending=AtsCancelOurs(own);
   int open=PositionsTotal();
   m_report="";
   for(int i=open-1; i>=0; i--)
     {
      ulong ticket=PositionGetTicket(i);
      if(ticket==0)
         continue;
      m_report+=LineOf(ticket,own)+"\n";
      if(own.MayClose(ticket))
         own.Close(ticket);
     }
   m_isRunning=(open+pending>0 && m_rounds<ATS_FLATTEN_ROUNDS_MAX);
   if(open+pending==0)
      m_report="Flat: no position is open.";
   else
      if(!m_isRunning)
         m_report+="Gave up. Look at the positions yourself, or press FLATTEN again.";
  }

string CAtsFlatten::LineOf(const ulong ticket,CAtsOwnRequests &own) const
  {
   string line=PositionGetString(POSITION_SYMBOL)+" "+DoubleToString(PositionGetDouble(POSITION_VOLUME),2)+" lots: ";
   switch(own.State(ATS_OWN_CLOSE,ticket))
     {
      case ATS_OWN_NONE:
         return(line+"closing");
      case ATS_OWN_UNDER_WAY:
         return(line+"sent");
      case ATS_OWN_ACCEPTED:
         return(line+"accepted");
      case ATS_OWN_LOST:
         return(line+(own.MayClose(ticket) ? "no answer, closing again" : "no answer; look at it yourself, or press FLATTEN again"));
     }
   return(line+"refused with code "+IntegerToString(own.Retcode(ATS_OWN_CLOSE,ticket))+", closing again");
  }

//--- Asks for every pending order with our marker to be cancelled; answers how many there are.
int AtsCancelOurs(CAtsOwnRequests &own)
  {
   int pending=0;
   for(int i=OrdersTotal()-1; i>=0; i--)
     {
      ulong ticket=OrderGetTicket(i);
      if(ticket==0 || !AtsIsOurs(OrderGetInteger(ORDER_MAGIC)))
         continue;
      long type=OrderGetInteger(ORDER_TYPE);
      if(type==ORDER_TYPE_BUY || type==ORDER_TYPE_SELL)
         continue;
      pending++;
      own.Cancel(ticket);
     }
   return(pending);
  }

#endif
//+------------------------------------------------------------------+
