#include "stopwatch.h"

#include "../plat.h"
#include "statistics.h"

namespace host
{
namespace stopwatch
{
static long long startUs = 0;
static long long waitedUs = 0;

void start()
  {
   waitedUs = 0;
   startUs = plat::monotonicUs();
  }

void stop(const char *handler)
  {
   const long long took = plat::monotonicUs() - startUs - waitedUs;
   statistics.events++;
   if(took <= statistics.longestHandlerUs)
      return;
   statistics.longestHandlerUs = took;
   statistics.longestHandler = handler;
  }

void leaveOut(long long microseconds) { waitedUs += microseconds; }
}
}
