#include "time.h"

#include "../host/clock.h"
#include "../host/mirror.h"
#include "text.h"

using namespace host;

static datetime both(datetime time, MqlDateTime &parts)
  {
   TimeToStruct(time, parts);
   return time;
  }

datetime TimeGMT() { return clock::utcMs() / 1000; }
datetime TimeGMT(MqlDateTime &parts) { return both(TimeGMT(), parts); }
datetime TimeLocal() { return TimeGMT() + clock::localOffsetSeconds(); }
datetime TimeLocal(MqlDateTime &parts) { return both(TimeLocal(), parts); }
// The server's time runs on with the PC's clock between quotes, as the terminal computes it.
datetime TimeTradeServer() { return TimeGMT() + clock::serverOffsetSeconds(); }
datetime TimeTradeServer(MqlDateTime &parts) { return both(TimeTradeServer(), parts); }
datetime TimeCurrent() { return mirror.lastQuoteMs / 1000; }
datetime TimeCurrent(MqlDateTime &parts) { return both(TimeCurrent(), parts); }
int TimeGMTOffset() { return -clock::localOffsetSeconds(); }
int TimeDaylightSavings() { return 0; }
uint GetTickCount() { return (uint)GetTickCount64(); }
ulong GetTickCount64() { return (ulong)(clock::monotonicUs() / 1000); }

ulong GetMicrosecondCount()
  {
   static const long long start = clock::monotonicUs();
   return (ulong)(clock::monotonicUs() - start);
  }

static const int daysBefore[12] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};

static bool isLeap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

/** Days from 1970-01-01 to the first of January. */
static mql_long daysToYear(int year)
  {
   const mql_long y = year - 1;
   return y * 365 + y / 4 - y / 100 + y / 400 - 719162;
  }

datetime StructToTime(const MqlDateTime &parts)
  {
   const int month = parts.mon < 1 ? 1 : parts.mon > 12 ? 12 : parts.mon;
   const mql_long days = daysToYear(parts.year) + daysBefore[month - 1] + (month > 2 && isLeap(parts.year) ? 1 : 0) + parts.day - 1;
   return days * 86400 + parts.hour * 3600 + parts.min * 60 + parts.sec;
  }

bool TimeToStruct(datetime time, MqlDateTime &parts)
  {
   const mql_long days = time.v / 86400 - (time.v % 86400 < 0 ? 1 : 0);
   const int seconds = (int)(time.v - days * 86400);
   parts.year = 1970 + (int)(days / 366);
   while(daysToYear(parts.year + 1) <= days)
      parts.year++;
   parts.day_of_year = (int)(days - daysToYear(parts.year));
   parts.mon = 12;
   const int leap = isLeap(parts.year) ? 1 : 0;
   while(daysBefore[parts.mon - 1] + (parts.mon > 2 ? leap : 0) > parts.day_of_year)
      parts.mon--;
   parts.day = parts.day_of_year - daysBefore[parts.mon - 1] - (parts.mon > 2 ? leap : 0) + 1;
   parts.hour = seconds / 3600;
   parts.min = seconds / 60 % 60;
   parts.sec = seconds % 60;
   parts.day_of_week = (int)((days % 7 + 11) % 7);
   return true;
  }
