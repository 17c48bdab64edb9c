// The names of the enumerations' values, from the same lists as the enumerations.
#pragma once

#include <string>
#include <vector>

namespace host
{
struct EnumName
  {
   std::string name;
   int number;
  };

const std::vector<EnumName> &enumNames(const std::string &enumeration);
}
