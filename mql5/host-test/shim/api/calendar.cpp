#include "calendar.h"

#include "../host/faults.h"
#include "../host/last-error.h"
#include "../host/mirror.h"

#include <algorithm>

using namespace host;

template <class T> static bool take(const std::map<ulong, T> &table, ulong id, T &value)
  {
   const auto found = table.find(id);
   if(found == table.end())
      return refuse(ERR_CALENDAR_NO_DATA);
   value = found->second;
   return true;
  }

bool CalendarCountryById(const mql_long country_id, MqlCalendarCountry &country) { return take(mirror.countries, (ulong)country_id, country); }
bool CalendarEventById(ulong event_id, MqlCalendarEvent &event) { return take(mirror.calendarEvents, event_id, event); }
bool CalendarValueById(ulong value_id, MqlCalendarValue &value) { return take(mirror.calendarValues, value_id, value); }

template <class T> static int give(const std::vector<T> &found, MqlArray<T> &array)
  {
   size_t n = found.size();
   if(array.isFixed())
     {
      n = std::min(n, array.size());
      if(n < found.size())
         setLastError(ERR_CALENDAR_MORE_DATA);
     }
   else
      array.resize(n);
   for(size_t i = 0; i < n; i++)
      array.data()[i] = found[i];
   return (int)n;
  }

int CalendarCountries(MqlArray<MqlCalendarCountry> &countries)
  {
   std::vector<MqlCalendarCountry> found;
   for(const auto &[id, country] : mirror.countries)
      found.push_back(country);
   return give(found, countries);
  }

/** Whether an event is of the country and the currency; NULL and an empty text ask for any. */
static bool isOf(const MqlCalendarEvent &event, const string &countryCode, const string &currency)
  {
   const auto country = mirror.countries.find(event.country_id);
   if(country == mirror.countries.end())
      return countryCode.s.empty() && currency.s.empty();
   return (countryCode.s.empty() || country->second.code.s == countryCode.s) && (currency.s.empty() || country->second.currency.s == currency.s);
  }

static int eventsOf(const string &countryCode, const string &currency, MqlArray<MqlCalendarEvent> &events)
  {
   std::vector<MqlCalendarEvent> found;
   for(const auto &[id, event] : mirror.calendarEvents)
      if(isOf(event, countryCode, currency))
         found.push_back(event);
   return give(found, events);
  }

int CalendarEventByCountry(string country_code, MqlArray<MqlCalendarEvent> &events) { return eventsOf(country_code, NULL, events); }
int CalendarEventByCurrency(const string &currency, MqlArray<MqlCalendarEvent> &events) { return eventsOf(NULL, currency, events); }

/** The values in [from, to) in the order of time; `to` of 0 has no end. */
template <class Wanted> static int valuesOf(datetime from, datetime to, MqlArray<MqlCalendarValue> &values, Wanted isWanted)
  {
   std::vector<MqlCalendarValue> found;
   for(const auto &[id, value] : mirror.calendarValues)
      if(value.time >= from && (to == 0 || value.time < to) && isWanted(value))
         found.push_back(value);
   std::stable_sort(found.begin(), found.end(), [](const MqlCalendarValue &a, const MqlCalendarValue &b) { return a.time < b.time; });
   return give(found, values);
  }

int CalendarValueHistory(MqlArray<MqlCalendarValue> &values, datetime from, datetime to, const string &country_code, const string &currency)
  {
   if(faults::strikes(Fault::CalendarError, ""))
     {
      setLastError((int)faults::argument(Fault::CalendarError, ERR_CALENDAR_TIMEOUT));
      return -1;
     }
   return valuesOf(from, to, values, [&](const MqlCalendarValue &value)
     {
      const auto event = mirror.calendarEvents.find(value.event_id);
      return event != mirror.calendarEvents.end() && isOf(event->second, country_code, currency);
     });
  }

int CalendarValueHistoryByEvent(ulong event_id, MqlArray<MqlCalendarValue> &values, datetime from, datetime to)
  {
   return valuesOf(from, to, values, [event_id](const MqlCalendarValue &value) { return value.event_id == event_id; });
  }

/** The newest change is the highest value id here; the terminal's own count of changes is not shown to programs otherwise. */
int CalendarValueLast(ulong &change_id, MqlArray<MqlCalendarValue> &values, const string &country_code, const string &currency)
  {
   const ulong known = change_id;
   change_id = mirror.calendarValues.empty() ? 1 : mirror.calendarValues.rbegin()->first;
   if(known == 0)
      return 0;
   return valuesOf(0, 0, values, [&](const MqlCalendarValue &value)
     {
      const auto event = mirror.calendarEvents.find(value.event_id);
      return value.id > known && event != mirror.calendarEvents.end() && isOf(event->second, country_code, currency);
     });
  }
