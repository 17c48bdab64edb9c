// A call that a busy terminal answers slowly.
#pragma once

#include "../plat.h"
#include "faults.h"

namespace host
{
inline void slowCall()
  {
   if(faults::strikes(Fault::SlowCall, ""))
      plat::sleepMs((int)faults::argument(Fault::SlowCall, 100));
  }
}
