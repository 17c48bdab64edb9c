// What GetLastError() gives.
#pragma once

#include "../api/enums.h"

namespace host
{
void setLastError(int code);
/** False with the error set: for the many functions that end so. */
inline bool refuse(int code)
  {
   setLastError(code);
   return false;
  }
}
