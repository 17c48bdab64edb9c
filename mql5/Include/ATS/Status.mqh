//+------------------------------------------------------------------+
//|                                                       Status.mqh |
//| The desk's lines of the status text on the chart.                |
//+------------------------------------------------------------------+
#ifndef ATS_STATUS_MQH
#define ATS_STATUS_MQH

#include "Caps.mqh"
#include "DayBaseline.mqh"
#include "Halt.mqh"

string AtsAccountLine(const string server,const long login)
  {
   if(login==0)
      return("Account: not logged in");
   return("Account: "+server+" "+IntegerToString(login));
  }

string AtsHaltLine(const CAtsHalt &halt)
  {
   if(!halt.IsOn())
      return("Entries: allowed within the caps");
   string by=halt.IsChart() ? (halt.IsApp() ? "chart and cockpit" : "chart") : "cockpit";
   return("Entries: HALTED by "+by+". "+halt.Reason());
  }

string AtsCapsLine(const AtsCaps &caps)
  {
   string text="Caps: ";
   text+=caps.maxVolume>0 ? DoubleToString(caps.maxVolume,2)+" lots" : "any volume";
   text+=", "+AtsCountText(caps.maxPositions,"positions")+", "+AtsCountText(caps.maxTradesPerDay,"trades a day");
   text+=", "+AtsCountText(caps.maxSpreadPoints,"points of spread");
   return(text+", daily loss "+(caps.maxDailyLossRatio>0 ? DoubleToString(100*caps.maxDailyLossRatio,1)+" %" : "any"));
  }

string AtsCountText(const int count,const string noun) { return((count>0 ? IntegerToString(count)+" " : "any ")+noun); }

string AtsDayLine(const CAtsDayBaseline &day,const int trades)
  {
   if(!day.IsSet())
      return("Day: no baseline yet");
   return("Day "+TimeToString((datetime)day.Midnight(),TIME_DATE)+": baseline "+DoubleToString(day.Money(),2)+", trades "+IntegerToString(trades));
  }

string AtsOrdersLine(const int underWay,const int guarded)
  {
   return("Orders: "+IntegerToString(underWay)+" without an end, "+IntegerToString(guarded)+" stops to be read back");
  }

#endif
//+------------------------------------------------------------------+
