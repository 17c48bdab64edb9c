#include "mirror.h"

#include "last-error.h"
#include "make-bars.h"
#include "statistics.h"

#include <algorithm>

namespace host
{
Mirror mirror;

// A terminal keeps more; a host that runs for ten million ticks must not grow with them.
static const size_t ticksKept = 1000000;

SymbolBase *findSymbol(const string &name)
  {
   const auto found = mirror.symbols.find(name.isNull ? mirror.chartSymbol : name.u8());
   if(found != mirror.symbols.end())
      return &found->second;
   setLastError(ERR_MARKET_UNKNOWN_SYMBOL);
   return nullptr;
  }

static mql_long integerAt(const Line &line, size_t at) { return at < line.size() ? strtoll(line[at].c_str(), nullptr, 10) : 0; }
static ulong ticketAt(const Line &line, size_t at) { return at < line.size() ? strtoull(line[at].c_str(), nullptr, 10) : 0; }
static double numberAt(const Line &line, size_t at) { return at < line.size() ? strtod(line[at].c_str(), nullptr) : 0; }
static string textAt(const Line &line, size_t at) { return string::utf8(at < line.size() ? line[at] : ""); }

static void assignAll(Record &record, const PropertyNames &names, const Line &line, size_t from)
  {
   for(size_t i = from; i < line.size(); i++)
      record.assign(names, line[i]);
  }

/** TABLE TICKET NAME=value… says the whole row; TABLE_GONE TICKET ends it. */
static void applyRow(std::map<ulong, Record> &table, const PropertyNames &names, const Line &line)
  {
   Record row;
   assignAll(row, names, line, 2);
   table[ticketAt(line, 1)] = row;
  }

static SymbolBase &symbolAt(const Line &line, size_t at)
  {
   const auto found = mirror.symbols.find(line.at(at));
   if(found == mirror.symbols.end())
      mql_critical(("the terminal spoke of an unknown symbol: " + line.at(at)).c_str());
   return found->second;
  }

static void applySymbol(const Line &line)
  {
   if(mirror.symbols.find(line.at(1)) == mirror.symbols.end())
      mirror.symbolOrder.push_back(line[1]);
   SymbolBase &symbol = mirror.symbols[line[1]];
   assignAll(symbol.properties, symbolNames, line, 2);
   symbol.properties.setInteger(SYMBOL_EXIST, 1);
   symbol.isSelected = symbol.properties.integer(SYMBOL_SELECT) != 0;
  }

static void dropSymbol(const Line &line)
  {
   mirror.symbols.erase(line.at(1));
   auto &order = mirror.symbolOrder;
   order.erase(std::remove(order.begin(), order.end(), line[1]), order.end());
  }

/** SESSIONS SYMBOL quote|trade DAY FROM_S TO_S …: replaces all of that kind. */
static void applySessions(const Line &line)
  {
   SymbolBase &symbol = symbolAt(line, 1);
   std::vector<Session> &sessions = line.at(2) == "quote" ? symbol.quoteSessions : symbol.tradeSessions;
   sessions.clear();
   for(size_t i = 3; i + 2 < line.size(); i += 3)
      sessions.push_back({(int)integerAt(line, i), (int)integerAt(line, i + 1), (int)integerAt(line, i + 2)});
  }

static void setQuote(SymbolBase &symbol, const MqlTick &tick)
  {
   symbol.properties.setNumber(SYMBOL_BID, tick.bid);
   symbol.properties.setNumber(SYMBOL_ASK, tick.ask);
   symbol.properties.setNumber(SYMBOL_LAST, tick.last);
   symbol.properties.setInteger(SYMBOL_TIME, tick.time);
   symbol.properties.setInteger(SYMBOL_TIME_MSC, tick.time_msc);
   const double point = symbol.properties.number(SYMBOL_POINT);
   if(point > 0)
      symbol.properties.setInteger(SYMBOL_SPREAD, (mql_long)std::llround((tick.ask - tick.bid) / point));
   if(symbol.isSelected && tick.time_msc > mirror.lastQuoteMs)
      mirror.lastQuoteMs = tick.time_msc;
  }

/** TICK|TICK_HISTORY SYMBOL MSC BID ASK LAST VOLUME FLAGS VOLUME_REAL; only a live one moves quotes and bars. */
static void applyTick(const Line &line, bool isLive)
  {
   SymbolBase &symbol = symbolAt(line, 1);
   MqlTick tick;
   tick.time_msc = integerAt(line, 2);
   tick.time = tick.time_msc / 1000;
   tick.bid = numberAt(line, 3);
   tick.ask = numberAt(line, 4);
   tick.last = numberAt(line, 5);
   tick.volume = ticketAt(line, 6);
   tick.flags = (uint)integerAt(line, 7);
   tick.volume_real = numberAt(line, 8);
   if(symbol.ticks.size() >= 2 * ticksKept)
      symbol.ticks.erase(symbol.ticks.begin(), symbol.ticks.begin() + (long)ticksKept);
   symbol.ticks.push_back(tick);
   if(!isLive)
      return;
   statistics.ticksSeen++;
   setQuote(symbol, tick);
   symbol.bars[PERIOD_M1];
   for(auto *series : {&symbol.bars, &symbol.madeBars})
      for(auto &[timeframe, bars] : *series)
         addTickToBars(bars, (ENUM_TIMEFRAMES)timeframe, tick, (int)symbol.properties.integer(SYMBOL_SPREAD));
  }

/** QUOTE SYMBOL: the newest tick of the base is the quote, for a host that has just come. */
static void quoteNewest(const Line &line)
  {
   SymbolBase &symbol = symbolAt(line, 1);
   if(!symbol.ticks.empty())
      setQuote(symbol, symbol.ticks.back());
  }

/** TICKS_CUT SYMBOL MSC: the base forgets all ticks from that moment on; a history that is rewritten follows as TICK_HISTORY. */
static void cutTicks(const Line &line)
  {
   std::vector<MqlTick> &ticks = symbolAt(line, 1).ticks;
   const mql_long from = integerAt(line, 2);
   ticks.erase(std::remove_if(ticks.begin(), ticks.end(), [from](const MqlTick &tick) { return tick.time_msc >= from; }), ticks.end());
  }

/** BAR SYMBOL TIMEFRAME TIME OPEN HIGH LOW CLOSE TICK_VOLUME SPREAD REAL_VOLUME: a new bar, or another content of a known one. */
static void applyBar(const Line &line)
  {
   MqlRates bar;
   bar.time = integerAt(line, 3);
   bar.open = numberAt(line, 4);
   bar.high = numberAt(line, 5);
   bar.low = numberAt(line, 6);
   bar.close = numberAt(line, 7);
   bar.tick_volume = integerAt(line, 8);
   bar.spread = (int)integerAt(line, 9);
   bar.real_volume = integerAt(line, 10);
   SymbolBase &symbol = symbolAt(line, 1);
   symbol.madeBars.clear();
   std::vector<MqlRates> &bars = symbol.bars[(int)integerAt(line, 2)];
   const auto at = std::lower_bound(bars.begin(), bars.end(), bar.time, [](const MqlRates &known, datetime time) { return known.time < time; });
   if(at != bars.end() && at->time == bar.time)
      *at = bar;
   else
      bars.insert(at, bar);
  }

static void cutBars(const Line &line)
  {
   SymbolBase &symbol = symbolAt(line, 1);
   symbol.madeBars.clear();
   std::vector<MqlRates> &bars = symbol.bars[(int)integerAt(line, 2)];
   const mql_long from = integerAt(line, 3);
   bars.erase(std::remove_if(bars.begin(), bars.end(), [from](const MqlRates &bar) { return bar.time >= from; }), bars.end());
  }

/** CALENDAR_COUNTRY ID NAME CODE CURRENCY CURRENCY_SYMBOL URL_NAME */
static void applyCountry(const Line &line)
  {
   mirror.countries[ticketAt(line, 1)] = {ticketAt(line, 1), textAt(line, 2), textAt(line, 3), textAt(line, 4), textAt(line, 5), textAt(line, 6)};
  }

/** CALENDAR_EVENT ID COUNTRY_ID TYPE IMPORTANCE TIME_MODE UNIT MULTIPLIER DIGITS CODE NAME */
static void applyCalendarEvent(const Line &line)
  {
   MqlCalendarEvent event{};
   event.id = ticketAt(line, 1);
   event.country_id = ticketAt(line, 2);
   event.type = (ENUM_CALENDAR_EVENT_TYPE)integerAt(line, 3);
   event.importance = (ENUM_CALENDAR_EVENT_IMPORTANCE)integerAt(line, 4);
   event.time_mode = (ENUM_CALENDAR_EVENT_TIMEMODE)integerAt(line, 5);
   event.unit = (ENUM_CALENDAR_EVENT_UNIT)integerAt(line, 6);
   event.multiplier = (ENUM_CALENDAR_EVENT_MULTIPLIER)integerAt(line, 7);
   event.digits = (uint)integerAt(line, 8);
   event.event_code = textAt(line, 9);
   event.name = textAt(line, 10);
   mirror.calendarEvents[event.id] = event;
  }

static mql_long millionthsAt(const Line &line, size_t at) { return at < line.size() && !line[at].empty() ? integerAt(line, at) : LONG_MIN; }

/** CALENDAR_VALUE ID EVENT_ID TIME PERIOD REVISION ACTUAL PREVIOUS REVISED FORECAST IMPACT: figures in millionths, empty where there is none. */
static void applyCalendarValue(const Line &line)
  {
   MqlCalendarValue value{};
   value.id = ticketAt(line, 1);
   value.event_id = ticketAt(line, 2);
   value.time = integerAt(line, 3);
   value.period = integerAt(line, 4);
   value.revision = (int)integerAt(line, 5);
   value.actual_value = millionthsAt(line, 6);
   value.prev_value = millionthsAt(line, 7);
   value.revised_prev_value = millionthsAt(line, 8);
   value.forecast_value = millionthsAt(line, 9);
   value.impact_type = (ENUM_CALENDAR_EVENT_IMPACT)integerAt(line, 10);
   mirror.calendarValues[value.id] = value;
  }

typedef void (*Apply)(const Line &);

static const std::map<std::string, Apply> &verbs()
  {
   static const std::map<std::string, Apply> all = {
      {"ACCOUNT", [](const Line &line) { assignAll(mirror.account, accountNames, line, 1); }},
      {"TERMINAL", [](const Line &line) { assignAll(mirror.terminal, terminalNames, line, 1); }},
      {"PROGRAM", [](const Line &line) { assignAll(mirror.program, programNames, line, 1); }},
      {"CHART", [](const Line &line) { mirror.chartSymbol = line.at(1); mirror.chartPeriod = (ENUM_TIMEFRAMES)integerAt(line, 2); }},
      {"SYMBOL", applySymbol},
      {"SYMBOL_GONE", dropSymbol},
      {"SESSIONS", applySessions},
      {"TICK", [](const Line &line) { applyTick(line, true); }},
      {"TICK_HISTORY", [](const Line &line) { applyTick(line, false); }},
      {"QUOTE", quoteNewest},
      {"TICKS_CUT", cutTicks},
      {"BAR", applyBar},
      {"BARS_CUT", cutBars},
      {"POSITION", [](const Line &line) { applyRow(mirror.positions, positionNames, line); }},
      {"POSITION_GONE", [](const Line &line) { mirror.positions.erase(ticketAt(line, 1)); }},
      {"ORDER", [](const Line &line) { applyRow(mirror.orders, orderNames, line); }},
      {"ORDER_GONE", [](const Line &line) { mirror.orders.erase(ticketAt(line, 1)); }},
      {"HISTORY_ORDER", [](const Line &line) { applyRow(mirror.historyOrders, orderNames, line); }},
      {"HISTORY_ORDER_GONE", [](const Line &line) { mirror.historyOrders.erase(ticketAt(line, 1)); }},
      {"DEAL", [](const Line &line) { applyRow(mirror.deals, dealNames, line); }},
      {"DEAL_GONE", [](const Line &line) { mirror.deals.erase(ticketAt(line, 1)); }},
      {"TRADES_CLEAR", [](const Line &) { mirror.positions.clear(); mirror.orders.clear(); mirror.historyOrders.clear(); mirror.deals.clear(); }},
      {"CALENDAR_COUNTRY", applyCountry},
      {"CALENDAR_EVENT", applyCalendarEvent},
      {"CALENDAR_VALUE", applyCalendarValue},
      {"GLOBAL", [](const Line &line) { mirror.globals[line.at(1)] = {numberAt(line, 2), integerAt(line, 3)}; }},
      {"GLOBAL_GONE", [](const Line &line) { mirror.globals.erase(line.at(1)); }},
   };
   return all;
  }

bool applyToMirror(const Line &line)
  {
   const auto found = verbs().find(line[0]);
   if(found == verbs().end())
      return false;
   found->second(line);
   return true;
  }
}
