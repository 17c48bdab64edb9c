// A thing of the terminal's base (a position, a symbol, the account) as MQL5 shows it: integers, doubles and strings by property. What the
// terminal never said is zero or empty.
#pragma once

#include "../api/enums.h"

#include <map>

namespace host
{
struct PropertyPlace
  {
   enum Kind { Integer, Double, String } kind;
   int number;
  };

/** The properties of one family by their MQL5 names, taken from the lists of api/values. */
class PropertyNames
  {
   std::map<std::string, PropertyPlace> m_places;

public:
   PropertyNames(const char *integers, const char *doubles, const char *strings);
   const PropertyPlace *find(const std::string &name) const;
  };

class Record
  {
   std::vector<mql_long> m_integers;
   std::vector<double> m_doubles;
   std::vector<string> m_strings;

public:
   mql_long integer(int property) const { return (size_t)property < m_integers.size() ? m_integers[property] : 0; }
   double number(int property) const { return (size_t)property < m_doubles.size() ? m_doubles[property] : 0; }
   string text(int property) const { return (size_t)property < m_strings.size() ? m_strings[property] : string(u"", 0); }
   void setInteger(int property, mql_long value);
   void setNumber(int property, double value);
   void setText(int property, const string &value);
   /** Takes `NAME=value`; ends the host on a name that the family does not have, because a script that is misspelt proves nothing. */
   void assign(const PropertyNames &names, const std::string &field);
  };

extern const PropertyNames accountNames, terminalNames, programNames, symbolNames, positionNames, orderNames, dealNames;
}
