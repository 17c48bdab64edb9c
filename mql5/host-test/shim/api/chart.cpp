#include "chart.h"

#include "../host/last-error.h"
#include "../host/link.h"
#include "../host/mirror.h"
#include "../host/record.h"

using namespace host;

namespace
{
struct ChartObject
  {
   ENUM_OBJECT type;
   Record properties;
  };

const mql_long ownChart = 1;
Record chart;
std::map<std::string, ChartObject> objects;

bool isOwn(mql_long chartId) { return chartId == 0 || chartId == ownChart || refuse(ERR_CHART_WRONG_ID); }

ChartObject *find(mql_long chartId, const string &name)
  {
   if(!isOwn(chartId))
      return nullptr;
   const auto found = objects.find(name.u8());
   if(found != objects.end())
      return &found->second;
   setLastError(ERR_OBJECT_NOT_FOUND);
   return nullptr;
  }

void tell(const string &name, const string &property, const string &value) { link::say({"OBJECT", name.u8(), property.u8(), value.u8()}); }
}

mql_long ChartID() { return ownChart; }
string ChartSymbol(mql_long) { return string::utf8(mirror.chartSymbol); }
ENUM_TIMEFRAMES ChartPeriod(mql_long) { return mirror.chartPeriod; }
void ChartRedraw(mql_long) {}

bool ChartSetInteger(mql_long chart_id, ENUM_CHART_PROPERTY_INTEGER property, mql_long value)
  {
   if(!isOwn(chart_id))
      return false;
   chart.setInteger(property, value);
   return true;
  }

bool ChartSetInteger(mql_long chart_id, ENUM_CHART_PROPERTY_INTEGER property, uint, mql_long value) { return ChartSetInteger(chart_id, property, value); }

bool ChartSetDouble(mql_long chart_id, ENUM_CHART_PROPERTY_DOUBLE property, double value)
  {
   if(!isOwn(chart_id))
      return false;
   chart.setNumber(property, value);
   return true;
  }

bool ChartSetString(mql_long chart_id, ENUM_CHART_PROPERTY_STRING property, const string &value)
  {
   if(!isOwn(chart_id))
      return false;
   chart.setText(property, value);
   if(property == CHART_COMMENT)
      link::say({"COMMENT", value.u8()});
   return true;
  }

mql_long ChartGetInteger(mql_long chart_id, ENUM_CHART_PROPERTY_INTEGER property, int) { return isOwn(chart_id) ? chart.integer(property) : 0; }

bool ChartGetInteger(mql_long chart_id, ENUM_CHART_PROPERTY_INTEGER property, int, mql_long &value)
  {
   value = ChartGetInteger(chart_id, property);
   return isOwn(chart_id);
  }

double ChartGetDouble(mql_long chart_id, ENUM_CHART_PROPERTY_DOUBLE property, int) { return isOwn(chart_id) ? chart.number(property) : 0; }
string ChartGetString(mql_long chart_id, ENUM_CHART_PROPERTY_STRING property) { return isOwn(chart_id) ? chart.text(property) : string(u"", 0); }

bool ObjectCreate(mql_long chart_id, const string &name, ENUM_OBJECT type, int, datetime time1, double price1)
  {
   if(!isOwn(chart_id))
      return false;
   ChartObject &object = objects[name.u8()];
   object.type = type;
   object.properties.setInteger(OBJPROP_TYPE, type);
   object.properties.setInteger(OBJPROP_TIME, time1);
   object.properties.setNumber(OBJPROP_PRICE, price1);
   tell(name, string(u"OBJPROP_TYPE", 12), EnumToString(type));
   return true;
  }

bool ObjectDelete(mql_long chart_id, const string &name)
  {
   if(find(chart_id, name) == nullptr)
      return false;
   objects.erase(name.u8());
   link::say({"OBJECT_GONE", name.u8()});
   return true;
  }

static int deleteWhere(const std::string &prefix, int type)
  {
   std::vector<std::string> names;
   for(const auto &[name, object] : objects)
      if(name.compare(0, prefix.size(), prefix) == 0 && (type < 0 || object.type == type))
         names.push_back(name);
   for(const std::string &name : names)
      ObjectDelete(0, string::utf8(name));
   return (int)names.size();
  }

int ObjectsDeleteAll(mql_long chart_id, int, int type) { return isOwn(chart_id) ? deleteWhere("", type) : 0; }
int ObjectsDeleteAll(mql_long chart_id, const string &prefix, int, int type) { return isOwn(chart_id) ? deleteWhere(prefix.u8(), type) : 0; }
int ObjectFind(mql_long chart_id, const string &name) { return find(chart_id, name) == nullptr ? -1 : 0; }
int ObjectsTotal(mql_long chart_id, int, int) { return isOwn(chart_id) ? (int)objects.size() : 0; }

string ObjectName(mql_long chart_id, int index, int, int)
  {
   if(!isOwn(chart_id) || index < 0 || (size_t)index >= objects.size())
      return string(u"", 0);
   return string::utf8(std::next(objects.begin(), index)->first);
  }

bool ObjectSetInteger(mql_long chart_id, const string &name, ENUM_OBJECT_PROPERTY_INTEGER property, mql_long value)
  {
   ChartObject *object = find(chart_id, name);
   if(object == nullptr)
      return false;
   object->properties.setInteger(property, value);
   tell(name, EnumToString(property), string(value));
   return true;
  }

bool ObjectSetInteger(mql_long chart_id, const string &name, ENUM_OBJECT_PROPERTY_INTEGER property, int, mql_long value)
  {
   return ObjectSetInteger(chart_id, name, property, value);
  }

bool ObjectSetDouble(mql_long chart_id, const string &name, ENUM_OBJECT_PROPERTY_DOUBLE property, double value)
  {
   ChartObject *object = find(chart_id, name);
   if(object == nullptr)
      return false;
   object->properties.setNumber(property, value);
   tell(name, EnumToString(property), string(value));
   return true;
  }

bool ObjectSetString(mql_long chart_id, const string &name, ENUM_OBJECT_PROPERTY_STRING property, const string &value)
  {
   ChartObject *object = find(chart_id, name);
   if(object == nullptr)
      return false;
   object->properties.setText(property, value);
   tell(name, EnumToString(property), value);
   return true;
  }

mql_long ObjectGetInteger(mql_long chart_id, const string &name, ENUM_OBJECT_PROPERTY_INTEGER property, int)
  {
   const ChartObject *object = find(chart_id, name);
   return object == nullptr ? 0 : object->properties.integer(property);
  }

double ObjectGetDouble(mql_long chart_id, const string &name, ENUM_OBJECT_PROPERTY_DOUBLE property, int)
  {
   const ChartObject *object = find(chart_id, name);
   return object == nullptr ? 0 : object->properties.number(property);
  }

string ObjectGetString(mql_long chart_id, const string &name, ENUM_OBJECT_PROPERTY_STRING property, int)
  {
   const ChartObject *object = find(chart_id, name);
   return object == nullptr ? string(u"", 0) : object->properties.text(property);
  }
