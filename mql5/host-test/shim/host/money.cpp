#include "money.h"

#include <algorithm>

namespace host
{
double profitOf(const SymbolBase &symbol, bool isBuy, double volume, double open, double close)
  {
   const double move = isBuy ? close - open : open - close;
   const double tickSize = symbol.properties.number(SYMBOL_TRADE_TICK_SIZE);
   const double tickValue = symbol.properties.number(move >= 0 ? SYMBOL_TRADE_TICK_VALUE_PROFIT : SYMBOL_TRADE_TICK_VALUE_LOSS);
   return tickSize > 0 ? move / tickSize * tickValue * volume : 0;
  }

double marginOf(const SymbolBase &symbol, double volume, double price)
  {
   const Record &properties = symbol.properties;
   const double initial = properties.number(SYMBOL_MARGIN_INITIAL);
   if(initial > 0)
      return volume * initial;
   const double size = volume * properties.number(SYMBOL_TRADE_CONTRACT_SIZE);
   const double leverage = std::max<double>(1, (double)mirror.account.integer(ACCOUNT_LEVERAGE));
   const bool isInAccountCurrency = properties.text(SYMBOL_CURRENCY_MARGIN) == mirror.account.text(ACCOUNT_CURRENCY);
   switch(properties.integer(SYMBOL_TRADE_CALC_MODE))
     {
      case SYMBOL_CALC_MODE_FOREX: return size * (isInAccountCurrency ? 1 : price) / leverage;
      case SYMBOL_CALC_MODE_FOREX_NO_LEVERAGE: return size * (isInAccountCurrency ? 1 : price);
      case SYMBOL_CALC_MODE_CFDLEVERAGE: return size * price / leverage;
      default: return size * price;
     }
  }

double closePriceOf(const SymbolBase &symbol, bool isBuyPosition) { return symbol.properties.number(isBuyPosition ? SYMBOL_BID : SYMBOL_ASK); }

double profitOfPosition(const Record &position)
  {
   const auto symbol = mirror.symbols.find(position.text(POSITION_SYMBOL).u8());
   if(symbol == mirror.symbols.end())
      return position.number(POSITION_PROFIT);
   const bool isBuy = position.integer(POSITION_TYPE) == POSITION_TYPE_BUY;
   const double close = closePriceOf(symbol->second, isBuy);
   const double profit = profitOf(symbol->second, isBuy, position.number(POSITION_VOLUME), position.number(POSITION_PRICE_OPEN), close);
   return std::round(profit * 100) / 100;
  }

double openProfit()
  {
   double sum = 0;
   for(const auto &[ticket, position] : mirror.positions)
      sum += profitOfPosition(position) + position.number(POSITION_SWAP);
   return sum;
  }
}
