// Events that wait for the program, in the order in which they came. Only what the program handles is queued.
#pragma once

#include "../api/events.h"
#include "line.h"

namespace host
{
namespace eventQueue
{
void serve(const MqlEvents &handlers);
void addTick();
/** A TRANSACTION line; it is news for OnTrade as well. */
void addTransaction(const Line &line);
void addChartEvent(int id, mql_long lparam, double dparam, const string &sparam);
/** How many transactions wait at most; one more pushes out the oldest. */
void setTransactionsMax(size_t count);
/** Hands the oldest event to its handler; false where none waits. */
bool deliverNext();
}
}
