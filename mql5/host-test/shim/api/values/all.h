// Every enumeration, for whoever defines MQL_BEGIN, MQL_VALUE, MQL_NAME and MQL_END. No guard: it is read once for each use.
#include "account.h"
#include "calendar.h"
#include "chart.h"
#include "environment.h"
#include "files.h"
#include "symbol.h"
#include "trade.h"
