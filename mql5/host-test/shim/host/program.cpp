#include "program.h"

#include "../plat.h"
#include "clock.h"
#include "event-queue.h"
#include "faults.h"
#include "link.h"
#include "mirror.h"
#include "port-calls.h"
#include "settings.h"
#include "statistics.h"
#include "stopwatch.h"

namespace host
{
namespace program
{
namespace
{
MqlEvents handlers;
// A service has one handler for all its life; there a stretch between two sleeps counts as one.
bool isService = false;

int timerMs = 0;
long long timerDueUs = 0;

bool isStarted = false;
bool hasStopped = false;
int reason = REASON_PROGRAM;
bool mustReinitialize = false;

// Simulated time: the step that the terminal asked for and that was not answered yet.
std::string stepId;
long long stepToMs = 0;

/** Takes one pushed line: into the base, or as what the terminal wants of the program. */
void take(const Line &line)
  {
   const std::string &verb = line[0];
   if(applyToMirror(line))
     {
      if(verb == "TICK" && line.at(1) == mirror.chartSymbol)
         eventQueue::addTick();
     }
   else if(verb == "TRANSACTION")
      eventQueue::addTransaction(line);
   else if(verb == "STEP")
     {
      stepId = line.at(1);
      stepToMs = strtoll(line.at(2).c_str(), nullptr, 10);
     }
   else if(verb == "START")
      isStarted = true;
   else if(verb == "CLOCK")
      clock::set(line);
   else if(verb == "FAULT")
      faults::set(line);
   else if(verb == "TRANSACTIONS_MAX")
      eventQueue::setTransactionsMax((size_t)strtoull(line.at(1).c_str(), nullptr, 10));
   else if(verb == "DIE")
      portCalls::dieAt(line);
   else if(verb == "TRACE_PORT_CALLS")
      portCalls::trace(line.at(1) == "1");
   else if(verb == "CHART_EVENT")
      eventQueue::addChartEvent(atoi(line.at(1).c_str()), strtoll(line.at(2).c_str(), nullptr, 10), strtod(line.at(3).c_str(), nullptr), string::utf8(line.at(4)));
   else if(verb == "STATISTICS")
      link::say({"STATISTICS", statisticsJson()});
   else if(verb == "REINITIALIZE")
     {
      mustReinitialize = true;
      reason = atoi(line.at(1).c_str());
     }
   else if(verb == "STOP")
      stop(atoi(line.at(1).c_str()));
   else
      mql_critical(("the terminal said a line that the host does not know: " + formatLine(line)).c_str());
  }

/** Takes what came without waiting, and, where nothing did, waits up to `waitMs`. */
void takeAll(int waitMs)
  {
   Line line;
   while(link::next(line, waitMs))
     {
      take(line);
      waitMs = 0;
      // In simulated time nothing is taken in between a step and its answer, so that a run is the same each time.
      if(clock::isSimulated() && !stepId.empty())
         return;
     }
  }

void deliverQueued()
  {
   while(!hasStopped && eventQueue::deliverNext())
     {
     }
  }

bool isTimerDue() { return timerMs > 0 && handlers.OnTimer != nullptr && clock::monotonicUs() >= timerDueUs; }

void fireTimer()
  {
   // A timer that fell behind is not made up for: the queue holds one Timer at most.
   timerDueUs = clock::monotonicUs() + timerMs * 1000LL;
   stopwatch::measure("OnTimer", [] { handlers.OnTimer(); });
  }

void endStep()
  {
   link::say({"DONE", stepId, std::to_string(statistics.events)});
   link::flush();
   stepId.clear();
  }

/** Moves simulated time to the end of the step, through the timers that fall due before it. */
void runStep()
  {
   deliverQueued();
   while(timerMs > 0 && handlers.OnTimer != nullptr && timerDueUs <= stepToMs * 1000 && !hasStopped)
     {
      if(timerDueUs > clock::monotonicUs())
         clock::moveTo(timerDueUs / 1000);
      fireTimer();
      deliverQueued();
     }
   clock::moveTo(stepToMs);
   endStep();
  }

int msUntilTimer()
  {
   if(timerMs == 0 || handlers.OnTimer == nullptr)
      return 1000;
   const long long left = timerDueUs - clock::monotonicUs();
   return left <= 0 ? 0 : (int)((left + 999) / 1000);
  }

int initialize()
  {
   int code = INIT_SUCCEEDED;
   if(handlers.OnInit != nullptr)
      stopwatch::measure("OnInit", [&code] { code = handlers.OnInit(); });
   link::say({"READY", std::to_string(code)});
   link::flush();
   return code;
  }

void deinitialize()
  {
   if(handlers.OnDeinit != nullptr)
      stopwatch::measure("OnDeinit", [] { handlers.OnDeinit(reason); });
   setTimer(0);
  }

void runEvents()
  {
   while(!hasStopped)
     {
      // A step may have come with START, or while the program waited for an answer: then nothing else will come before it is done.
      if(!clock::isSimulated() || stepId.empty())
         takeAll(clock::isSimulated() ? -1 : msUntilTimer());
      if(mustReinitialize)
        {
         mustReinitialize = false;
         deinitialize();
         if(initialize() != INIT_SUCCEEDED)
            return;
        }
      if(!clock::isSimulated())
        {
         deliverQueued();
         if(isTimerDue() && !hasStopped)
            fireTimer();
         link::flush();
        }
      else if(!stepId.empty() && !hasStopped)
         runStep();
     }
  }
}

int run()
  {
   mql_bind(handlers);
   eventQueue::serve(handlers);
   link::open(settings().link);
   isService = handlers.OnStart != nullptr;
   link::say({"HELLO", settings().name, isService ? "service" : "expert"});
   link::flush();
   while(!isStarted)
      takeAll(-1);
   int code = initialize();
   if(code == INIT_SUCCEEDED)
     {
      if(isService)
         stopwatch::measure("OnStart", [] { handlers.OnStart(); });
      else
         runEvents();
     }
   else
      reason = REASON_INITFAILED;
   deinitialize();
   if(!stepId.empty())
      endStep();
   link::say({"STATISTICS", statisticsJson()});
   link::say({"ENDED", std::to_string(reason)});
   link::flush();
   return code == INIT_SUCCEEDED ? 0 : 3;
  }

void setTimer(int milliseconds)
  {
   const int resolution = clock::timerResolutionMs();
   // Windows rounds a period up to the resolution of its own timer.
   timerMs = milliseconds == 0 ? 0 : resolution <= 1 ? milliseconds : (milliseconds + resolution - 1) / resolution * resolution;
   timerDueUs = clock::monotonicUs() + timerMs * 1000LL;
  }

void sleep(int milliseconds)
  {
   if(isService)
      stopwatch::stop("OnStart");
   if(!clock::isSimulated())
     {
      const long long endUs = plat::monotonicUs() + milliseconds * 1000LL;
      do
        {
         const long long left = endUs - plat::monotonicUs();
         takeAll(left <= 0 ? 0 : (int)((left + 999) / 1000));
         link::flush();
        }
      while(plat::monotonicUs() < endUs && !hasStopped);
     }
   else
     {
      const long long wakeMs = clock::utcMs() + milliseconds;
      while(clock::utcMs() < wakeMs && !hasStopped)
        {
         if(stepId.empty())
           {
            takeAll(-1);
            continue;
           }
         if(stepToMs >= wakeMs)
           {
            clock::moveTo(wakeMs);
            break;
           }
         clock::moveTo(stepToMs);
         endStep();
        }
     }
   if(isService)
      stopwatch::start();
  }

Line waitForAnswer(const std::string &verb, const std::string &id)
  {
   const long long start = plat::monotonicUs();
   link::flush();
   Line line;
   while(link::next(line, -1))
     {
      if(line[0] == verb && line.size() > 1 && line[1] == id)
         break;
      take(line);
     }
   stopwatch::leaveOut(plat::monotonicUs() - start);
   return line;
  }

bool isStopped()
  {
   // A service that never sleeps still hears that it shall end.
   if(!clock::isSimulated() && !hasStopped)
      takeAll(0);
   return hasStopped;
  }

void stop(int why)
  {
   hasStopped = true;
   reason = why;
  }

int stopReason() { return reason; }
}
}

int main()
  {
   // Objects of the program and of this library are destroyed in no order that anyone chose; the process ends without it.
   plat::endProcess(host::program::run());
  }
