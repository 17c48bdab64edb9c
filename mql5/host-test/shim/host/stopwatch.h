// How long the program keeps the terminal waiting: each handler's own time, without what it waits for the scripted terminal's answers.
#pragma once

namespace host
{
namespace stopwatch
{
void start();
/** Counts the stretch since start() as one event of that handler. */
void stop(const char *handler);
/** Of the stretch that runs: so long it only waited. */
void leaveOut(long long microseconds);

template <class Handler> void measure(const char *name, Handler handler)
  {
   start();
   handler();
   stop(name);
  }
}
}
