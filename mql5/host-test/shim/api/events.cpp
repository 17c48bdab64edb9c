#include "events.h"

#include "../host/event-queue.h"
#include "../host/port-calls.h"
#include "../host/program.h"

using namespace host;

bool EventSetMillisecondTimer(int milliseconds)
  {
   if(milliseconds <= 0)
      return false;
   PortCall call("EventSetMillisecondTimer", std::to_string(milliseconds));
   program::setTimer(milliseconds);
   return true;
  }

bool EventSetTimer(int seconds) { return EventSetMillisecondTimer(seconds * 1000); }

void EventKillTimer()
  {
   PortCall call("EventKillTimer", "");
   program::setTimer(0);
  }

bool EventChartCustom(mql_long, ushort custom_event_id, mql_long lparam, double dparam, const string &sparam)
  {
   eventQueue::addChartEvent(CHARTEVENT_CUSTOM + custom_event_id, lparam, dparam, sparam);
   return true;
  }
