//+------------------------------------------------------------------+
//|                                                    Timeframe.mqh |
//| Our codes and words of timeframes, and MT5's.                    |
//+------------------------------------------------------------------+
#ifndef ATS_TIMEFRAME_MQH
#define ATS_TIMEFRAME_MQH

#include "Protocol.mqh"

#define ATS_TIMEFRAMES 7

//+------------------------------------------------------------------+
//| One of ATS_TIMEFRAME_*; 0: not a word of ours.                   |
//+------------------------------------------------------------------+
int AtsTimeframeCode(const string word)
  {
   if(word==ATS_WORD_TIMEFRAME_M1)
      return(ATS_TIMEFRAME_M1);
   if(word==ATS_WORD_TIMEFRAME_M5)
      return(ATS_TIMEFRAME_M5);
   if(word==ATS_WORD_TIMEFRAME_M15)
      return(ATS_TIMEFRAME_M15);
   if(word==ATS_WORD_TIMEFRAME_M30)
      return(ATS_TIMEFRAME_M30);
   if(word==ATS_WORD_TIMEFRAME_H1)
      return(ATS_TIMEFRAME_H1);
   if(word==ATS_WORD_TIMEFRAME_H4)
      return(ATS_TIMEFRAME_H4);
   if(word==ATS_WORD_TIMEFRAME_D1)
      return(ATS_TIMEFRAME_D1);
   return(0);
  }

ENUM_TIMEFRAMES AtsPeriod(const int code)
  {
   switch(code)
     {
      case ATS_TIMEFRAME_M5:
         return(PERIOD_M5);
      case ATS_TIMEFRAME_M15:
         return(PERIOD_M15);
      case ATS_TIMEFRAME_M30:
         return(PERIOD_M30);
      case ATS_TIMEFRAME_H1:
         return(PERIOD_H1);
      case ATS_TIMEFRAME_H4:
         return(PERIOD_H4);
      case ATS_TIMEFRAME_D1:
         return(PERIOD_D1);
      default:
         return(PERIOD_M1);
     }
  }

#endif
