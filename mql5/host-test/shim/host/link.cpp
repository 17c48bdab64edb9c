#include "link.h"

#include "../plat.h"

namespace host
{
namespace link
{
static int handle = -1;
static std::string outgoing;
static std::string incoming;
static size_t parsed = 0;

static const size_t outgoingBytesMax = 64 * 1024;
static const int exitNoTerminal = 70;

void open(const std::string &address)
  {
   handle = plat::openLink(address);
   if(handle >= 0)
      return;
   fprintf(stderr, "No scripted terminal at %s. Nothing was started.\n", address.c_str());
   plat::endProcess(exitNoTerminal);
  }

void say(const Line &line)
  {
   outgoing += formatLine(line);
   if(outgoing.size() > outgoingBytesMax)
      flush();
  }

void flush()
  {
   if(!outgoing.empty() && !plat::writeLink(handle, outgoing.data(), outgoing.size()))
      plat::endProcess(exitNoTerminal);
   outgoing.clear();
  }

static bool takeLine(Line &line)
  {
   const size_t end = incoming.find('\n', parsed);
   if(end == std::string::npos)
     {
      incoming.erase(0, parsed);
      parsed = 0;
      return false;
     }
   line = parseLine(std::string_view(incoming).substr(parsed, end - parsed));
   parsed = end + 1;
   return true;
  }

bool next(Line &line, int waitMs)
  {
   while(!takeLine(line))
     {
      flush();
      static char bytes[64 * 1024];
      const int got = plat::readLink(handle, bytes, sizeof bytes, waitMs);
      if(got < 0)
         plat::endProcess(exitNoTerminal);
      if(got == 0)
         return false;
      incoming.append(bytes, (size_t)got);
     }
   return true;
  }
}
}
