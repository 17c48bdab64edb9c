// Ticks out of the base: copied oldest first, as MQL5 does it whatever the array's direction.
#include "market.h"

#include "../host/faults.h"
#include "../host/last-error.h"
#include "../host/mirror.h"
#include "../host/slow-call.h"

#include <algorithm>

using namespace host;

// What MQL5 documents for a call without a beginning and a count.
static const size_t ticksByDefault = 2000;

static bool isWanted(const MqlTick &tick, uint flags)
  {
   if(flags == (uint)COPY_TICKS_ALL)
      return true;
   const uint info = TICK_FLAG_BID | TICK_FLAG_ASK, trade = TICK_FLAG_LAST | TICK_FLAG_VOLUME;
   return ((flags & COPY_TICKS_INFO) != 0 && (tick.flags & info) != 0) || ((flags & COPY_TICKS_TRADE) != 0 && (tick.flags & trade) != 0);
  }

/** The symbol whose ticks may be read now, or null with the error set. */
static const SymbolBase *readable(const string &name)
  {
   const SymbolBase *symbol = findSymbol(name);
   if(symbol == nullptr)
      return nullptr;
   slowCall();
   if(!faults::strikes(Fault::CopyTicksError, name.u8()))
      return symbol;
   setLastError((int)faults::argument(Fault::CopyTicksError, ERR_HISTORY_NOT_FOUND));
   return nullptr;
  }

static int give(const std::vector<MqlTick> &found, MqlArray<MqlTick> &ticks)
  {
   size_t n = found.size();
   if(ticks.isFixed())
      n = std::min(n, ticks.size());
   else
      ticks.resize(n);
   std::copy(found.begin(), found.begin() + (long)n, ticks.data());
   return (int)n;
  }

int CopyTicks(const string &symbol, MqlArray<MqlTick> &ticks, uint flags, ulong from, uint count)
  {
   const SymbolBase *base = readable(symbol);
   if(base == nullptr)
      return -1;
   const size_t wanted = count == 0 ? ticksByDefault : count;
   std::vector<MqlTick> found;
   if(from == 0)
     {
      for(auto tick = base->ticks.rbegin(); tick != base->ticks.rend() && found.size() < wanted; ++tick)
         if(isWanted(*tick, flags))
            found.push_back(*tick);
      std::reverse(found.begin(), found.end());
     }
   else
     {
      auto tick = std::lower_bound(base->ticks.begin(), base->ticks.end(), (mql_long)from, [](const MqlTick &known, mql_long time) { return known.time_msc < time; });
      for(; tick != base->ticks.end() && found.size() < wanted; ++tick)
         if(isWanted(*tick, flags))
            found.push_back(*tick);
     }
   return give(found, ticks);
  }

int CopyTicksRange(const string &symbol, MqlArray<MqlTick> &ticks, uint flags, ulong from_msc, ulong to_msc)
  {
   const SymbolBase *base = readable(symbol);
   if(base == nullptr)
      return -1;
   const mql_long to = to_msc == 0 ? LONG_MAX : (mql_long)to_msc;
   std::vector<MqlTick> found;
   auto tick = std::lower_bound(base->ticks.begin(), base->ticks.end(), (mql_long)from_msc, [](const MqlTick &known, mql_long time) { return known.time_msc < time; });
   for(; tick != base->ticks.end() && tick->time_msc <= to; ++tick)
      if(isWanted(*tick, flags))
         found.push_back(*tick);
   return give(found, ticks);
  }
