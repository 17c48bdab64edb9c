// The way to the scripted terminal. Lines that go out are kept until flush(); a terminal that is gone ends the host, as a terminal that
// ends takes its programs with it.
#pragma once

#include "line.h"

namespace host
{
namespace link
{
void open(const std::string &address);
void say(const Line &line);
void flush();
/** The next line, waiting up to `waitMs` (-1: for ever) for one; false where none came. Flushes first where it has to wait. */
bool next(Line &line, int waitMs);
}
}
