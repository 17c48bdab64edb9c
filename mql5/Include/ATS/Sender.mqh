//+------------------------------------------------------------------+
//|                                                       Sender.mqh |
//| From what is wanted to the request that MT5 takes.               |
//+------------------------------------------------------------------+
#ifndef ATS_SENDER_MQH
#define ATS_SENDER_MQH

#include "AccountInfo.mqh"
#include "Fault.mqh"
#include "Protocol.mqh"
#include "Retcodes.mqh"

//--- how far a close may slip where the broker asks for a bound: a share of the price, since getting out goes before the price
#define ATS_CLOSE_DEVIATION_RATIO 0.002

bool AtsIsSame(const double a,const double b,const double step) { return(MathAbs(a-b)<=step/2); }

double AtsTickSize(const string symbol)
  {
   double tickSize=SymbolInfoDouble(symbol,SYMBOL_TRADE_TICK_SIZE);
   return(tickSize>0 ? tickSize : SymbolInfoDouble(symbol,SYMBOL_POINT));
  }

//--- To the nearest price that the symbol can have; 0 stays 0.
double AtsRoundPrice(const string symbol,const double price)
  {
   double tickSize=AtsTickSize(symbol);
   return(NormalizeDouble(MathRound(price/tickSize)*tickSize,(int)SymbolInfoInteger(symbol,SYMBOL_DIGITS)));
  }

//--- Down to the step, where a float's noise is none.
double AtsFloorVolume(const string symbol,const double volume)
  {
   double step=SymbolInfoDouble(symbol,SYMBOL_VOLUME_STEP);
   return(step>0 ? NormalizeDouble(MathFloor(volume/step+1e-6)*step,8) : volume);
  }

bool AtsHasDeviation(const string symbol)
  {
   long mode=SymbolInfoInteger(symbol,SYMBOL_TRADE_EXEMODE);
   return(mode==SYMBOL_TRADE_EXECUTION_REQUEST || mode==SYMBOL_TRADE_EXECUTION_INSTANT);
  }

//--- FOK where it is allowed, else IOC. RETURN is always allowed but where execution is at market.
bool AtsSetFilling(MqlTradeRequest &request,AtsFault &fault)
  {
   long allowed=SymbolInfoInteger(request.symbol,SYMBOL_FILLING_MODE);
   if((allowed&SYMBOL_FILLING_FOK)!=0)
      request.type_filling=ORDER_FILLING_FOK;
   else
      if((allowed&SYMBOL_FILLING_IOC)!=0)
         request.type_filling=ORDER_FILLING_IOC;
      else
        {
         if(SymbolInfoInteger(request.symbol,SYMBOL_TRADE_EXEMODE)==SYMBOL_TRADE_EXECUTION_MARKET)
            return(AtsDeny(fault,ATS_FAULT_MARKET_REFUSED,"The symbol allows no way of filling that a market order can have."));
         request.type_filling=ORDER_FILLING_RETURN;
        }
   return(true);
  }

//--- A market order. The price counts where the broker asks for one; there the deviation in points is the bound.
bool AtsDealRequest(const string symbol,const bool isBuy,const double volume,const MqlTick &tick,MqlTradeRequest &request,AtsFault &fault)
  {
   ZeroMemory(request);
   request.action=TRADE_ACTION_DEAL;
   request.symbol=symbol;
   request.type=isBuy ? ORDER_TYPE_BUY : ORDER_TYPE_SELL;
   request.volume=volume;
   request.price=isBuy ? tick.ask : tick.bid;
   request.type_time=ORDER_TIME_GTC;
   return(AtsSetFilling(request,fault));
  }

//--- `worstPrice` is where the broker must not fill beyond; 0: a close, which has none.
void AtsSetDeviation(MqlTradeRequest &request,const double worstPrice)
  {
   if(!AtsHasDeviation(request.symbol))
      return;
   double distance=worstPrice>0 ? MathAbs(worstPrice-request.price) : request.price*ATS_CLOSE_DEVIATION_RATIO;
   request.deviation=(ulong)MathFloor(distance/SymbolInfoDouble(request.symbol,SYMBOL_POINT)+1e-6);
  }

