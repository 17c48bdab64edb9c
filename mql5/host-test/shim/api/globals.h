// The terminal's global variables: doubles by name, kept by the terminal, seen by every program in it.
#pragma once

#include "types.h"

datetime GlobalVariableSet(const string &name, double value);
double GlobalVariableGet(const string &name);
bool GlobalVariableGet(const string &name, double &value);
bool GlobalVariableCheck(const string &name);
bool GlobalVariableDel(const string &name);
bool GlobalVariableTemp(const string &name);
bool GlobalVariableSetOnCondition(const string &name, double value, double check_value);
datetime GlobalVariableTime(const string &name);
int GlobalVariablesTotal();
string GlobalVariableName(int index);
int GlobalVariablesDeleteAll(const string &prefix = NULL, datetime limit = 0);
void GlobalVariablesFlush();
