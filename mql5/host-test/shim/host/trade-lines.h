// Trade structures as fields of a line, each by its MQL5 name: `t.` of the transaction, `q.` of the request, `r.` of the result.
#pragma once

#include "../api/structs.h"
#include "line.h"

namespace host
{
struct TransactionEvent
  {
   MqlTradeTransaction transaction{};
   MqlTradeRequest request{};
   MqlTradeResult result{};
  };

void appendRequest(Line &line, const MqlTradeRequest &request);
TransactionEvent parseTransaction(const Line &line);
/** Takes the result's fields (without prefix) of an answer. */
MqlTradeResult parseResult(const Line &line);
MqlTradeCheckResult parseCheckResult(const Line &line);
}
