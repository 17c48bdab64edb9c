// The economic calendar. Its times are the trade server's.
#pragma once

#include "array.h"
#include "structs.h"

bool CalendarCountryById(const mql_long country_id, MqlCalendarCountry &country);
bool CalendarEventById(ulong event_id, MqlCalendarEvent &event);
bool CalendarValueById(ulong value_id, MqlCalendarValue &value);
int CalendarCountries(MqlArray<MqlCalendarCountry> &countries);
int CalendarEventByCountry(string country_code, MqlArray<MqlCalendarEvent> &events);
int CalendarEventByCurrency(const string &currency, MqlArray<MqlCalendarEvent> &events);
int CalendarValueHistory(MqlArray<MqlCalendarValue> &values, datetime from, datetime to = 0, const string &country_code = NULL, const string &currency = NULL);
int CalendarValueHistoryByEvent(ulong event_id, MqlArray<MqlCalendarValue> &values, datetime from, datetime to = 0);
int CalendarValueLast(ulong &change_id, MqlArray<MqlCalendarValue> &values, const string &country_code = NULL, const string &currency = NULL);
