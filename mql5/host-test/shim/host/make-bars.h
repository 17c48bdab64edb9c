// Bars of a timeframe: from ticks as they come, and from the bars of a minute where the terminal gave none of the timeframe itself.
#pragma once

#include "../api/structs.h"

namespace host
{
struct SymbolBase;

/** The open time of the bar that a moment falls into: weeks begin on Sunday, months on their first day. */
mql_long barOpenTime(mql_long time, ENUM_TIMEFRAMES timeframe);
void addTickToBars(std::vector<MqlRates> &bars, ENUM_TIMEFRAMES timeframe, const MqlTick &tick, int spread);
/** All bars of the symbol and timeframe, oldest first, the forming one last. */
const std::vector<MqlRates> &barsOf(SymbolBase &symbol, ENUM_TIMEFRAMES timeframe);
int secondsOf(ENUM_TIMEFRAMES timeframe);
}
