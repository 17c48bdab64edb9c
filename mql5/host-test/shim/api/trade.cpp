// Sending. What becomes of a request is the scripted terminal's to say; here are only the refusals that the terminal gives without asking
// the server.
#include "trade.h"

#include "account.h"
#include "environment.h"
#include "../host/faults.h"
#include "../host/last-error.h"
#include "../host/link.h"
#include "../host/mirror.h"
#include "../host/money.h"
#include "../host/port-calls.h"
#include "../host/program.h"
#include "../host/slow-call.h"
#include "../host/trade-lines.h"

using namespace host;

static uint lastRequestId = 0;

/** The terminal's own refusal, or 0. */
static uint refusedHere(const MqlTradeRequest &request)
  {
   if(faults::strikes(Fault::OrderSendFalse, request.symbol.u8()))
      return (uint)faults::argument(Fault::OrderSendFalse, TRADE_RETCODE_REJECT);
   if(TerminalInfoInteger(TERMINAL_TRADE_ALLOWED) == 0 || MQLInfoInteger(MQL_TRADE_ALLOWED) == 0)
      return TRADE_RETCODE_CLIENT_DISABLES_AT;
   if(AccountInfoInteger(ACCOUNT_TRADE_EXPERT) == 0)
      return TRADE_RETCODE_SERVER_DISABLES_AT;
   if(AccountInfoInteger(ACCOUNT_TRADE_ALLOWED) == 0)
      return TRADE_RETCODE_TRADE_DISABLED;
   if(TerminalInfoInteger(TERMINAL_CONNECTED) == 0)
      return TRADE_RETCODE_CONNECTION;
   // MT5 takes no longer comment than this.
   if(StringLen(request.comment) > 31)
      return TRADE_RETCODE_INVALID;
   return 0;
  }

static bool refuseRequest(uint retcode, MqlTradeResult &result)
  {
   result = MqlTradeResult();
   result.retcode = retcode;
   return refuse(ERR_TRADE_SEND_FAILED);
  }

static std::string say(const char *verb, const char *way, const MqlTradeRequest &request, uint id)
  {
   Line line{verb, std::to_string(id), way};
   appendRequest(line, request);
   link::say(line);
   link::flush();
   return line[1];
  }

bool OrderSendAsync(const MqlTradeRequest &request, MqlTradeResult &result)
  {
   PortCall call("OrderSendAsync", request.symbol.u8());
   const uint retcode = refusedHere(request);
   if(retcode != 0)
      return refuseRequest(retcode, result);
   result = MqlTradeResult();
   result.request_id = ++lastRequestId;
   result.retcode = TRADE_RETCODE_PLACED;
   say("ORDER_SEND", "async", request, result.request_id);
   return true;
  }

bool OrderSend(const MqlTradeRequest &request, MqlTradeResult &result)
  {
   PortCall call("OrderSend", request.symbol.u8());
   const uint refused = refusedHere(request);
   if(refused != 0)
      return refuseRequest(refused, result);
   const std::string id = say("ORDER_SEND", "sync", request, ++lastRequestId);
   result = parseResult(program::waitForAnswer("ORDER_RESULT", id));
   result.request_id = lastRequestId;
   const bool isTaken = result.retcode == TRADE_RETCODE_DONE || result.retcode == TRADE_RETCODE_DONE_PARTIAL || result.retcode == TRADE_RETCODE_PLACED;
   return isTaken || refuse(ERR_TRADE_SEND_FAILED);
  }

/** Asks the scripted terminal, which knows its own rules; in MT5 the terminal answers this without the server. */
bool OrderCheck(const MqlTradeRequest &request, MqlTradeCheckResult &result)
  {
   PortCall call("OrderCheck", request.symbol.u8());
   slowCall();
   result = MqlTradeCheckResult();
   if(faults::strikes(Fault::OrderCheckFalse, request.symbol.u8()))
      result.retcode = (uint)faults::argument(Fault::OrderCheckFalse, TRADE_RETCODE_INVALID);
   else
     {
      static uint checks = 0;
      const std::string id = say("ORDER_CHECK", "sync", request, ++checks);
      result = parseCheckResult(program::waitForAnswer("ORDER_CHECKED", id));
     }
   return result.retcode == 0 || refuse(ERR_TRADE_SEND_FAILED);
  }

bool OrderCalcMargin(ENUM_ORDER_TYPE, const string &symbol, double volume, double price, double &margin)
  {
   const SymbolBase *base = findSymbol(symbol);
   if(base != nullptr)
      margin = marginOf(*base, volume, price);
   return base != nullptr;
  }

bool OrderCalcProfit(ENUM_ORDER_TYPE action, const string &symbol, double volume, double price_open, double price_close, double &profit)
  {
   const SymbolBase *base = findSymbol(symbol);
   if(base == nullptr || (action != ORDER_TYPE_BUY && action != ORDER_TYPE_SELL))
      return base != nullptr && refuse(ERR_TRADE_CALC_FAILED);
   profit = profitOf(*base, action == ORDER_TYPE_BUY, volume, price_open, price_close);
   return true;
  }
