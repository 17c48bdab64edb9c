#include "record.h"

#include "enum-names.h"

namespace host
{
PropertyNames::PropertyNames(const char *integers, const char *doubles, const char *strings)
  {
   const std::pair<const char *, PropertyPlace::Kind> lists[] = {{integers, PropertyPlace::Integer}, {doubles, PropertyPlace::Double}, {strings, PropertyPlace::String}};
   for(const auto &[list, kind] : lists)
      if(list != nullptr)
         for(const EnumName &entry : enumNames(list))
            m_places[entry.name] = {kind, entry.number};
  }

const PropertyPlace *PropertyNames::find(const std::string &name) const
  {
   const auto found = m_places.find(name);
   return found == m_places.end() ? nullptr : &found->second;
  }

template <class T> static void put(std::vector<T> &values, int property, const T &value)
  {
   if((size_t)property >= values.size())
      values.resize((size_t)property + 1);
   values[(size_t)property] = value;
  }

void Record::setInteger(int property, mql_long value) { put(m_integers, property, value); }
void Record::setNumber(int property, double value) { put(m_doubles, property, value); }
void Record::setText(int property, const string &value) { put(m_strings, property, value); }

void Record::assign(const PropertyNames &names, const std::string &field)
  {
   const size_t equals = field.find('=');
   const PropertyPlace *place = equals == std::string::npos ? nullptr : names.find(field.substr(0, equals));
   if(place == nullptr)
      mql_critical(("the terminal named an unknown property: " + field).c_str());
   const char *value = field.c_str() + equals + 1;
   switch(place->kind)
     {
      // A magic above 2^63 arrives without a sign.
      case PropertyPlace::Integer: setInteger(place->number, value[0] == '-' ? strtoll(value, nullptr, 10) : (mql_long)strtoull(value, nullptr, 10)); break;
      case PropertyPlace::Double: setNumber(place->number, strtod(value, nullptr)); break;
      case PropertyPlace::String: setText(place->number, string::utf8(value)); break;
     }
  }

const PropertyNames accountNames("ENUM_ACCOUNT_INFO_INTEGER", "ENUM_ACCOUNT_INFO_DOUBLE", "ENUM_ACCOUNT_INFO_STRING");
const PropertyNames terminalNames("ENUM_TERMINAL_INFO_INTEGER", "ENUM_TERMINAL_INFO_DOUBLE", "ENUM_TERMINAL_INFO_STRING");
const PropertyNames programNames("ENUM_MQL_INFO_INTEGER", nullptr, "ENUM_MQL_INFO_STRING");
const PropertyNames symbolNames("ENUM_SYMBOL_INFO_INTEGER", "ENUM_SYMBOL_INFO_DOUBLE", "ENUM_SYMBOL_INFO_STRING");
const PropertyNames positionNames("ENUM_POSITION_PROPERTY_INTEGER", "ENUM_POSITION_PROPERTY_DOUBLE", "ENUM_POSITION_PROPERTY_STRING");
const PropertyNames orderNames("ENUM_ORDER_PROPERTY_INTEGER", "ENUM_ORDER_PROPERTY_DOUBLE", "ENUM_ORDER_PROPERTY_STRING");
const PropertyNames dealNames("ENUM_DEAL_PROPERTY_INTEGER", "ENUM_DEAL_PROPERTY_DOUBLE", "ENUM_DEAL_PROPERTY_STRING");
}
