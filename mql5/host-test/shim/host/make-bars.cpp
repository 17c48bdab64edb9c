#include "make-bars.h"

#include "mirror.h"

#include <algorithm>
#include <ctime>

namespace host
{
int secondsOf(ENUM_TIMEFRAMES timeframe)
  {
   const int code = (int)timeframe;
   if(timeframe == PERIOD_W1)
      return 7 * 86400;
   if(timeframe == PERIOD_MN1)
      return 30 * 86400;
   return code > 16384 ? (code - 16384) * 3600 : code * 60;
  }

mql_long barOpenTime(mql_long time, ENUM_TIMEFRAMES timeframe)
  {
   const mql_long day = time / 86400;
   if(timeframe == PERIOD_W1)
      // 1970-01-01 was a Thursday, four days after a Sunday.
      return (day - (day + 4) % 7) * 86400;
   if(timeframe == PERIOD_MN1)
     {
      const time_t seconds = (time_t)time;
      const int dayOfMonth = gmtime(&seconds)->tm_mday;
      return (day - (dayOfMonth - 1)) * 86400;
     }
   const int seconds = secondsOf(timeframe);
   return time / seconds * seconds;
  }

void addTickToBars(std::vector<MqlRates> &bars, ENUM_TIMEFRAMES timeframe, const MqlTick &tick, int spread)
  {
   const mql_long open = barOpenTime(tick.time, timeframe);
   if(bars.empty() || bars.back().time < open)
     {
      MqlRates bar{};
      bar.time = open;
      bar.open = bar.high = bar.low = bar.close = tick.bid;
      bar.tick_volume = 1;
      bar.spread = spread;
      bars.push_back(bar);
      return;
     }
   MqlRates &bar = bars.back();
   // Copies: a packed member cannot be bound to a reference.
   bar.high = std::max(double(bar.high), double(tick.bid));
   bar.low = std::min(double(bar.low), double(tick.bid));
   bar.close = tick.bid;
   bar.tick_volume++;
   bar.spread = std::min(int(bar.spread), spread);
  }

static std::vector<MqlRates> makeFromMinutes(const std::vector<MqlRates> &minutes, ENUM_TIMEFRAMES timeframe)
  {
   std::vector<MqlRates> made;
   for(const MqlRates &minute : minutes)
     {
      const mql_long open = barOpenTime(minute.time, timeframe);
      if(made.empty() || made.back().time != open)
        {
         made.push_back(minute);
         made.back().time = open;
         continue;
        }
      MqlRates &bar = made.back();
      bar.high = std::max(double(bar.high), double(minute.high));
      bar.low = std::min(double(bar.low), double(minute.low));
      bar.close = minute.close;
      bar.tick_volume += minute.tick_volume;
      bar.spread = std::min(int(bar.spread), int(minute.spread));
      bar.real_volume += minute.real_volume;
     }
   return made;
  }

const std::vector<MqlRates> &barsOf(SymbolBase &symbol, ENUM_TIMEFRAMES timeframe)
  {
   const auto given = symbol.bars.find((int)timeframe);
   if(given != symbol.bars.end())
      return given->second;
   const auto made = symbol.madeBars.find((int)timeframe);
   if(made != symbol.madeBars.end())
      return made->second;
   return symbol.madeBars[(int)timeframe] = makeFromMinutes(symbol.bars[PERIOD_M1], timeframe);
  }
}
