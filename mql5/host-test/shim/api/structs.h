// The structures of MQL5. Those that have bytes on a wire or in a file are packed as MQL5 packs them.
#pragma once

#include "enums.h"

#pragma pack(push, 1)
struct MqlTick
  {
   datetime time;
   double bid;
   double ask;
   double last;
   ulong volume;
   mql_long time_msc;
   uint flags;
   double volume_real;
  };

struct MqlRates
  {
   datetime time;
   double open;
   double high;
   double low;
   double close;
   mql_long tick_volume;
   int spread;
   mql_long real_volume;
  };
#pragma pack(pop)
static_assert(sizeof(MqlTick) == 60 && sizeof(MqlRates) == 60, "as MQL5 packs them");

struct MqlDateTime
  {
   int year;
   int mon;
   int day;
   int hour;
   int min;
   int sec;
   int day_of_week;
   int day_of_year;
  };

struct MqlTradeRequest
  {
   ENUM_TRADE_REQUEST_ACTIONS action;
   ulong magic;
   ulong order;
   string symbol;
   double volume;
   double price;
   double stoplimit;
   double sl;
   double tp;
   ulong deviation;
   ENUM_ORDER_TYPE type;
   ENUM_ORDER_TYPE_FILLING type_filling;
   ENUM_ORDER_TYPE_TIME type_time;
   datetime expiration;
   string comment;
   ulong position;
   ulong position_by;
  };

struct MqlTradeCheckResult
  {
   uint retcode;
   double balance;
   double equity;
   double profit;
   double margin;
   double margin_free;
   double margin_level;
   string comment;
  };

struct MqlTradeResult
  {
   uint retcode;
   ulong deal;
   ulong order;
   double volume;
   double price;
   double bid;
   double ask;
   string comment;
   uint request_id;
   int retcode_external;
  };

struct MqlTradeTransaction
  {
   ulong deal;
   ulong order;
   string symbol;
   ENUM_TRADE_TRANSACTION_TYPE type;
   ENUM_ORDER_TYPE order_type;
   ENUM_ORDER_STATE order_state;
   ENUM_DEAL_TYPE deal_type;
   ENUM_ORDER_TYPE_TIME time_type;
   datetime time_expiration;
   double price;
   double price_trigger;
   double price_sl;
   double price_tp;
   double volume;
   ulong position;
   ulong position_by;
  };

struct MqlCalendarCountry
  {
   ulong id;
   string name;
   string code;
   string currency;
   string currency_symbol;
   string url_name;
  };

struct MqlCalendarEvent
  {
   ulong id;
   ENUM_CALENDAR_EVENT_TYPE type;
   ENUM_CALENDAR_EVENT_SECTOR sector;
   ENUM_CALENDAR_EVENT_FREQUENCY frequency;
   ENUM_CALENDAR_EVENT_TIMEMODE time_mode;
   ulong country_id;
   ENUM_CALENDAR_EVENT_UNIT unit;
   ENUM_CALENDAR_EVENT_IMPORTANCE importance;
   ENUM_CALENDAR_EVENT_MULTIPLIER multiplier;
   uint digits;
   string source_url;
   string event_code;
   string name;
  };

/** Values are in millionths; LONG_MIN says that there is none. */
struct MqlCalendarValue
  {
   ulong id;
   ulong event_id;
   datetime time;
   datetime period;
   int revision;
   mql_long actual_value;
   mql_long prev_value;
   mql_long revised_prev_value;
   mql_long forecast_value;
   ENUM_CALENDAR_EVENT_IMPACT impact_type;

   bool HasActualValue() const { return actual_value != LONG_MIN; }
   bool HasPreviousValue() const { return prev_value != LONG_MIN; }
   bool HasRevisedValue() const { return revised_prev_value != LONG_MIN; }
   bool HasForecastValue() const { return forecast_value != LONG_MIN; }
   double GetActualValue() const { return number(actual_value); }
   double GetPreviousValue() const { return number(prev_value); }
   double GetRevisedValue() const { return number(revised_prev_value); }
   double GetForecastValue() const { return number(forecast_value); }

private:
   static double number(mql_long millionths) { return millionths == LONG_MIN ? std::nan("") : (double)millionths / 1000000.0; }
  };
