#include "clock.h"

#include "../api/types.h"
#include "../plat.h"

namespace host
{
namespace clock
{
static bool simulated = false;
static long long simulatedUtcMs = 0;
static long long errorMs = 0;
static int serverOffset = 0;
static int localOffset = 0;
static int timerResolution = 16;

void set(const Line &line)
  {
   if(line.size() != 6)
      mql_critical("CLOCK wants a mode, a time, two offsets and a resolution");
   simulated = line[1] == "simulated";
   (simulated ? simulatedUtcMs : errorMs) = strtoll(line[2].c_str(), nullptr, 10);
   serverOffset = atoi(line[3].c_str());
   localOffset = atoi(line[4].c_str());
   timerResolution = atoi(line[5].c_str());
  }

bool isSimulated() { return simulated; }
void moveTo(long long utcMs) { simulatedUtcMs = utcMs; }
long long utcMs() { return simulated ? simulatedUtcMs : plat::wallMs() + errorMs; }
long long monotonicUs() { return simulated ? simulatedUtcMs * 1000 : plat::monotonicUs(); }
int serverOffsetSeconds() { return serverOffset; }
int localOffsetSeconds() { return localOffset; }
int timerResolutionMs() { return timerResolution; }
}
}
