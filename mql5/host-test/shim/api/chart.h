// The chart that the program runs on: a comment, labels and buttons. Its id is 1, and 0 means it too.
#pragma once

#include "enums.h"

mql_long ChartID();
string ChartSymbol(mql_long chart_id = 0);
ENUM_TIMEFRAMES ChartPeriod(mql_long chart_id = 0);
void ChartRedraw(mql_long chart_id = 0);
bool ChartSetInteger(mql_long chart_id, ENUM_CHART_PROPERTY_INTEGER property, mql_long value);
bool ChartSetInteger(mql_long chart_id, ENUM_CHART_PROPERTY_INTEGER property, uint window, mql_long value);
bool ChartSetDouble(mql_long chart_id, ENUM_CHART_PROPERTY_DOUBLE property, double value);
bool ChartSetString(mql_long chart_id, ENUM_CHART_PROPERTY_STRING property, const string &value);
mql_long ChartGetInteger(mql_long chart_id, ENUM_CHART_PROPERTY_INTEGER property, int window = 0);
bool ChartGetInteger(mql_long chart_id, ENUM_CHART_PROPERTY_INTEGER property, int window, mql_long &value);
double ChartGetDouble(mql_long chart_id, ENUM_CHART_PROPERTY_DOUBLE property, int window = 0);
string ChartGetString(mql_long chart_id, ENUM_CHART_PROPERTY_STRING property);

bool ObjectCreate(mql_long chart_id, const string &name, ENUM_OBJECT type, int window, datetime time1, double price1);
bool ObjectDelete(mql_long chart_id, const string &name);
int ObjectsDeleteAll(mql_long chart_id, int window = -1, int type = -1);
int ObjectsDeleteAll(mql_long chart_id, const string &prefix, int window = -1, int type = -1);
int ObjectFind(mql_long chart_id, const string &name);
int ObjectsTotal(mql_long chart_id, int window = -1, int type = -1);
string ObjectName(mql_long chart_id, int index, int window = -1, int type = -1);
bool ObjectSetInteger(mql_long chart_id, const string &name, ENUM_OBJECT_PROPERTY_INTEGER property, mql_long value);
bool ObjectSetInteger(mql_long chart_id, const string &name, ENUM_OBJECT_PROPERTY_INTEGER property, int modifier, mql_long value);
bool ObjectSetDouble(mql_long chart_id, const string &name, ENUM_OBJECT_PROPERTY_DOUBLE property, double value);
bool ObjectSetString(mql_long chart_id, const string &name, ENUM_OBJECT_PROPERTY_STRING property, const string &value);
mql_long ObjectGetInteger(mql_long chart_id, const string &name, ENUM_OBJECT_PROPERTY_INTEGER property, int modifier = 0);
double ObjectGetDouble(mql_long chart_id, const string &name, ENUM_OBJECT_PROPERTY_DOUBLE property, int modifier = 0);
string ObjectGetString(mql_long chart_id, const string &name, ENUM_OBJECT_PROPERTY_STRING property, int modifier = 0);
