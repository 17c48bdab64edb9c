#include "enum-names.h"

#include "../api/enums.h"

#include <map>

namespace host
{
static std::map<std::string, std::vector<EnumName>> listAll()
  {
   return {
#define MQL_BEGIN(ENUM) {#ENUM, {
#define MQL_VALUE(NAME, NUMBER) {#NAME, NUMBER},
#define MQL_NAME(NAME) {#NAME, NAME},
#define MQL_END(ENUM) }},
#include "../api/values/all.h"
#undef MQL_BEGIN
#undef MQL_VALUE
#undef MQL_NAME
#undef MQL_END
   };
  }

const std::vector<EnumName> &enumNames(const std::string &enumeration)
  {
   static const std::map<std::string, std::vector<EnumName>> all = listAll();
   return all.at(enumeration);
  }

/** What MQL5's EnumToString gives; a number that the enumeration does not have is shown as `ENUM_NAME::number`. */
static string nameOf(const char *enumeration, int number)
  {
   for(const EnumName &entry : enumNames(enumeration))
      if(entry.number == number)
         return string::utf8(entry.name);
   return string::utf8(std::string(enumeration) + "::" + std::to_string(number));
  }
}

#define MQL_BEGIN(ENUM) string EnumToString(ENUM value) { return host::nameOf(#ENUM, (int)value); }
#define MQL_VALUE(NAME, NUMBER)
#define MQL_NAME(NAME)
#define MQL_END(ENUM)
#include "../api/values/all.h"