//--- Closes (a part of) the position that is selected now. A netting account's close is just an opposite deal.
bool AtsCloseRequest(const double volume,MqlTradeRequest &request,AtsFault &fault)
  {
   string symbol=PositionGetString(POSITION_SYMBOL);
   ulong ticket=(ulong)PositionGetInteger(POSITION_TICKET);
   bool isBuy=(PositionGetInteger(POSITION_TYPE)==POSITION_TYPE_SELL);
   MqlTick tick;
   if(!SymbolInfoTick(symbol,tick))
      return(AtsDeny(fault,ATS_FAULT_MARKET_REFUSED,"There is no quote to close the position on."));
   if(!AtsDealRequest(symbol,isBuy,volume,tick,request,fault))
      return(false);
   if(AtsIsHedging())
      request.position=ticket;
   AtsSetDeviation(request,0);
   return(true);
  }

//--- Sets stop and target of the position that is selected now.
void AtsStopsRequest(const double stop,const double target,MqlTradeRequest &request)
  {
   ZeroMemory(request);
   request.action=TRADE_ACTION_SLTP;
   request.symbol=PositionGetString(POSITION_SYMBOL);
   request.position=(ulong)PositionGetInteger(POSITION_TICKET);
   request.sl=AtsRoundPrice(request.symbol,stop);
   request.tp=AtsRoundPrice(request.symbol,target);
  }

//--- Terminal, program and account let an adviser trade.
bool AtsIsTradingAllowed(AtsFault &fault)
  {
   if(TerminalInfoInteger(TERMINAL_TRADE_ALLOWED)==0 || MQLInfoInteger(MQL_TRADE_ALLOWED)==0)
      return(AtsDeny(fault,ATS_FAULT_TRADING_NOT_ALLOWED,"Algo Trading is switched off, in the terminal or for this adviser."));
   if(AccountInfoInteger(ACCOUNT_TRADE_ALLOWED)==0 || AccountInfoInteger(ACCOUNT_TRADE_EXPERT)==0)
      return(AtsDeny(fault,ATS_FAULT_TRADING_NOT_ALLOWED,"The broker does not let this account trade, or not by an adviser."));
   return(true);
  }

//--- The terminal's own check, before the broker is asked.
bool AtsIsRequestSound(const MqlTradeRequest &request,const int kind,AtsFault &fault)
  {
   MqlTradeCheckResult check;
   ZeroMemory(check);
   if(OrderCheck(request,check))
      return(true);
   if(check.retcode==TRADE_RETCODE_NO_MONEY)
      return(AtsDeny(fault,ATS_FAULT_MARGIN_INSUFFICIENT,"The free margin does not carry this order.",AtsLimitFacts(check.margin,check.margin_free)));
   if(check.retcode==TRADE_RETCODE_POSITION_CLOSED)
      return(AtsDeny(fault,ATS_FAULT_POSITION_UNKNOWN,"The position has been closed."));
   int retcodeClass=AtsRetcodeClass(check.retcode,kind);
   if(retcodeClass==ATS_CLASS_UNKNOWN || retcodeClass==ATS_CLASS_ACCEPTED)
      retcodeClass=ATS_CLASS_OURS;
   AtsRetcodeFault(check.retcode,retcodeClass,check.comment,fault);
   fault.message="The terminal's own check refused the order. It was not sent.";
   return(false);
  }

//--- Selects a position by its stable id; its ticket may have changed.
bool AtsSelectPosition(const ulong positionId)
  {
   for(int i=PositionsTotal()-1; i>=0; i--)
      if(PositionGetTicket(i)!=0 && (ulong)PositionGetInteger(POSITION_IDENTIFIER)==positionId)
         return(true);
   return(false);
  }

#endif
//+------------------------------------------------------------------+
