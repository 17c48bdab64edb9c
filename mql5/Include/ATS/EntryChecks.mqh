//+------------------------------------------------------------------+
//|                                                  EntryChecks.mqh |
//| Reads the market again, and makes an order's request of it.      |
//+------------------------------------------------------------------+
#ifndef ATS_ENTRY_CHECKS_MQH
#define ATS_ENTRY_CHECKS_MQH

#include "Caps.mqh"
#include "OrderRequest.mqh"
#include "Sender.mqh"

//--- How far the loss to the stop may be above the approved risk: the rate of the account's currency moves between approval and send,
//--- and the terminal rounds to cents.
#define ATS_RISK_TOLERANCE_RATIO 0.01
#define ATS_RISK_TOLERANCE_MONEY 0.01

//--- The request of an entry on the market as it is at this moment, or why there is none.
bool AtsEntryRequest(const AtsOrder &order,const CAtsCaps &caps,MqlTradeRequest &request,AtsFault &fault)
  {
   MqlTick tick;
   if(!SymbolSelect(order.symbol,true) || !SymbolInfoTick(order.symbol,tick) || tick.bid<=0 || tick.ask<=0)
      return(AtsDeny(fault,ATS_FAULT_MARKET_REFUSED,"The terminal has no quote of the symbol."));
   double volume=AtsFloorVolume(order.symbol,order.volume);
   if(!AtsIsVolumeAllowed(order,volume,fault) || !caps.AllowSpread(order.symbol,tick,fault))
      return(false);
   if(!AtsDealRequest(order.symbol,order.isBuy,volume,tick,request,fault))
      return(false);
   request.magic=order.id;
   request.comment="ATS "+IntegerToString((long)order.id);
   request.sl=AtsRoundPrice(order.symbol,order.stop);
   request.tp=AtsRoundPrice(order.symbol,order.target);
   double beyond=order.isBuy ? request.price-order.worstPrice : order.worstPrice-request.price;
   if(beyond>AtsTickSize(order.symbol)/2)
      return(AtsDeny(fault,ATS_FAULT_WORST_PRICE_PASSED,"The market is beyond the worst price that was approved.",AtsLimitFacts(request.price,order.worstPrice)));
   AtsSetDeviation(request,order.worstPrice);
   if(!AtsAreStopsAllowed(order.symbol,order.isBuy,request.sl,request.tp,tick,fault) || !AtsIsRiskAllowed(order,request,fault))
      return(false);
   return(AtsIsHedging() || AtsIsFlat(order.symbol,fault));
  }

//--- Another volume than the one that was approved is never sent silently.
bool AtsIsVolumeAllowed(const AtsOrder &order,const double volume,AtsFault &fault)
  {
   double step=SymbolInfoDouble(order.symbol,SYMBOL_VOLUME_STEP);
   if(order.volume-volume>step*1e-3)
      return(AtsDeny(fault,ATS_FAULT_ORDER_INVALID,"The volume is not on the symbol's step.",AtsLimitFacts(order.volume,step)));
   double least=SymbolInfoDouble(order.symbol,SYMBOL_VOLUME_MIN);
   if(volume<least-step/2)
      return(AtsDeny(fault,ATS_FAULT_VOLUME_LIMIT,"The volume is below the symbol's smallest.",AtsLimitFacts(volume,least)));
   double most=SymbolInfoDouble(order.symbol,SYMBOL_VOLUME_MAX);
   if(volume>most+step/2)
      return(AtsDeny(fault,ATS_FAULT_VOLUME_LIMIT,"The volume is above the symbol's largest.",AtsLimitFacts(volume,most)));
   return(true);
  }

//--- A stop stands on the losing side of the price that would trigger it, and both stand away from it by the broker's levels.
bool AtsAreStopsAllowed(const string symbol,const bool isBuy,const double stop,const double target,const MqlTick &tick,AtsFault &fault)
  {
   double price=isBuy ? tick.bid : tick.ask;
   double toStop=isBuy ? price-stop : stop-price;
   double toTarget=isBuy ? target-price : price-target;
   if(stop<=0 || toStop<=0)
      return(AtsDeny(fault,ATS_FAULT_STOP_REQUIRED,"An order needs a stop on the losing side of the price.",AtsLimitFacts(stop,price)));
   long levelPoints=MathMax(SymbolInfoInteger(symbol,SYMBOL_TRADE_STOPS_LEVEL),SymbolInfoInteger(symbol,SYMBOL_TRADE_FREEZE_LEVEL));
   double level=(double)levelPoints*SymbolInfoDouble(symbol,SYMBOL_POINT);
   double tolerance=AtsTickSize(symbol)/2;
   if(toStop<level-tolerance)
      return(AtsDeny(fault,ATS_FAULT_STOP_TOO_NEAR,"The stop is nearer to the price than the broker allows.",AtsLimitFacts(toStop,level)));
   if(target>0 && (toTarget<=0 || toTarget<level-tolerance))
      return(AtsDeny(fault,ATS_FAULT_STOP_TOO_NEAR,"The target is nearer to the price than the broker allows, or on its wrong side.",AtsLimitFacts(toTarget,level)));
   return(true);
  }

