#include "port-calls.h"

#include "../api/types.h"
#include "../plat.h"
#include "link.h"

namespace host
{
namespace
{
struct Death
  {
   bool isArmed = false;
   bool isAfter = false;
   std::string call;
   std::string subject;
   unsigned long long left = 0;
  };

Death death;
bool isTraced = false;
unsigned long long count = 0;

bool isMeant(const char *call, const std::string &subject)
  {
   return death.isArmed && (death.call == "*" || death.call == call) && subject.find(death.subject) != std::string::npos;
  }

[[noreturn]] void die(const char *call, const std::string &subject)
  {
   link::say({"DIED", death.isAfter ? "after" : "before", call, subject});
   // What the adviser said before this moment has left the process in a real terminal as well.
   link::flush();
   plat::endProcess(exitAtPortCall);
  }
}

PortCall::PortCall(const char *call, const std::string &subject) : m_call(call), m_subject(subject), m_ofThis(0), m_number(++count)
  {
   if(isTraced)
      link::say({"PORT_CALL", std::to_string(m_number), call, subject});
   if(!isMeant(call, subject))
      return;
   m_ofThis = death.left--;
   if(m_ofThis == 1 && !death.isAfter)
      die(call, subject);
  }

PortCall::~PortCall()
  {
   if(m_ofThis == 1 && death.isAfter)
      die(m_call, m_subject);
  }

namespace portCalls
{
void dieAt(const Line &line)
  {
   if(line.size() != 5)
      mql_critical("DIE wants before|after, a call, a subject and a count");
   death = {true, line[1] == "after", line[2], line[3], strtoull(line[4].c_str(), nullptr, 10)};
  }

void trace(bool isOn) { isTraced = isOn; }
unsigned long long passed() { return count; }
}
}
