// The program that the host runs: its events in the order in which they came, its timer, its end.
#pragma once

#include "../api/events.h"
#include "line.h"

namespace host
{
namespace program
{
/** Runs the program from its start to its end and returns the exit code of the process. */
int run();
/** Starts, changes or (0) stops the timer. */
void setTimer(int milliseconds);
/** Lets time pass for a program that sleeps in a handler or in OnStart; the base goes on meanwhile. */
void sleep(int milliseconds);
/** The line that answers a question to the terminal, by its verb and first field; everything else that comes meanwhile is taken in. */
Line waitForAnswer(const std::string &verb, const std::string &id);
bool isStopped();
/** The program ends after the handler that runs now. */
void stop(int reason);
int stopReason();
}
}
