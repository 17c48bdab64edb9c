// Profit and margin in the account's currency, from a symbol's properties: what the terminal itself computes without asking the server.
#pragma once

#include "mirror.h"

namespace host
{
double profitOf(const SymbolBase &symbol, bool isBuy, double volume, double open, double close);
double marginOf(const SymbolBase &symbol, double volume, double price);
/** The price at which a position would be closed now. */
double closePriceOf(const SymbolBase &symbol, bool isBuyPosition);
double profitOfPosition(const Record &position);
double openProfit();
}
