#include "faults.h"

#include "../api/types.h"

#include <map>

namespace host
{
namespace faults
{
namespace
{
struct Armed
  {
   long long left = 0;
   long long argument = 0;
   std::string filter;
  };

std::map<Fault, Armed> armed;

const std::map<std::string, Fault> byName = {
   {"shortRead", Fault::ShortRead},           {"laggingFileSize", Fault::LaggingFileSize}, {"failFileOpen", Fault::FailFileOpen},
   {"failPipeWrite", Fault::FailPipeWrite},   {"failFileWrite", Fault::FailFileWrite},     {"failFileFlush", Fault::FailFileFlush},
   {"failFileMove", Fault::FailFileMove},     {"copyTicksError", Fault::CopyTicksError},   {"copyRatesError", Fault::CopyRatesError},
   {"notSynchronized", Fault::NotSynchronized}, {"orderSendFalse", Fault::OrderSendFalse}, {"orderCheckFalse", Fault::OrderCheckFalse},
   {"slowCall", Fault::SlowCall},             {"calendarError", Fault::CalendarError},
};
}

void set(const Line &line)
  {
   const auto found = line.size() == 5 ? byName.find(line[1]) : byName.end();
   if(found == byName.end())
      mql_critical(("the terminal named an unknown fault: " + formatLine(line)).c_str());
   armed[found->second] = {strtoll(line[2].c_str(), nullptr, 10), strtoll(line[3].c_str(), nullptr, 10), line[4]};
  }

bool strikes(Fault fault, const std::string &subject)
  {
   const auto found = armed.find(fault);
   if(found == armed.end() || found->second.left == 0 || subject.find(found->second.filter) == std::string::npos)
      return false;
   if(found->second.left > 0)
      found->second.left--;
   return true;
  }

long long argument(Fault fault, long long fallback)
  {
   const auto found = armed.find(fault);
   return found == armed.end() || found->second.argument == 0 ? fallback : found->second.argument;
  }
}
}
