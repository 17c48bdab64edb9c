// Clocks. Seconds, in the zone that each function names; all of them follow the scripted terminal's clock in simulated time.
#pragma once

#include "structs.h"

datetime TimeCurrent();
datetime TimeCurrent(MqlDateTime &parts);
datetime TimeTradeServer();
datetime TimeTradeServer(MqlDateTime &parts);
datetime TimeLocal();
datetime TimeLocal(MqlDateTime &parts);
datetime TimeGMT();
datetime TimeGMT(MqlDateTime &parts);
int TimeGMTOffset();
int TimeDaylightSavings();
bool TimeToStruct(datetime time, MqlDateTime &parts);
datetime StructToTime(const MqlDateTime &parts);
uint GetTickCount();
ulong GetTickCount64();
ulong GetMicrosecondCount();
