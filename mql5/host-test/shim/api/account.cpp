#include "account.h"

#include "../host/mirror.h"
#include "../host/money.h"

using namespace host;

mql_long AccountInfoInteger(ENUM_ACCOUNT_INFO_INTEGER property) { return mirror.account.integer(property); }
string AccountInfoString(ENUM_ACCOUNT_INFO_STRING property) { return mirror.account.text(property); }

double AccountInfoDouble(ENUM_ACCOUNT_INFO_DOUBLE property)
  {
   const double margin = mirror.account.number(ACCOUNT_MARGIN);
   const double equity = mirror.account.number(ACCOUNT_BALANCE) + mirror.account.number(ACCOUNT_CREDIT) + openProfit();
   // What floats with the prices is computed where it is read, as the terminal does.
   switch(property)
     {
      case ACCOUNT_PROFIT: return openProfit();
      case ACCOUNT_EQUITY: return equity;
      case ACCOUNT_MARGIN_FREE: return equity - margin;
      case ACCOUNT_MARGIN_LEVEL: return margin > 0 ? equity / margin * 100 : 0;
      default: return mirror.account.number(property);
     }
  }
