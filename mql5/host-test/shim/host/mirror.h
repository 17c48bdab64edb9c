// The terminal's base as the host has it: the scripted terminal pushes every change of it, and the API only reads here, as MT5's own
// functions read the terminal's cache. So the time of a handler is the adviser's own.
#pragma once

#include "../api/structs.h"
#include "line.h"
#include "record.h"

#include <map>

namespace host
{
struct Session
  {
   int day;
   int fromSecond;
   int toSecond;
  };

struct SymbolBase
  {
   Record properties;
   bool isSelected = false;
   std::vector<MqlTick> ticks;
   std::map<int, std::vector<MqlRates>> bars;     // by timeframe, as the terminal gave them
   std::map<int, std::vector<MqlRates>> madeBars; // made from M1 on demand, for timeframes that it did not give
   std::vector<Session> quoteSessions;
   std::vector<Session> tradeSessions;
  };

struct GlobalVariable
  {
   double value;
   mql_long time;
  };

struct Mirror
  {
   Record account, terminal, program;
   std::string chartSymbol;
   ENUM_TIMEFRAMES chartPeriod = PERIOD_M1;
   std::vector<std::string> symbolOrder;
   std::map<std::string, SymbolBase> symbols;
   std::map<ulong, Record> positions;
   std::map<ulong, Record> orders;
   std::map<ulong, Record> historyOrders;
   std::map<ulong, Record> deals;
   std::map<ulong, MqlCalendarCountry> countries;
   std::map<ulong, MqlCalendarEvent> calendarEvents;
   std::map<ulong, MqlCalendarValue> calendarValues;
   std::map<std::string, GlobalVariable> globals;
   mql_long lastQuoteMs = 0;
  };

extern Mirror mirror;

/** Takes a pushed line into the base; false where its verb is not one of the base's. */
bool applyToMirror(const Line &line);

/** The symbol, or null with the last error set (4301). */
SymbolBase *findSymbol(const string &name);
}
