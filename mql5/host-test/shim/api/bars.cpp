// Bars out of the base: copied oldest first; positions count back from the forming bar, which is 0.
#include "market.h"

#include "../host/faults.h"
#include "../host/last-error.h"
#include "../host/make-bars.h"
#include "../host/mirror.h"

#include <algorithm>

using namespace host;

static const std::vector<MqlRates> *seriesOf(const string &symbol, ENUM_TIMEFRAMES timeframe)
  {
   SymbolBase *base = findSymbol(symbol);
   return base == nullptr ? nullptr : &barsOf(*base, timeframe == PERIOD_CURRENT ? mirror.chartPeriod : timeframe);
  }

static const std::vector<MqlRates> *readable(const string &symbol, ENUM_TIMEFRAMES timeframe)
  {
   const std::vector<MqlRates> *bars = seriesOf(symbol, timeframe);
   if(bars == nullptr)
      return nullptr;
   if(!faults::strikes(Fault::CopyRatesError, symbol.u8()))
      return bars;
   setLastError((int)faults::argument(Fault::CopyRatesError, ERR_HISTORY_NOT_FOUND));
   return nullptr;
  }

/** Copies [first, last) of the series; nothing at all is an error, as in MQL5. */
static int give(const std::vector<MqlRates> &bars, mql_long first, mql_long last, MqlArray<MqlRates> &rates)
  {
   first = std::max<mql_long>(first, 0);
   if(last <= first)
     {
      setLastError(ERR_HISTORY_NOT_FOUND);
      return -1;
     }
   size_t n = (size_t)(last - first);
   if(rates.isFixed())
      n = std::min(n, rates.size());
   else
      rates.resize(n);
   std::copy(bars.begin() + (long)first, bars.begin() + (long)first + (long)n, rates.data());
   return (int)n;
  }

/** How many bars open at that moment or before it. */
static mql_long countUntil(const std::vector<MqlRates> &bars, mql_long time)
  {
   return std::upper_bound(bars.begin(), bars.end(), time, [](mql_long at, const MqlRates &bar) { return at < bar.time; }) - bars.begin();
  }

static mql_long countBefore(const std::vector<MqlRates> &bars, mql_long time) { return countUntil(bars, time - 1); }

int CopyRates(const string &symbol, ENUM_TIMEFRAMES timeframe, int start_pos, int count, MqlArray<MqlRates> &rates)
  {
   const std::vector<MqlRates> *bars = readable(symbol, timeframe);
   if(bars == nullptr)
      return -1;
   const mql_long last = (mql_long)bars->size() - start_pos;
   return give(*bars, last - count, last, rates);
  }

int CopyRates(const string &symbol, ENUM_TIMEFRAMES timeframe, datetime start_time, int count, MqlArray<MqlRates> &rates)
  {
   const std::vector<MqlRates> *bars = readable(symbol, timeframe);
   if(bars == nullptr)
      return -1;
   const mql_long last = countUntil(*bars, start_time);
   return give(*bars, last - count, last, rates);
  }

int CopyRates(const string &symbol, ENUM_TIMEFRAMES timeframe, datetime start_time, datetime stop_time, MqlArray<MqlRates> &rates)
  {
   const std::vector<MqlRates> *bars = readable(symbol, timeframe);
   if(bars == nullptr)
      return -1;
   const mql_long from = std::min<mql_long>(start_time, stop_time), to = std::max<mql_long>(start_time, stop_time);
   return give(*bars, countBefore(*bars, from), countUntil(*bars, to), rates);
  }

int CopyTime(const string &symbol, ENUM_TIMEFRAMES timeframe, int start_pos, int count, MqlArray<datetime> &times)
  {
   MqlArray<MqlRates> rates;
   const int n = CopyRates(symbol, timeframe, start_pos, count, rates);
   if(n <= 0 || !times.grow((size_t)n))
      return -1;
   for(int i = 0; i < n; i++)
      times.data()[i] = rates.data()[i].time;
   return n;
  }

