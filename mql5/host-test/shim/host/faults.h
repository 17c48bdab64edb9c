// What a hostile terminal does on request: `FAULT NAME COUNT ARGUMENT FILTER`. COUNT is how many times (0: not any more, -1: always),
// FILTER a part of the name of the file or symbol that it is about, empty for any.
#pragma once

#include "line.h"

namespace host
{
enum class Fault
  {
   ShortRead,          // a read of a pipe gives at most ARGUMENT bytes
   LaggingFileSize,    // FileSize of a pipe says 0 though bytes are there
   FailFileOpen,       // FileOpen fails with error ARGUMENT (5004)
   FailPipeWrite,      // a write to a pipe fails
   FailFileWrite,      // the disk is full: of a write to a file only ARGUMENT bytes (0) are taken
   FailFileFlush,      // FileFlush does not reach the disk and sets error ARGUMENT (5026)
   FailFileMove,       // FileMove fails with error ARGUMENT (5020)
   CopyTicksError,     // CopyTicks and CopyTicksRange give -1 and error ARGUMENT (4401, 4403 …)
   CopyRatesError,     // CopyRates gives -1 and error ARGUMENT
   NotSynchronized,    // SERIES_SYNCHRONIZED and SymbolIsSynchronized say no
   OrderSendFalse,     // OrderSend and OrderSendAsync give false with retcode ARGUMENT; nothing is sent
   OrderCheckFalse,    // OrderCheck gives false with retcode ARGUMENT
   SlowCall,           // each OrderCheck, CopyTicks and FileFlush takes ARGUMENT ms
   CalendarError,      // CalendarValueHistory gives -1 and error ARGUMENT (5401)
  };

namespace faults
{
void set(const Line &line);
/** Whether the fault strikes now, about this subject; it is used up by that. */
bool strikes(Fault fault, const std::string &subject);
/** The argument of the fault, or the fallback where none was given. */
long long argument(Fault fault, long long fallback);
}
}
