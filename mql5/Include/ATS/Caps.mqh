//+------------------------------------------------------------------+
//|                                                         Caps.mqh |
//| The adviser's own caps. They bind entries only.                  |
//+------------------------------------------------------------------+
#ifndef ATS_CAPS_MQH
#define ATS_CAPS_MQH

#include "DayBaseline.mqh"
#include "Fault.mqh"
#include "JsonReader.mqh"
#include "Protocol.mqh"

//--- 0 in a cap: none set
struct AtsCaps
  {
   //--- lots per order
   double            maxVolume;
   int               maxPositions;
   int               maxTradesPerDay;
   int               maxSpreadPoints;
   //--- share of the day's baseline
   double            maxDailyLossRatio;
  };

//--- What an order meets besides its own numbers.
struct AtsCapFacts
  {
   //--- sent and not yet seen as positions or deals
   int               entriesUnderWay;
   double            dayBaseline;
   long              dayMidnight;
  };

//+------------------------------------------------------------------+
//| The caps of the inputs, and the cockpit's for this session. The  |
//| smaller one binds: the cockpit may only tighten.                 |
//+------------------------------------------------------------------+
class CAtsCaps
  {
private:
   AtsCaps           m_own;
   AtsCaps           m_cockpit;

public:
   void              Init(const AtsCaps &own) { m_own=own; Loosen(); }
   //--- The session ended, and what it tightened with it.
   void              Loosen();
   void              Tighten(const CAtsJsonReader &limits);
   void              Effective(AtsCaps &caps) const;
   //--- Caps that no price moves, and the day's loss.
   bool              Allow(const double volume,const AtsCapFacts &facts,AtsFault &fault) const;
   bool              AllowSpread(const string symbol,const MqlTick &tick,AtsFault &fault) const;
  };

void CAtsCaps::Loosen()
  {
   m_cockpit.maxVolume=0;
   m_cockpit.maxPositions=0;
   m_cockpit.maxTradesPerDay=0;
   m_cockpit.maxSpreadPoints=0;
   m_cockpit.maxDailyLossRatio=0;
  }

void CAtsCaps::Tighten(const CAtsJsonReader &limits)
  {
   m_cockpit.maxVolume=limits.Number("maxVolume");
   m_cockpit.maxPositions=AtsCountCap(limits,"maxPositions");
   m_cockpit.maxTradesPerDay=AtsCountCap(limits,"maxTradesPerDay");
   m_cockpit.maxSpreadPoints=AtsCountCap(limits,"maxSpreadPoints");
   m_cockpit.maxDailyLossRatio=limits.Number("maxDailyLossRatio");
  }

void CAtsCaps::Effective(AtsCaps &caps) const
  {
   caps.maxVolume=AtsTighter(m_own.maxVolume,m_cockpit.maxVolume);
   caps.maxPositions=(int)AtsTighter(m_own.maxPositions,m_cockpit.maxPositions);
   caps.maxTradesPerDay=(int)AtsTighter(m_own.maxTradesPerDay,m_cockpit.maxTradesPerDay);
   caps.maxSpreadPoints=(int)AtsTighter(m_own.maxSpreadPoints,m_cockpit.maxSpreadPoints);
   caps.maxDailyLossRatio=AtsTighter(m_own.maxDailyLossRatio,m_cockpit.maxDailyLossRatio);
  }

bool CAtsCaps::Allow(const double volume,const AtsCapFacts &facts,AtsFault &fault) const
  {
   AtsCaps caps;
   Effective(caps);
   if(caps.maxVolume>0 && volume>caps.maxVolume+1e-9)
      return(AtsDeny(fault,ATS_FAULT_VOLUME_LIMIT,"The volume is above the adviser's cap for one order.",AtsLimitFacts(volume,caps.maxVolume)));
   int positions=PositionsTotal()+facts.entriesUnderWay;
   if(caps.maxPositions>0 && positions>=caps.maxPositions)
      return(AtsDeny(fault,ATS_FAULT_POSITIONS_MAX,"The account has as many positions as the adviser's cap allows.",AtsLimitFacts(positions,caps.maxPositions)));
   if(caps.maxTradesPerDay>0)
     {
      int trades=AtsTradesSince(facts.dayMidnight);
      if(trades<0 || facts.dayMidnight==0)
         return(AtsDeny(fault,ATS_FAULT_TRADES_MAX,"The trades of this broker day cannot be counted, so their cap may be passed."));
      trades+=facts.entriesUnderWay;
      if(trades>=caps.maxTradesPerDay)
         return(AtsDeny(fault,ATS_FAULT_TRADES_MAX,"This broker day has had as many trades as the adviser's cap allows.",AtsLimitFacts(trades,caps.maxTradesPerDay)));
     }
   if(caps.maxDailyLossRatio<=0)
      return(true);
   double worth=AccountInfoDouble(ACCOUNT_EQUITY)-AccountInfoDouble(ACCOUNT_CREDIT);
   double lowest=facts.dayBaseline*(1.0-caps.maxDailyLossRatio);
   if(facts.dayBaseline<=0)
      return(AtsDeny(fault,ATS_FAULT_DAILY_LOSS_LIMIT,"The day's loss cannot be measured: there is no baseline yet."));
   if(worth<=lowest)
      return(AtsDeny(fault,ATS_FAULT_DAILY_LOSS_LIMIT,"The account has lost as much today as the adviser's cap allows.",AtsLimitFacts(worth,lowest)));
   return(true);
  }

bool CAtsCaps::AllowSpread(const string symbol,const MqlTick &tick,AtsFault &fault) const
  {
   AtsCaps caps;
   Effective(caps);
   double spreadPoints=(tick.ask-tick.bid)/SymbolInfoDouble(symbol,SYMBOL_POINT);
   if(caps.maxSpreadPoints<=0 || spreadPoints<=caps.maxSpreadPoints+1e-6)
      return(true);
   return(AtsDeny(fault,ATS_FAULT_SPREAD_TOO_WIDE,"The spread is above the adviser's cap.",AtsLimitFacts(spreadPoints,caps.maxSpreadPoints)));
  }

int AtsCountCap(const CAtsJsonReader &limits,const string name) { return((int)MathMin(MathMax(limits.Number(name),0),INT_MAX)); }

//--- The smaller of two caps, of which 0 or less is none.
double AtsTighter(const double a,const double b)
  {
   if(a<=0 || b<=0)
      return(MathMax(MathMax(a,b),0));
   return(MathMin(a,b));
  }

//--- Orders that opened exposure since a broker time, whoever sent them; -1: the history cannot be read.
int AtsTradesSince(const long since)
  {
   if(!HistorySelect((datetime)since,TimeCurrent()+ATS_DAY_SECONDS))
      return(-1);
   ulong orders[];
   int count=0;
   for(int i=HistoryDealsTotal()-1; i>=0; i--)
     {
      ulong deal=HistoryDealGetTicket(i);
      long entry=HistoryDealGetInteger(deal,DEAL_ENTRY);
      if(!AtsIsExecution(deal) || (entry!=DEAL_ENTRY_IN && entry!=DEAL_ENTRY_INOUT))
         continue;
      ulong order=(ulong)HistoryDealGetInteger(deal,DEAL_ORDER);
      //--- the deals of one order stand together
      if(count>0 && orders[count-1]==order)
         continue;
      ArrayResize(orders,count+1,64);
      orders[count++]=order;
     }
   return(count);
  }

#endif
//+------------------------------------------------------------------+
