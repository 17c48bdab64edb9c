// Positions and orders that live now. A selection is a copy, as in MT5: it stays what it was until the next one.
#include "trade.h"

#include "account.h"
#include "../host/last-error.h"
#include "../host/mirror.h"
#include "../host/money.h"

using namespace host;

namespace
{
Record position;
bool isPositionSelected = false;
Record order;
bool isOrderSelected = false;

bool select(const Record &row)
  {
   position = row;
   isPositionSelected = true;
   position.setNumber(POSITION_PROFIT, profitOfPosition(row));
   const auto symbol = mirror.symbols.find(row.text(POSITION_SYMBOL).u8());
   if(symbol != mirror.symbols.end())
      position.setNumber(POSITION_PRICE_CURRENT, closePriceOf(symbol->second, row.integer(POSITION_TYPE) == POSITION_TYPE_BUY));
   return true;
  }

const Record *at(const std::map<ulong, Record> &table, int index)
  {
   if(index < 0 || (size_t)index >= table.size())
      return nullptr;
   return &std::next(table.begin(), index)->second;
  }
}

int PositionsTotal() { return (int)mirror.positions.size(); }

string PositionGetSymbol(int index)
  {
   const Record *row = at(mirror.positions, index);
   if(row == nullptr || !select(*row))
      return string(u"", 0);
   return row->text(POSITION_SYMBOL);
  }

/** On a hedging account the position with the lowest ticket, as MQL5 documents. */
bool PositionSelect(const string &symbol)
  {
   for(const auto &[ticket, row] : mirror.positions)
      if(row.text(POSITION_SYMBOL).s == symbol.s)
         return select(row);
   return refuse(ERR_TRADE_POSITION_NOT_FOUND);
  }

ulong PositionGetTicket(int index)
  {
   const Record *row = at(mirror.positions, index);
   return row != nullptr && select(*row) ? (ulong)row->integer(POSITION_TICKET) : 0;
  }

bool PositionSelectByTicket(ulong ticket)
  {
   const auto found = mirror.positions.find(ticket);
   return found != mirror.positions.end() ? select(found->second) : refuse(ERR_TRADE_POSITION_NOT_FOUND);
  }

mql_long PositionGetInteger(ENUM_POSITION_PROPERTY_INTEGER property) { return isPositionSelected ? position.integer(property) : 0; }
double PositionGetDouble(ENUM_POSITION_PROPERTY_DOUBLE property) { return isPositionSelected ? position.number(property) : 0; }
string PositionGetString(ENUM_POSITION_PROPERTY_STRING property) { return isPositionSelected ? position.text(property) : string(u"", 0); }

bool PositionGetInteger(ENUM_POSITION_PROPERTY_INTEGER property, mql_long &value)
  {
   value = PositionGetInteger(property);
   return isPositionSelected || refuse(ERR_TRADE_POSITION_NOT_FOUND);
  }

bool PositionGetDouble(ENUM_POSITION_PROPERTY_DOUBLE property, double &value)
  {
   value = PositionGetDouble(property);
   return isPositionSelected || refuse(ERR_TRADE_POSITION_NOT_FOUND);
  }

bool PositionGetString(ENUM_POSITION_PROPERTY_STRING property, string &value)
  {
   value = PositionGetString(property);
   return isPositionSelected || refuse(ERR_TRADE_POSITION_NOT_FOUND);
  }

int OrdersTotal() { return (int)mirror.orders.size(); }

ulong OrderGetTicket(int index)
  {
   const Record *row = at(mirror.orders, index);
   if(row == nullptr)
      return 0;
   order = *row;
   isOrderSelected = true;
   return (ulong)order.integer(ORDER_TICKET);
  }

bool OrderSelect(ulong ticket)
  {
   const auto found = mirror.orders.find(ticket);
   if(found == mirror.orders.end())
      return refuse(ERR_TRADE_ORDER_NOT_FOUND);
   order = found->second;
   return isOrderSelected = true;
  }

mql_long OrderGetInteger(ENUM_ORDER_PROPERTY_INTEGER property) { return isOrderSelected ? order.integer(property) : 0; }
double OrderGetDouble(ENUM_ORDER_PROPERTY_DOUBLE property) { return isOrderSelected ? order.number(property) : 0; }
string OrderGetString(ENUM_ORDER_PROPERTY_STRING property) { return isOrderSelected ? order.text(property) : string(u"", 0); }

bool OrderGetInteger(ENUM_ORDER_PROPERTY_INTEGER property, mql_long &value)
  {
   value = OrderGetInteger(property);
   return isOrderSelected || refuse(ERR_TRADE_ORDER_NOT_FOUND);
  }

bool OrderGetDouble(ENUM_ORDER_PROPERTY_DOUBLE property, double &value)
  {
   value = OrderGetDouble(property);
   return isOrderSelected || refuse(ERR_TRADE_ORDER_NOT_FOUND);
  }

bool OrderGetString(ENUM_ORDER_PROPERTY_STRING property, string &value)
  {
   value = OrderGetString(property);
   return isOrderSelected || refuse(ERR_TRADE_ORDER_NOT_FOUND);
  }
