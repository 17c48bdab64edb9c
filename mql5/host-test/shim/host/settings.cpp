#include "settings.h"

#include <cstdlib>
#include <map>

namespace host
{
static std::string fromEnvironment(const char *name)
  {
   const char *value = getenv(name);
   return value == nullptr ? std::string() : value;
  }

const Settings &settings()
  {
   static const Settings read{fromEnvironment("ATS_HOST_NAME"), fromEnvironment("ATS_HOST_LINK"), fromEnvironment("ATS_HOST_FILES"),
                              fromEnvironment("ATS_HOST_COMMON"), fromEnvironment("ATS_HOST_PIPES"), fromEnvironment("ATS_HOST_FLUSHED")};
   return read;
  }

static std::map<std::string, std::string> readInputs()
  {
   std::map<std::string, std::string> inputs;
   const std::string lines = fromEnvironment("ATS_HOST_INPUTS");
   for(size_t at = 0; at < lines.size();)
     {
      const size_t end = lines.find('\n', at);
      const std::string line = lines.substr(at, end == std::string::npos ? end : end - at);
      const size_t equals = line.find('=');
      if(equals != std::string::npos)
         inputs[line.substr(0, equals)] = line.substr(equals + 1);
      if(end == std::string::npos)
         break;
      at = end + 1;
     }
   return inputs;
  }

const char *inputText(const char *name)
  {
   static const std::map<std::string, std::string> inputs = readInputs();
   const auto found = inputs.find(name);
   return found == inputs.end() ? nullptr : found->second.c_str();
  }
}

const char *mql_input_text(const char *name) { return host::inputText(name); }
