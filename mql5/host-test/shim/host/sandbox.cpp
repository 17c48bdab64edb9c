#include "sandbox.h"

#include "last-error.h"
#include "settings.h"

#include <algorithm>

namespace host
{
bool isPipe(const string &name) { return name.u8().compare(0, strlen(pipePrefix), pipePrefix) == 0; }

std::string sandboxPath(const string &name, bool isCommon)
  {
   std::string path = name.u8();
   std::replace(path.begin(), path.end(), '\\', '/');
   const bool leaves = path.empty() || path[0] == '/' || path.find(':') != std::string::npos || ("/" + path + "/").find("/../") != std::string::npos;
   if(leaves)
     {
      setLastError(ERR_WRONG_FILENAME);
      return std::string();
     }
   return (isCommon ? settings().common : settings().files) + "/" + path;
  }
}
