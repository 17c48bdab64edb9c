// The history of orders and deals: first selected, then read.
#include "trade.h"

#include "../host/last-error.h"
#include "../host/mirror.h"

#include <algorithm>

using namespace host;

namespace
{
// The selection lists tickets in their order; a property is read of any ticket that the selection holds.
std::vector<ulong> orders;
std::vector<ulong> deals;

ulong ticketAt(const std::vector<ulong> &tickets, int index) { return index >= 0 && (size_t)index < tickets.size() ? tickets[(size_t)index] : 0; }

bool isSelected(const std::vector<ulong> &tickets, ulong ticket)
  {
   return std::binary_search(tickets.begin(), tickets.end(), ticket);
  }

const Record *orderOf(ulong ticket)
  {
   const auto found = mirror.historyOrders.find(ticket);
   if(found != mirror.historyOrders.end() && isSelected(orders, ticket))
      return &found->second;
   setLastError(ERR_TRADE_ORDER_NOT_FOUND);
   return nullptr;
  }

const Record *dealOf(ulong ticket)
  {
   const auto found = mirror.deals.find(ticket);
   if(found != mirror.deals.end() && isSelected(deals, ticket))
      return &found->second;
   setLastError(ERR_TRADE_DEAL_NOT_FOUND);
   return nullptr;
  }

template <class IsOrderWanted, class IsDealWanted> bool selectWhere(IsOrderWanted isOrderWanted, IsDealWanted isDealWanted)
  {
   orders.clear();
   deals.clear();
   for(const auto &[ticket, row] : mirror.historyOrders)
      if(isOrderWanted(row))
         orders.push_back(ticket);
   for(const auto &[ticket, row] : mirror.deals)
      if(isDealWanted(row))
         deals.push_back(ticket);
   return true;
  }
}

bool HistorySelect(datetime from, datetime to)
  {
   return selectWhere([&](const Record &row) { return row.integer(ORDER_TIME_DONE) >= from && row.integer(ORDER_TIME_DONE) <= to; },
                      [&](const Record &row) { return row.integer(DEAL_TIME) >= from && row.integer(DEAL_TIME) <= to; });
  }

bool HistorySelectByPosition(mql_long position_id)
  {
   return selectWhere([&](const Record &row) { return row.integer(ORDER_POSITION_ID) == position_id; },
                      [&](const Record &row) { return row.integer(DEAL_POSITION_ID) == position_id; });
  }

int HistoryOrdersTotal() { return (int)orders.size(); }
ulong HistoryOrderGetTicket(int index) { return ticketAt(orders, index); }
int HistoryDealsTotal() { return (int)deals.size(); }
ulong HistoryDealGetTicket(int index) { return ticketAt(deals, index); }

bool HistoryOrderSelect(ulong ticket)
  {
   if(mirror.historyOrders.find(ticket) == mirror.historyOrders.end())
      return refuse(ERR_TRADE_ORDER_NOT_FOUND);
   // MQL5: the list is emptied and holds this one.
   orders.assign(1, ticket);
   return true;
  }

bool HistoryDealSelect(ulong ticket)
  {
   if(mirror.deals.find(ticket) == mirror.deals.end())
      return refuse(ERR_TRADE_DEAL_NOT_FOUND);
   deals.assign(1, ticket);
   return true;
  }

mql_long HistoryOrderGetInteger(ulong ticket, ENUM_ORDER_PROPERTY_INTEGER property)
  {
   const Record *row = orderOf(ticket);
   return row == nullptr ? 0 : row->integer(property);
  }

bool HistoryOrderGetInteger(ulong ticket, ENUM_ORDER_PROPERTY_INTEGER property, mql_long &value)
  {
   const Record *row = orderOf(ticket);
   if(row != nullptr)
      value = row->integer(property);
   return row != nullptr;
  }

double HistoryOrderGetDouble(ulong ticket, ENUM_ORDER_PROPERTY_DOUBLE property)
  {
   const Record *row = orderOf(ticket);
   return row == nullptr ? 0 : row->number(property);
  }

bool HistoryOrderGetDouble(ulong ticket, ENUM_ORDER_PROPERTY_DOUBLE property, double &value)
  {
   const Record *row = orderOf(ticket);
   if(row != nullptr)
      value = row->number(property);
   return row != nullptr;
  }

string HistoryOrderGetString(ulong ticket, ENUM_ORDER_PROPERTY_STRING property)
  {
   const Record *row = orderOf(ticket);
   return row == nullptr ? string(u"", 0) : row->text(property);
  }

bool HistoryOrderGetString(ulong ticket, ENUM_ORDER_PROPERTY_STRING property, string &value)
  {
   const Record *row = orderOf(ticket);
   if(row != nullptr)
      value = row->text(property);
   return row != nullptr;
  }

mql_long HistoryDealGetInteger(ulong ticket, ENUM_DEAL_PROPERTY_INTEGER property)
  {
   const Record *row = dealOf(ticket);
   return row == nullptr ? 0 : row->integer(property);
  }

bool HistoryDealGetInteger(ulong ticket, ENUM_DEAL_PROPERTY_INTEGER property, mql_long &value)
  {
   const Record *row = dealOf(ticket);
   if(row != nullptr)
      value = row->integer(property);
   return row != nullptr;
  }

double HistoryDealGetDouble(ulong ticket, ENUM_DEAL_PROPERTY_DOUBLE property)
  {
   const Record *row = dealOf(ticket);
   return row == nullptr ? 0 : row->number(property);
  }

bool HistoryDealGetDouble(ulong ticket, ENUM_DEAL_PROPERTY_DOUBLE property, double &value)
  {
   const Record *row = dealOf(ticket);
   if(row != nullptr)
      value = row->number(property);
   return row != nullptr;
  }

string HistoryDealGetString(ulong ticket, ENUM_DEAL_PROPERTY_STRING property)
  {
   const Record *row = dealOf(ticket);
   return row == nullptr ? string(u"", 0) : row->text(property);
  }

bool HistoryDealGetString(ulong ticket, ENUM_DEAL_PROPERTY_STRING property, string &value)
  {
   const Record *row = dealOf(ticket);
   if(row != nullptr)
      value = row->text(property);
   return row != nullptr;
  }
