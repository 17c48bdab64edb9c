// Port calls: every call of the API with an effect outside the program, numbered from 1 in the order in which a run makes them, and named.
// The host can be told to die just before or just after one of them; that is how crashes are placed without a word in the adviser.
#pragma once

#include "line.h"

namespace host
{
class PortCall
  {
   const char *m_call;
   std::string m_subject;
   unsigned long long m_ofThis;
   unsigned long long m_number;

public:
   /** `call` is the API's function; `subject` is the file, pipe or symbol that it is about. Dies here where told to die before it. */
   PortCall(const char *call, const std::string &subject);
   /** Dies here where told to die after it. */
   ~PortCall();
   PortCall(const PortCall &) = delete;
   PortCall &operator=(const PortCall &) = delete;
  };

namespace portCalls
{
/** `DIE before|after CALL SUBJECT NTH`: CALL `*` means any, SUBJECT is a part of the subject or empty; counts from now on. */
void dieAt(const Line &line);
/** From now on each port call is told to the terminal as `PORT_CALL number call subject` when it is reached. */
void trace(bool isOn);
unsigned long long passed();
}

/** What the process returns when it dies at a port call. */
inline constexpr int exitAtPortCall = 86;
}
