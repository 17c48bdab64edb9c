#include "statistics.h"

#include "port-calls.h"

namespace host
{
Statistics statistics;

std::string statisticsJson()
  {
   std::string json = "{";
   const auto add = [&json](const char *name, long long value)
     {
      json += json.size() > 1 ? ",\"" : "\"";
      json += name;
      json += "\":" + std::to_string(value);
     };
   add("events", (long long)statistics.events);
   add("ticksSeen", (long long)statistics.ticksSeen);
   add("longestHandlerUs", statistics.longestHandlerUs);
   add("transactionsDropped", (long long)statistics.transactionsDropped);
   add("pipesOpened", (long long)statistics.pipesOpened);
   add("pipeWrites", (long long)statistics.pipeWrites);
   add("pipeBytesWritten", (long long)statistics.pipeBytesWritten);
   add("pipeBytesRead", (long long)statistics.pipeBytesRead);
   add("framesWritten", (long long)statistics.framesWritten);
   add("writesThatWouldBlock", (long long)statistics.writesThatWouldBlock);
   add("readsThatWouldBlock", (long long)statistics.readsThatWouldBlock);
   add("flushesThatWouldBlock", (long long)statistics.flushesThatWouldBlock);
   add("ruleViolations", (long long)statistics.ruleViolations);
   add("unreadMax", statistics.unreadMax);
   add("unacknowledgedMax", statistics.unacknowledgedMax);
   add("prints", (long long)statistics.prints);
   add("portCalls", (long long)portCalls::passed());
   return json + ",\"longestHandler\":\"" + statistics.longestHandler + "\"}";
  }
}
