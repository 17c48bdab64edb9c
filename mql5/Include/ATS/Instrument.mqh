//+------------------------------------------------------------------+
//|                                                   Instrument.mqh |
//| The broker's contract of a symbol, as the wire has it.           |
//+------------------------------------------------------------------+
#ifndef ATS_INSTRUMENT_MQH
#define ATS_INSTRUMENT_MQH

#include "JsonWriter.mqh"
#include "Protocol.mqh"

#define ATS_SESSIONS_A_DAY_MAX      10
#define ATS_DESCRIPTION_LENGTH_MAX 128

string AtsCalculationModeText(const long mode)
  {
   switch((int)mode)
     {
      case SYMBOL_CALC_MODE_FOREX:
         return(ATS_WORD_CALCULATION_FOREX);
      case SYMBOL_CALC_MODE_FOREX_NO_LEVERAGE:
         return(ATS_WORD_CALCULATION_FOREX_NO_LEVERAGE);
      case SYMBOL_CALC_MODE_FUTURES:
         return(ATS_WORD_CALCULATION_FUTURES);
      case SYMBOL_CALC_MODE_CFD:
         return(ATS_WORD_CALCULATION_CFD);
      case SYMBOL_CALC_MODE_CFDINDEX:
         return(ATS_WORD_CALCULATION_CFD_INDEX);
      case SYMBOL_CALC_MODE_CFDLEVERAGE:
         return(ATS_WORD_CALCULATION_CFD_LEVERAGE);
      case SYMBOL_CALC_MODE_EXCH_STOCKS:
      case SYMBOL_CALC_MODE_EXCH_FUTURES:
      case SYMBOL_CALC_MODE_EXCH_FUTURES_FORTS:
      case SYMBOL_CALC_MODE_EXCH_BONDS:
      case SYMBOL_CALC_MODE_EXCH_STOCKS_MOEX:
      case SYMBOL_CALC_MODE_EXCH_BONDS_MOEX:
         return(ATS_WORD_CALCULATION_EXCHANGE);
      default:
         return(ATS_WORD_CALCULATION_OTHER);
     }
  }

string AtsSymbolTradeModeText(const long mode)
  {
   switch((int)mode)
     {
      case SYMBOL_TRADE_MODE_FULL:
         return(ATS_WORD_SYMBOL_TRADE_FULL);
      case SYMBOL_TRADE_MODE_LONGONLY:
         return(ATS_WORD_SYMBOL_TRADE_LONG_ONLY);
      case SYMBOL_TRADE_MODE_SHORTONLY:
         return(ATS_WORD_SYMBOL_TRADE_SHORT_ONLY);
      case SYMBOL_TRADE_MODE_CLOSEONLY:
         return(ATS_WORD_SYMBOL_TRADE_CLOSE_ONLY);
      default:
         return(ATS_WORD_SYMBOL_TRADE_DISABLED);
     }
  }

string AtsExecutionModeText(const long mode)
  {
   switch((int)mode)
     {
      case SYMBOL_TRADE_EXECUTION_REQUEST:
         return(ATS_WORD_EXECUTION_REQUEST);
      case SYMBOL_TRADE_EXECUTION_INSTANT:
         return(ATS_WORD_EXECUTION_INSTANT);
      case SYMBOL_TRADE_EXECUTION_EXCHANGE:
         return(ATS_WORD_EXECUTION_EXCHANGE);
      default:
         return(ATS_WORD_EXECUTION_MARKET);
     }
  }

string AtsSwapModeText(const long mode)
  {
   switch((int)mode)
     {
      case SYMBOL_SWAP_MODE_DISABLED:
         return(ATS_WORD_SWAP_DISABLED);
      case SYMBOL_SWAP_MODE_POINTS:
         return(ATS_WORD_SWAP_POINTS);
      case SYMBOL_SWAP_MODE_CURRENCY_SYMBOL:
         return(ATS_WORD_SWAP_CURRENCY_SYMBOL);
      case SYMBOL_SWAP_MODE_CURRENCY_MARGIN:
         return(ATS_WORD_SWAP_CURRENCY_MARGIN);
      case SYMBOL_SWAP_MODE_CURRENCY_DEPOSIT:
         return(ATS_WORD_SWAP_CURRENCY_DEPOSIT);
      case SYMBOL_SWAP_MODE_INTEREST_CURRENT:
         return(ATS_WORD_SWAP_INTEREST_CURRENT);
      case SYMBOL_SWAP_MODE_INTEREST_OPEN:
         return(ATS_WORD_SWAP_INTEREST_OPEN);
      case SYMBOL_SWAP_MODE_REOPEN_CURRENT:
         return(ATS_WORD_SWAP_REOPEN_CURRENT);
      case SYMBOL_SWAP_MODE_REOPEN_BID:
         return(ATS_WORD_SWAP_REOPEN_BID);
      default:
         return(ATS_WORD_SWAP_OTHER);
     }
  }