bool SeriesInfoInteger(const string &symbol, ENUM_TIMEFRAMES timeframe, ENUM_SERIES_INFO_INTEGER property, mql_long &value)
  {
   const std::vector<MqlRates> *bars = seriesOf(symbol, timeframe);
   if(bars == nullptr)
      return false;
   switch(property)
     {
      case SERIES_SYNCHRONIZED: value = !faults::strikes(Fault::NotSynchronized, symbol.u8()); return true;
      case SERIES_BARS_COUNT: value = (mql_long)bars->size(); return true;
      case SERIES_LASTBAR_DATE: value = bars->empty() ? 0 : (mql_long)bars->back().time; return true;
      default: value = bars->empty() ? 0 : (mql_long)bars->front().time; return true;
     }
  }

mql_long SeriesInfoInteger(const string &symbol, ENUM_TIMEFRAMES timeframe, ENUM_SERIES_INFO_INTEGER property)
  {
   mql_long value = 0;
   SeriesInfoInteger(symbol, timeframe, property, value);
   return value;
  }

int Bars(const string &symbol, ENUM_TIMEFRAMES timeframe)
  {
   const std::vector<MqlRates> *bars = seriesOf(symbol, timeframe);
   return bars == nullptr ? 0 : (int)bars->size();
  }

int Bars(const string &symbol, ENUM_TIMEFRAMES timeframe, datetime start_time, datetime stop_time)
  {
   const std::vector<MqlRates> *bars = seriesOf(symbol, timeframe);
   return bars == nullptr ? 0 : (int)(countUntil(*bars, stop_time) - countBefore(*bars, start_time));
  }

int iBars(const string &symbol, ENUM_TIMEFRAMES timeframe) { return Bars(symbol, timeframe); }

static const MqlRates *barAt(const string &symbol, ENUM_TIMEFRAMES timeframe, int shift)
  {
   const std::vector<MqlRates> *bars = seriesOf(symbol, timeframe);
   if(bars != nullptr && shift >= 0 && (size_t)shift < bars->size())
      return &(*bars)[bars->size() - 1 - (size_t)shift];
   setLastError(ERR_HISTORY_NOT_FOUND);
   return nullptr;
  }

int iBarShift(const string &symbol, ENUM_TIMEFRAMES timeframe, datetime time, bool exact)
  {
   const std::vector<MqlRates> *bars = seriesOf(symbol, timeframe);
   if(bars == nullptr || bars->empty())
      return -1;
   const mql_long count = countUntil(*bars, time);
   if(count == 0 || (exact && (*bars)[(size_t)count - 1].time != time))
      return -1;
   return (int)((mql_long)bars->size() - count);
  }

datetime iTime(const string &symbol, ENUM_TIMEFRAMES timeframe, int shift)
  {
   const MqlRates *bar = barAt(symbol, timeframe, shift);
   return bar == nullptr ? datetime(0) : bar->time;
  }

double iOpen(const string &symbol, ENUM_TIMEFRAMES timeframe, int shift)
  {
   const MqlRates *bar = barAt(symbol, timeframe, shift);
   return bar == nullptr ? 0 : bar->open;
  }

double iHigh(const string &symbol, ENUM_TIMEFRAMES timeframe, int shift)
  {
   const MqlRates *bar = barAt(symbol, timeframe, shift);
   return bar == nullptr ? 0 : bar->high;
  }

double iLow(const string &symbol, ENUM_TIMEFRAMES timeframe, int shift)
  {
   const MqlRates *bar = barAt(symbol, timeframe, shift);
   return bar == nullptr ? 0 : bar->low;
  }

double iClose(const string &symbol, ENUM_TIMEFRAMES timeframe, int shift)
  {
   const MqlRates *bar = barAt(symbol, timeframe, shift);
   return bar == nullptr ? 0 : bar->close;
  }

int PeriodSeconds(ENUM_TIMEFRAMES timeframe) { return secondsOf(timeframe == PERIOD_CURRENT ? mirror.chartPeriod : timeframe); }
