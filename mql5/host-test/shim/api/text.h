#pragma once

#include "array.h"

/** One value of a format; a string, a floating point number, or an integer with its width. */
struct MqlFormatValue
  {
   enum Kind { Integer, Floating, Text } kind;
   mql_long integer = 0;
   double floating = 0;
   string text;

   MqlFormatValue(const string &value) : kind(Text), text(value) {}
   MqlFormatValue(datetime value) : kind(Integer), integer(value.v) {}
   template <class T, class = std::enable_if_t<mql_is_number<T>>> MqlFormatValue(T value) : kind(std::is_floating_point_v<T> ? Floating : Integer)
     {
      if constexpr(std::is_floating_point_v<T>)
         floating = (double)value;
      else
         integer = (mql_long)value;
     }
  };

string mql_format(const string &format, const MqlFormatValue *values, int count);

template <class... A> string StringFormat(const string &format, const A &...values)
  {
   const MqlFormatValue list[] = {MqlFormatValue(values)..., MqlFormatValue(0)};
   return mql_format(format, list, (int)sizeof...(A));
  }

inline const string &mql_part(const string &value) { return value; }
inline string mql_part(datetime value) { return string(value); }
template <class T, class = std::enable_if_t<mql_is_number<T>>> string mql_part(T value) { return string(value); }
template <class... A> string mql_joined(const A &...parts)
  {
   string joined;
   ((joined += mql_part(parts)), ...);
   return joined;
  }

int StringLen(const string &text);
int StringBufferLen(const string &text);
int StringCompare(const string &a, const string &b, bool case_sensitive = true);
int StringConcatenate(string &to, const string &a, const string &b);
bool StringAdd(string &to, const string &addition);
bool StringInit(string &text, int length = 0, ushort character = 0);
bool StringReserve(string &text, uint capacity);
int StringFind(const string &text, const string &match, int start = 0);
string StringSubstr(const string &text, int start, int length = -1);
ushort StringGetCharacter(const string &text, int position);
bool StringSetCharacter(string &text, int position, ushort character);
bool StringSetLength(string &text, uint length);
int StringReplace(string &text, const string &find, const string &replacement);
int StringSplit(const string &text, const ushort separator, MqlArray<string> &parts);
bool StringToLower(string &text);
bool StringToUpper(string &text);
int StringTrimLeft(string &text);
int StringTrimRight(string &text);
int StringFill(string &text, ushort character);

int StringToCharArray(const string &text, MqlArray<uchar> &bytes, int start = 0, int count = -1, uint codepage = CP_ACP);
string CharArrayToString(const MqlArray<uchar> &bytes, int start = 0, int count = -1, uint codepage = CP_ACP);
int StringToShortArray(const string &text, MqlArray<ushort> &units, int start = 0, int count = -1);
string ShortArrayToString(const MqlArray<ushort> &units, int start = 0, int count = -1);
string CharToString(uchar code);
string ShortToString(ushort code);

mql_long StringToInteger(const string &text);
double StringToDouble(const string &text);
datetime StringToTime(const string &text);
string IntegerToString(mql_long number, int length = 0, ushort fill = ' ');
string DoubleToString(double value, int digits = 8);
string TimeToString(datetime value, int mode = 3);