//+------------------------------------------------------------------+
//| RETURN has no flag of its own: it is allowed wherever execution  |
//| is not by market.                                                |
//+------------------------------------------------------------------+
void AtsWriteFillingModes(CAtsJsonWriter &json,const string symbol)
  {
   const long flags=SymbolInfoInteger(symbol,SYMBOL_FILLING_MODE);
   json.Key("fillingModes");
   json.BeginArray();
   if((flags&SYMBOL_FILLING_FOK)!=0)
      json.String(ATS_WORD_FILLING_FOK);
   if((flags&SYMBOL_FILLING_IOC)!=0)
      json.String(ATS_WORD_FILLING_IOC);
   if((flags&SYMBOL_FILLING_BOC)!=0)
      json.String(ATS_WORD_FILLING_BOC);
   json.EndArray();
  }

//+------------------------------------------------------------------+
//| Minutes of a day, from seconds; the midnight that ends a span is |
//| 1440 and not 0.                                                  |
//+------------------------------------------------------------------+
int AtsMinuteOfDay(const datetime at,const bool isEnd)
  {
   const int minute=(int)(((long)at%86400)/60);
   return(isEnd && minute==0 ? 1440 : minute);
  }

void AtsWriteSessions(CAtsJsonWriter &json,const string symbol)
  {
   json.Key("sessions");
   json.BeginArray();
   for(int day=SUNDAY; day<=SATURDAY; day++)
      for(uint index=0; index<ATS_SESSIONS_A_DAY_MAX; index++)
        {
         datetime from=0;
         datetime to=0;
         if(!SymbolInfoSessionTrade(symbol,(ENUM_DAY_OF_WEEK)day,index,from,to))
            break;
         json.BeginObject();
         json.KeyLong("day",day);
         json.KeyLong("fromMinute",AtsMinuteOfDay(from,false));
         json.KeyLong("toMinute",AtsMinuteOfDay(to,true));
         json.EndObject();
        }
   json.EndArray();
  }

//+------------------------------------------------------------------+
//| All that makes a new version of the instrument when it changes,  |
//| without the closing brace.                                       |
//+------------------------------------------------------------------+
string AtsInstrumentTerms(const string symbol)
  {
   const double tickSize=SymbolInfoDouble(symbol,SYMBOL_TRADE_TICK_SIZE);
   const string profitCurrency=SymbolInfoString(symbol,SYMBOL_CURRENCY_PROFIT);
   const string baseCurrency=SymbolInfoString(symbol,SYMBOL_CURRENCY_BASE);
   CAtsJsonWriter json;
   json.BeginObject();
   json.KeyString("symbol",symbol);
   json.KeyString("description",StringSubstr(SymbolInfoString(symbol,SYMBOL_DESCRIPTION),0,ATS_DESCRIPTION_LENGTH_MAX));
   json.KeyLong("digits",SymbolInfoInteger(symbol,SYMBOL_DIGITS));
   json.KeyNumber("point",SymbolInfoDouble(symbol,SYMBOL_POINT));
   json.KeyNumber("tickSize",tickSize>0.0 ? tickSize : SymbolInfoDouble(symbol,SYMBOL_POINT));
   json.KeyNumber("contractSize",SymbolInfoDouble(symbol,SYMBOL_TRADE_CONTRACT_SIZE));
   json.KeyString("calculationMode",AtsCalculationModeText(SymbolInfoInteger(symbol,SYMBOL_TRADE_CALC_MODE)));
   //--- an index has no base of its own at some brokers
   json.KeyString("baseCurrency",baseCurrency!="" ? baseCurrency : profitCurrency);
   json.KeyString("profitCurrency",profitCurrency);
   json.KeyString("marginCurrency",SymbolInfoString(symbol,SYMBOL_CURRENCY_MARGIN));
   json.KeyNumber("hedgedMargin",SymbolInfoDouble(symbol,SYMBOL_MARGIN_HEDGED));
   json.KeyNumber("volumeMin",SymbolInfoDouble(symbol,SYMBOL_VOLUME_MIN));
   json.KeyNumber("volumeMax",SymbolInfoDouble(symbol,SYMBOL_VOLUME_MAX));
   json.KeyNumber("volumeStep",SymbolInfoDouble(symbol,SYMBOL_VOLUME_STEP));
   json.KeyNumber("volumeLimit",SymbolInfoDouble(symbol,SYMBOL_VOLUME_LIMIT));
   json.KeyLong("stopsLevelPoints",SymbolInfoInteger(symbol,SYMBOL_TRADE_STOPS_LEVEL));
   json.KeyLong("freezeLevelPoints",SymbolInfoInteger(symbol,SYMBOL_TRADE_FREEZE_LEVEL));
   //--- MT5 does not tell a commission before it is charged
   json.KeyNumber("commissionPerLotSide",0.0);
   json.KeyString("tradeMode",AtsSymbolTradeModeText(SymbolInfoInteger(symbol,SYMBOL_TRADE_MODE)));
   json.KeyString("executionMode",AtsExecutionModeText(SymbolInfoInteger(symbol,SYMBOL_TRADE_EXEMODE)));
   AtsWriteFillingModes(json,symbol);
   AtsWriteSessions(json,symbol);
   return(json.Text());
  }

