// What a program may handle. The transform writes mql_bind, which tells the host the handlers that the program has.
#pragma once

#include "structs.h"

bool EventSetTimer(int seconds);
bool EventSetMillisecondTimer(int milliseconds);
void EventKillTimer();
bool EventChartCustom(mql_long chart_id, ushort custom_event_id, mql_long lparam, double dparam, const string &sparam);

struct MqlEvents
  {
   int (*OnInit)() = nullptr;
   void (*OnDeinit)(const int reason) = nullptr;
   void (*OnStart)() = nullptr;
   void (*OnTick)() = nullptr;
   void (*OnTimer)() = nullptr;
   void (*OnTrade)() = nullptr;
   void (*OnTradeTransaction)(const MqlTradeTransaction &, const MqlTradeRequest &, const MqlTradeResult &) = nullptr;
   void (*OnChartEvent)(const int id, const mql_long &lparam, const double &dparam, const string &sparam) = nullptr;
  };

void mql_bind(MqlEvents &events);
