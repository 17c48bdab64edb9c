// Time as the program sees it: the machine's own clock, or a simulated one that only STEP moves.
#pragma once

#include "line.h"

namespace host
{
namespace clock
{
/** `CLOCK simulated|real UTC_MS SERVER_OFFSET_S LOCAL_OFFSET_S TIMER_RESOLUTION_MS`; UTC_MS of a real clock is how wrong the PC's clock is. */
void set(const Line &line);
bool isSimulated();
void moveTo(long long utcMs);
long long utcMs();
long long monotonicUs();
int serverOffsetSeconds();
int localOffsetSeconds();
int timerResolutionMs();
}
}
