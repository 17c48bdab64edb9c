// Symbols, ticks and bars.
#pragma once

#include "array.h"
#include "structs.h"

int SymbolsTotal(bool selected);
string SymbolName(int position, bool selected);
bool SymbolExist(const string &name, bool &is_custom);
bool SymbolSelect(const string &name, bool select);
bool SymbolIsSynchronized(const string &name);
mql_long SymbolInfoInteger(const string &name, ENUM_SYMBOL_INFO_INTEGER property);
bool SymbolInfoInteger(const string &name, ENUM_SYMBOL_INFO_INTEGER property, mql_long &value);
double SymbolInfoDouble(const string &name, ENUM_SYMBOL_INFO_DOUBLE property);
bool SymbolInfoDouble(const string &name, ENUM_SYMBOL_INFO_DOUBLE property, double &value);
string SymbolInfoString(const string &name, ENUM_SYMBOL_INFO_STRING property);
bool SymbolInfoString(const string &name, ENUM_SYMBOL_INFO_STRING property, string &value);
bool SymbolInfoTick(const string &name, MqlTick &tick);
bool SymbolInfoSessionQuote(const string &name, ENUM_DAY_OF_WEEK day, uint session, datetime &from, datetime &to);
bool SymbolInfoSessionTrade(const string &name, ENUM_DAY_OF_WEEK day, uint session, datetime &from, datetime &to);
bool SymbolInfoMarginRate(const string &name, ENUM_ORDER_TYPE type, double &initial, double &maintenance);

int CopyTicks(const string &symbol, MqlArray<MqlTick> &ticks, uint flags = (uint)COPY_TICKS_ALL, ulong from = 0, uint count = 0);
int CopyTicksRange(const string &symbol, MqlArray<MqlTick> &ticks, uint flags = (uint)COPY_TICKS_ALL, ulong from_msc = 0, ulong to_msc = 0);

int CopyRates(const string &symbol, ENUM_TIMEFRAMES timeframe, int start_pos, int count, MqlArray<MqlRates> &rates);
int CopyRates(const string &symbol, ENUM_TIMEFRAMES timeframe, datetime start_time, int count, MqlArray<MqlRates> &rates);
int CopyRates(const string &symbol, ENUM_TIMEFRAMES timeframe, datetime start_time, datetime stop_time, MqlArray<MqlRates> &rates);
int CopyTime(const string &symbol, ENUM_TIMEFRAMES timeframe, int start_pos, int count, MqlArray<datetime> &times);
mql_long SeriesInfoInteger(const string &symbol, ENUM_TIMEFRAMES timeframe, ENUM_SERIES_INFO_INTEGER property);
bool SeriesInfoInteger(const string &symbol, ENUM_TIMEFRAMES timeframe, ENUM_SERIES_INFO_INTEGER property, mql_long &value);
int Bars(const string &symbol, ENUM_TIMEFRAMES timeframe);
int Bars(const string &symbol, ENUM_TIMEFRAMES timeframe, datetime start_time, datetime stop_time);
int iBars(const string &symbol, ENUM_TIMEFRAMES timeframe);
int iBarShift(const string &symbol, ENUM_TIMEFRAMES timeframe, datetime time, bool exact = false);
datetime iTime(const string &symbol, ENUM_TIMEFRAMES timeframe, int shift);
double iOpen(const string &symbol, ENUM_TIMEFRAMES timeframe, int shift);
double iHigh(const string &symbol, ENUM_TIMEFRAMES timeframe, int shift);
double iLow(const string &symbol, ENUM_TIMEFRAMES timeframe, int shift);
double iClose(const string &symbol, ENUM_TIMEFRAMES timeframe, int shift);
int PeriodSeconds(ENUM_TIMEFRAMES timeframe = PERIOD_CURRENT);
