#include "event-queue.h"

#include "statistics.h"
#include "stopwatch.h"
#include "trade-lines.h"

#include <algorithm>
#include <deque>

namespace host
{
namespace eventQueue
{
namespace
{
enum class Kind
  {
   Tick,
   Trade,
   Transaction,
   Chart,
  };

struct Event
  {
   Kind kind;
   TransactionEvent transaction;
   int id = 0;
   mql_long lparam = 0;
   double dparam = 0;
   string sparam;
  };

MqlEvents handlers;
std::deque<Event> queue;
// What MT5 documents.
size_t transactionsMax = 1024;

bool isTransaction(const Event &event) { return event.kind == Kind::Transaction; }

/** MT5 does not queue a second Tick or Trade behind one that waits. */
void addOnce(Kind kind)
  {
   if(std::none_of(queue.begin(), queue.end(), [kind](const Event &event) { return event.kind == kind; }))
      queue.push_back({kind, {}, 0, 0, 0, {}});
  }
}

void serve(const MqlEvents &ofProgram) { handlers = ofProgram; }
void setTransactionsMax(size_t count) { transactionsMax = count; }

void addTick()
  {
   if(handlers.OnTick != nullptr)
      addOnce(Kind::Tick);
  }

void addTransaction(const Line &line)
  {
   if(handlers.OnTradeTransaction != nullptr)
     {
      if((size_t)std::count_if(queue.begin(), queue.end(), isTransaction) >= transactionsMax)
        {
         queue.erase(std::find_if(queue.begin(), queue.end(), isTransaction));
         statistics.transactionsDropped++;
        }
      queue.push_back({Kind::Transaction, parseTransaction(line), 0, 0, 0, {}});
     }
   if(handlers.OnTrade != nullptr)
      addOnce(Kind::Trade);
  }

void addChartEvent(int id, mql_long lparam, double dparam, const string &sparam)
  {
   if(handlers.OnChartEvent != nullptr)
      queue.push_back({Kind::Chart, {}, id, lparam, dparam, sparam});
  }

bool deliverNext()
  {
   if(queue.empty())
      return false;
   const Event event = queue.front();
   queue.pop_front();
   const TransactionEvent &trade = event.transaction;
   switch(event.kind)
     {
      case Kind::Tick:
         stopwatch::measure("OnTick", [] { handlers.OnTick(); });
         break;
      case Kind::Trade:
         stopwatch::measure("OnTrade", [] { handlers.OnTrade(); });
         break;
      case Kind::Transaction:
         stopwatch::measure("OnTradeTransaction", [&] { handlers.OnTradeTransaction(trade.transaction, trade.request, trade.result); });
         break;
      case Kind::Chart:
         stopwatch::measure("OnChartEvent", [&] { handlers.OnChartEvent(event.id, event.lparam, event.dparam, event.sparam); });
         break;
     }
   return true;
  }
}
}