//--- By the broker's own calculation, from the price of this moment.
bool AtsIsRiskAllowed(const AtsOrder &order,const MqlTradeRequest &request,AtsFault &fault)
  {
   double profit=0;
   if(!OrderCalcProfit(request.type,request.symbol,request.volume,request.price,request.sl,profit))
      return(AtsDeny(fault,ATS_FAULT_RISK_EXCEEDED,"The terminal cannot calculate the loss to the stop."));
   double limit=order.riskMoney*(1.0+ATS_RISK_TOLERANCE_RATIO)+ATS_RISK_TOLERANCE_MONEY;
   if(order.riskMoney>0 && -profit<=limit)
      return(true);
   return(AtsDeny(fault,ATS_FAULT_RISK_EXCEEDED,"The loss to the stop is above the risk that was approved.",AtsLimitFacts(-profit,order.riskMoney)));
  }

//--- A netting account has one position a symbol, whoever opened it: an entry beside anything else would change a trade that is not its own.
bool AtsIsFlat(const string symbol,AtsFault &fault)
  {
   bool isFlat=true;
   for(int i=PositionsTotal()-1; i>=0; i--)
      isFlat=(isFlat && PositionGetTicket(i)!=0 && PositionGetString(POSITION_SYMBOL)!=symbol);
   for(int i=OrdersTotal()-1; i>=0; i--)
      isFlat=(isFlat && OrderGetTicket(i)!=0 && OrderGetString(ORDER_SYMBOL)!=symbol);
   return(isFlat || AtsDeny(fault,ATS_FAULT_SYMBOL_NOT_FLAT,"The symbol has a position or an order on this netting account."));
  }

//--- The request of a close, proved against the position that is read in this moment. `closing` lots of it are on their way already.
bool AtsReductionRequest(const AtsOrder &order,const double closing,MqlTradeRequest &request,AtsFault &fault)
  {
   if(!AtsSelectPosition(order.positionId))
      return(AtsDeny(fault,ATS_FAULT_POSITION_UNKNOWN,"The position that the order would reduce is not open."));
   bool isLong=(PositionGetInteger(POSITION_TYPE)==POSITION_TYPE_BUY);
   double open=PositionGetDouble(POSITION_VOLUME);
   double step=SymbolInfoDouble(order.symbol,SYMBOL_VOLUME_STEP);
   if(PositionGetString(POSITION_SYMBOL)!=order.symbol || order.isBuy==isLong || order.volume+closing>open+step*1e-3)
      return(AtsDeny(fault,ATS_FAULT_NOT_A_REDUCTION,"The order would not reduce the position: other symbol, wrong side, or more than is open.",AtsLimitFacts(order.volume+closing,open)));
   //--- all of it goes as it stands, be it off the step
   double volume=AtsIsSame(order.volume,open,step*1e-3) ? open : AtsFloorVolume(order.symbol,order.volume);
   if(volume<open && !AtsIsVolumeAllowed(order,volume,fault))
      return(false);
   if(!AtsCloseRequest(volume,request,fault))
      return(false);
   request.magic=order.id;
   request.comment="ATS "+IntegerToString((long)order.id);
   return(true);
  }

//--- The request that sets a position's stops. Any stop on the losing side is taken, for the trader's own hand may be behind it; none is not.
bool AtsModifyRequest(const AtsOrder &order,MqlTradeRequest &request,AtsFault &fault)
  {
   if(!AtsSelectPosition(order.positionId))
      return(AtsDeny(fault,ATS_FAULT_POSITION_UNKNOWN,"The position whose stop the order would move is not open."));
   bool isLong=(PositionGetInteger(POSITION_TYPE)==POSITION_TYPE_BUY);
   if(PositionGetString(POSITION_SYMBOL)!=order.symbol || order.isBuy!=isLong)
      return(AtsDeny(fault,ATS_FAULT_POSITION_UNKNOWN,"The position is of another symbol or side than the order says."));
   AtsStopsRequest(order.stop,order.target,request);
   request.magic=order.id;
   MqlTick tick;
   if(!SymbolInfoTick(order.symbol,tick))
      return(AtsDeny(fault,ATS_FAULT_MARKET_REFUSED,"The terminal has no quote of the symbol."));
   if(!AtsAreStopsAllowed(order.symbol,isLong,request.sl,request.tp,tick,fault))
      return(false);
   return(!AtsIsFrozen(isLong,tick,fault));
  }

//--- The broker does not let the selected position's stops be moved while the price is about to take one of them.
bool AtsIsFrozen(const bool isLong,const MqlTick &tick,AtsFault &fault)
  {
   string symbol=PositionGetString(POSITION_SYMBOL);
   double level=(double)SymbolInfoInteger(symbol,SYMBOL_TRADE_FREEZE_LEVEL)*SymbolInfoDouble(symbol,SYMBOL_POINT);
   double price=isLong ? tick.bid : tick.ask;
   double stop=PositionGetDouble(POSITION_SL);
   double target=PositionGetDouble(POSITION_TP);
   bool isFrozen=(level>0 && ((stop>0 && MathAbs(price-stop)<=level) || (target>0 && MathAbs(price-target)<=level)));
   return(isFrozen && !AtsDeny(fault,ATS_FAULT_STOP_TOO_NEAR,"The price is within the broker's freeze level of the position's stop or target.",AtsLimitFacts(price,level)));
  }

#endif
//+------------------------------------------------------------------+
