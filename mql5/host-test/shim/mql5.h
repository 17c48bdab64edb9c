// The MQL5 API as an ordinary library: what a program that was transformed from MQL5 to C++ includes, and nothing else.
// Signatures are those of the MQL5 reference. The implementation reads a mirror of the scripted terminal's base (host/mirror.h).
#pragma once

#include "api/types.h"

#include "api/array.h"
#include "api/enums.h"
#include "api/structs.h"

#include "api/account.h"
#include "api/calendar.h"
#include "api/chart.h"
#include "api/crypt.h"
#include "api/environment.h"
#include "api/events.h"
#include "api/files.h"
#include "api/globals.h"
#include "api/market.h"
#include "api/math.h"
#include "api/text.h"
#include "api/time.h"
#include "api/trade.h"