//+------------------------------------------------------------------+
//| The margin of one lot bought now; false where the terminal       |
//| cannot tell it yet.                                              |
//+------------------------------------------------------------------+
bool AtsMarginPerLot(const string symbol,double &margin)
  {
   margin=0.0;
   if(SymbolInfoInteger(symbol,SYMBOL_TRADE_MODE)==SYMBOL_TRADE_MODE_DISABLED)
      return(true);
   const double volume=MathMax(SymbolInfoDouble(symbol,SYMBOL_VOLUME_MIN),MathMin(1.0,SymbolInfoDouble(symbol,SYMBOL_VOLUME_MAX)));
   const double ask=SymbolInfoDouble(symbol,SYMBOL_ASK);
   if(volume<=0.0 || ask<=0.0 || !OrderCalcMargin(ORDER_TYPE_BUY,symbol,volume,ask,margin))
      return(false);
   margin/=volume;
   return(true);
  }

//+------------------------------------------------------------------+
//| What follows the market and is no version: tick value, margin    |
//| and swap. False: there is no quote yet to tell it by.            |
//+------------------------------------------------------------------+
bool AtsInstrumentFigures(const string symbol,string &text)
  {
   const double tickValue=SymbolInfoDouble(symbol,SYMBOL_TRADE_TICK_VALUE_LOSS);
   double margin=0.0;
   if(tickValue<=0.0 || !AtsMarginPerLot(symbol,margin))
      return(false);
   CAtsJsonWriter json;
   json.BeginObject();
   json.KeyNumber("tickValue",tickValue);
   json.KeyNumber("marginPerLot",margin);
   json.Key("swap");
   json.BeginObject();
   json.KeyString("mode",AtsSwapModeText(SymbolInfoInteger(symbol,SYMBOL_SWAP_MODE)));
   json.KeyNumber("long",SymbolInfoDouble(symbol,SYMBOL_SWAP_LONG));
   json.KeyNumber("short",SymbolInfoDouble(symbol,SYMBOL_SWAP_SHORT));
   json.Key("multipliers");
   json.BeginArray();
   json.Number(SymbolInfoDouble(symbol,SYMBOL_SWAP_SUNDAY));
   json.Number(SymbolInfoDouble(symbol,SYMBOL_SWAP_MONDAY));
   json.Number(SymbolInfoDouble(symbol,SYMBOL_SWAP_TUESDAY));
   json.Number(SymbolInfoDouble(symbol,SYMBOL_SWAP_WEDNESDAY));
   json.Number(SymbolInfoDouble(symbol,SYMBOL_SWAP_THURSDAY));
   json.Number(SymbolInfoDouble(symbol,SYMBOL_SWAP_FRIDAY));
   json.Number(SymbolInfoDouble(symbol,SYMBOL_SWAP_SATURDAY));
   json.EndArray();
   json.EndObject();
   json.EndObject();
   text=StringSubstr(json.Text(),1);
   return(true);
  }

//+------------------------------------------------------------------+
//| The broker has told the contract itself: without these no size   |
//| of a trade can be computed.                                      |
//+------------------------------------------------------------------+
bool AtsHasContract(const string symbol)
  {
   const double volumeMin=SymbolInfoDouble(symbol,SYMBOL_VOLUME_MIN);
   return(SymbolInfoDouble(symbol,SYMBOL_POINT)>0.0
          && SymbolInfoDouble(symbol,SYMBOL_TRADE_CONTRACT_SIZE)>0.0
          && SymbolInfoDouble(symbol,SYMBOL_VOLUME_STEP)>0.0
          && volumeMin>0.0 && volumeMin<=SymbolInfoDouble(symbol,SYMBOL_VOLUME_MAX)
          && SymbolInfoString(symbol,SYMBOL_CURRENCY_PROFIT)!="");
  }

//+------------------------------------------------------------------+
//| The object of SYMBOLS.instruments is terms + "," + figures.      |
//| False: it cannot be told yet.                                    |
//+------------------------------------------------------------------+
bool AtsReadInstrument(const string symbol,string &terms,string &figures)
  {
   if(!AtsHasContract(symbol) || !AtsInstrumentFigures(symbol,figures))
      return(false);
   terms=AtsInstrumentTerms(symbol);
   return(true);
  }

#endif
