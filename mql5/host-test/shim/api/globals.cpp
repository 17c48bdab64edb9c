#include "globals.h"

#include "../host/last-error.h"
#include "../host/link.h"
#include "../host/mirror.h"
#include "../host/port-calls.h"
#include "time.h"

using namespace host;

static const GlobalVariable *find(const string &name)
  {
   const auto found = mirror.globals.find(name.u8());
   if(found != mirror.globals.end())
      return &found->second;
   setLastError(ERR_GLOBALVARIABLE_NOT_FOUND);
   return nullptr;
  }

datetime GlobalVariableSet(const string &name, double value)
  {
   PortCall call("GlobalVariableSet", name.u8());
   const datetime now = TimeLocal();
   mirror.globals[name.u8()] = {value, now};
   char text[40];
   snprintf(text, sizeof text, "%.17g", value);
   link::say({"GLOBAL_SET", name.u8(), text, std::to_string(now.v)});
   return now;
  }

double GlobalVariableGet(const string &name)
  {
   const GlobalVariable *variable = find(name);
   return variable == nullptr ? 0 : variable->value;
  }

bool GlobalVariableGet(const string &name, double &value)
  {
   const GlobalVariable *variable = find(name);
   if(variable != nullptr)
      value = variable->value;
   return variable != nullptr;
  }

bool GlobalVariableCheck(const string &name) { return mirror.globals.find(name.u8()) != mirror.globals.end(); }

bool GlobalVariableDel(const string &name)
  {
   PortCall call("GlobalVariableDel", name.u8());
   if(mirror.globals.erase(name.u8()) == 0)
      return refuse(ERR_GLOBALVARIABLE_NOT_FOUND);
   link::say({"GLOBAL_DEL", name.u8()});
   return true;
  }

bool GlobalVariableTemp(const string &name)
  {
   if(GlobalVariableCheck(name))
      return refuse(ERR_GLOBALVARIABLE_EXISTS);
   return GlobalVariableSet(name, 0) != 0;
  }

bool GlobalVariableSetOnCondition(const string &name, double value, double check_value)
  {
   const GlobalVariable *variable = find(name);
   return variable != nullptr && variable->value == check_value && GlobalVariableSet(name, value) != 0;
  }

datetime GlobalVariableTime(const string &name)
  {
   const GlobalVariable *variable = find(name);
   return variable == nullptr ? datetime(0) : datetime(variable->time);
  }

int GlobalVariablesTotal() { return (int)mirror.globals.size(); }

string GlobalVariableName(int index)
  {
   if(index < 0 || (size_t)index >= mirror.globals.size())
      return string(u"", 0);
   return string::utf8(std::next(mirror.globals.begin(), index)->first);
  }

int GlobalVariablesDeleteAll(const string &prefix, datetime limit)
  {
   std::vector<std::string> names;
   for(const auto &[name, variable] : mirror.globals)
      if(name.compare(0, prefix.u8().size(), prefix.u8()) == 0 && (limit == 0 || variable.time < limit))
         names.push_back(name);
   for(const std::string &name : names)
      GlobalVariableDel(string::utf8(name));
   return (int)names.size();
  }

void GlobalVariablesFlush()
  {
   PortCall call("GlobalVariablesFlush", "");
   link::say({"GLOBALS_FLUSH"});
  }
