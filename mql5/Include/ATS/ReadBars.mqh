//+------------------------------------------------------------------+
//|                                                     ReadBars.mqh |
//| Reads bars that the terminal holds, without waiting for more.    |
//+------------------------------------------------------------------+
#ifndef ATS_READ_BARS_MQH
#define ATS_READ_BARS_MQH

//+------------------------------------------------------------------+
//| Bars answers 0 at once where nothing is there yet, and makes the |
//| terminal fetch it.                                               |
//+------------------------------------------------------------------+
bool AtsHasBars(const string symbol,const ENUM_TIMEFRAMES period)
  {
   return(SeriesInfoInteger(symbol,period,SERIES_SYNCHRONIZED)!=0 && Bars(symbol,period)>0);
  }

//+------------------------------------------------------------------+
//| The oldest bars from `from` on (0: from the first), `countMax`   |
//| at most, oldest first; `isLast`: they end with the forming one,  |
//| which opened at `newest`. Answers their number, 0 where a bar    |
//| opened meanwhile and what was read may lie elsewhere.            |
//+------------------------------------------------------------------+
int AtsReadBars(const string symbol,const ENUM_TIMEFRAMES period,const datetime from,const datetime newest,
                const int countMax,MqlRates &rates[],bool &isLast)
  {
   const int due=(from==0 ? Bars(symbol,period) : Bars(symbol,period,from,newest));
   const int count=(due<countMax ? due : countMax);
   isLast=(count==due);
   if(count<=0 || CopyRates(symbol,period,due-count,count,rates)!=count || rates[0].time<from)
      return(0);
   return(isLast && rates[count-1].time!=newest ? 0 : count);
  }

#endif
