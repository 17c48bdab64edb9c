#include "market.h"

#include "../host/last-error.h"
#include "../host/link.h"
#include "../host/mirror.h"
#include "../host/port-calls.h"
#include "../host/faults.h"

#include <algorithm>

using namespace host;

static std::vector<std::string> namesOf(bool selected)
  {
   std::vector<std::string> names;
   for(const std::string &name : mirror.symbolOrder)
      if(!selected || mirror.symbols.at(name).isSelected)
         names.push_back(name);
   return names;
  }

int SymbolsTotal(bool selected) { return (int)namesOf(selected).size(); }

string SymbolName(int position, bool selected)
  {
   const std::vector<std::string> names = namesOf(selected);
   return position >= 0 && (size_t)position < names.size() ? string::utf8(names[(size_t)position]) : string(u"", 0);
  }

bool SymbolExist(const string &name, bool &is_custom)
  {
   is_custom = false;
   return mirror.symbols.find(name.u8()) != mirror.symbols.end();
  }

bool SymbolSelect(const string &name, bool select)
  {
   SymbolBase *symbol = findSymbol(name);
   if(symbol == nullptr)
      return false;
   PortCall call("SymbolSelect", name.u8());
   symbol->isSelected = select;
   symbol->properties.setInteger(SYMBOL_SELECT, select);
   symbol->properties.setInteger(SYMBOL_VISIBLE, select);
   link::say({"SYMBOL_SELECT", name.u8(), select ? "1" : "0"});
   return true;
  }

bool SymbolIsSynchronized(const string &name) { return findSymbol(name) != nullptr && !faults::strikes(Fault::NotSynchronized, name.u8()); }

mql_long SymbolInfoInteger(const string &name, ENUM_SYMBOL_INFO_INTEGER property)
  {
   const SymbolBase *symbol = findSymbol(name);
   return symbol == nullptr ? 0 : symbol->properties.integer(property);
  }

bool SymbolInfoInteger(const string &name, ENUM_SYMBOL_INFO_INTEGER property, mql_long &value)
  {
   const SymbolBase *symbol = findSymbol(name);
   if(symbol != nullptr)
      value = symbol->properties.integer(property);
   return symbol != nullptr;
  }

double SymbolInfoDouble(const string &name, ENUM_SYMBOL_INFO_DOUBLE property)
  {
   const SymbolBase *symbol = findSymbol(name);
   return symbol == nullptr ? 0 : symbol->properties.number(property);
  }

bool SymbolInfoDouble(const string &name, ENUM_SYMBOL_INFO_DOUBLE property, double &value)
  {
   const SymbolBase *symbol = findSymbol(name);
   if(symbol != nullptr)
      value = symbol->properties.number(property);
   return symbol != nullptr;
  }

string SymbolInfoString(const string &name, ENUM_SYMBOL_INFO_STRING property)
  {
   const SymbolBase *symbol = findSymbol(name);
   return symbol == nullptr ? string(u"", 0) : symbol->properties.text(property);
  }

bool SymbolInfoString(const string &name, ENUM_SYMBOL_INFO_STRING property, string &value)
  {
   const SymbolBase *symbol = findSymbol(name);
   if(symbol != nullptr)
      value = symbol->properties.text(property);
   return symbol != nullptr;
  }

bool SymbolInfoTick(const string &name, MqlTick &tick)
  {
   const SymbolBase *symbol = findSymbol(name);
   if(symbol == nullptr)
      return false;
   if(!symbol->isSelected)
      return refuse(ERR_MARKET_NOT_SELECTED);
   if(symbol->ticks.empty())
      return refuse(ERR_MARKET_LASTTIME_UNKNOWN);
   tick = symbol->ticks.back();
   return true;
  }

static bool sessionOf(const string &name, bool isTrade, int day, uint index, datetime &from, datetime &to)
  {
   const SymbolBase *symbol = findSymbol(name);
   if(symbol == nullptr)
      return false;
   for(const Session &session : isTrade ? symbol->tradeSessions : symbol->quoteSessions)
      if(session.day == day && index-- == 0)
        {
         from = session.fromSecond;
         to = session.toSecond;
         return true;
        }
   return refuse(ERR_MARKET_WRONG_PROPERTY);
  }

bool SymbolInfoSessionQuote(const string &name, ENUM_DAY_OF_WEEK day, uint session, datetime &from, datetime &to)
  {
   return sessionOf(name, false, day, session, from, to);
  }

bool SymbolInfoSessionTrade(const string &name, ENUM_DAY_OF_WEEK day, uint session, datetime &from, datetime &to)
  {
   return sessionOf(name, true, day, session, from, to);
  }

bool SymbolInfoMarginRate(const string &name, ENUM_ORDER_TYPE, double &initial, double &maintenance)
  {
   initial = maintenance = 1;
   return findSymbol(name) != nullptr;
  }
