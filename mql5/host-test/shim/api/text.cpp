#include "text.h"

#include "time.h"

#include "enums.h"

#include <cwctype>

static string ascii(const std::string &text) { return string(std::u16string(text.begin(), text.end())); }
static const string empty(u"", 0);

namespace
{
/** One conversion of a format: %[flags][width][.precision][size]type, with the sizes of MQL5 (h, l, I32, I64). */
struct Conversion
  {
   std::string flags;
   bool is64 = false;
   bool is16 = false;
   char type = 0;
  };

Conversion parseConversion(const std::string &format, size_t &at)
  {
   Conversion conversion;
   while(at < format.size() && strchr("-+ #0123456789.", format[at]) != nullptr)
      conversion.flags += format[at++];
   if(format.compare(at, 3, "I64") == 0 || format.compare(at, 3, "I32") == 0)
     {
      conversion.is64 = format[at + 1] == '6';
      at += 3;
     }
   for(; at < format.size() && (format[at] == 'l' || format[at] == 'h'); at++)
     {
      conversion.is16 = format[at] == 'h';
      // In MQL5 `l` is 32 bits, and `ll` is 64.
      conversion.is64 = format[at] == 'l' && at > 0 && format[at - 1] == 'l';
     }
   if(at < format.size())
      conversion.type = format[at];
   return conversion;
  }

std::string printed(const std::string &format, double value)
  {
   char text[512];
   snprintf(text, sizeof text, format.c_str(), value);
   return text;
  }

std::string convertInteger(const Conversion &conversion, mql_long value)
  {
   const bool isSigned = conversion.type == 'd' || conversion.type == 'i';
   if(!conversion.is64)
      value = isSigned ? (mql_long)(int)value : (mql_long)(uint)value;
   if(conversion.is16)
      value = isSigned ? (mql_long)(short)value : (mql_long)(ushort)value;
   char text[512];
   snprintf(text, sizeof text, ("%" + conversion.flags + "ll" + conversion.type).c_str(), value);
   return text;
  }

std::string convertText(const Conversion &conversion, const std::string &value)
  {
   const int length = snprintf(nullptr, 0, ("%" + conversion.flags + "s").c_str(), value.c_str());
   std::string text((size_t)length + 1, 0);
   snprintf(text.data(), text.size(), ("%" + conversion.flags + "s").c_str(), value.c_str());
   text.pop_back();
   return text;
  }

std::string convert(const Conversion &conversion, const MqlFormatValue &value)
  {
   switch(conversion.type)
     {
      case 's':
         return convertText(conversion, (value.kind == MqlFormatValue::Text ? value.text : value.kind == MqlFormatValue::Floating ? string(value.floating) : string(value.integer)).u8());
      case 'f': case 'e': case 'E': case 'g': case 'G': case 'a': case 'A':
         return printed("%" + conversion.flags + conversion.type, value.kind == MqlFormatValue::Floating ? value.floating : (double)value.integer);
      case 'c': case 'C':
         return string(std::u16string(1, (char16_t)value.integer)).u8();
      case 'd': case 'i': case 'u': case 'x': case 'X': case 'o':
         return convertInteger(conversion, value.kind == MqlFormatValue::Floating ? (mql_long)value.floating : value.integer);
      default:
         return std::string(1, conversion.type);
     }
  }
}

string mql_format(const string &format, const MqlFormatValue *values, int count)
  {
   const std::string pattern = format.u8();
   std::string text;
   int used = 0;
   for(size_t at = 0; at < pattern.size(); at++)
     {
      if(pattern[at] != '%')
        {
         text += pattern[at];
         continue;
        }
      if(++at < pattern.size() && pattern[at] == '%')
        {
         text += '%';
         continue;
        }
      const Conversion conversion = parseConversion(pattern, at);
      text += used < count ? convert(conversion, values[used++]) : "(missed string parameter)";
     }
   return string::utf8(text);
  }

int StringLen(const string &text) { return (int)text.s.size(); }
int StringBufferLen(const string &text) { return (int)text.s.capacity(); }

static std::u16string lowered(const string &text)
  {
   string copy = text;
   StringToLower(copy);
   return copy.s;
  }

int StringCompare(const string &a, const string &b, bool case_sensitive)
  {
   const int order = case_sensitive ? a.s.compare(b.s) : lowered(a).compare(lowered(b));
   return order < 0 ? -1 : order > 0 ? 1 : 0;
  }

int StringConcatenate(string &to, const string &a, const string &b)
  {
   to = a + b;
   return StringLen(to);
  }

bool StringAdd(string &to, const string &addition)
  {
   to += addition;
   return true;
  }

bool StringInit(string &text, int length, ushort character)
  {
   text = string(std::u16string((size_t)length, character));
   return true;
  }

bool StringReserve(string &text, uint capacity)
  {
   text.s.reserve(capacity);
   return true;
  }

int StringFind(const string &text, const string &match, int start)
  {
   const size_t found = text.s.find(match.s, start < 0 ? 0 : (size_t)start);
   return found == std::u16string::npos ? -1 : (int)found;
  }

string StringSubstr(const string &text, int start, int length)
  {
   if(start < 0 || (size_t)start >= text.s.size() || length == 0)
      return empty;
   return string(text.s.substr((size_t)start, length < 0 ? std::u16string::npos : (size_t)length));
  }

ushort StringGetCharacter(const string &text, int position) { return position >= 0 && (size_t)position < text.s.size() ? (ushort)text.s[(size_t)position] : (ushort)0; }

bool StringSetCharacter(string &text, int position, ushort character)
  {
   if(position < 0 || (size_t)position > text.s.size())
      return false;
   if(character == 0)
      text.s.resize((size_t)position);
   else if((size_t)position == text.s.size())
      text.s += (char16_t)character;
   else
      text.s[(size_t)position] = (char16_t)character;
   text.isNull = false;
   return true;
  }

bool StringSetLength(string &text, uint length)
  {
   text.s.resize(length, u' ');
   text.isNull = false;
   return true;
  }

int StringReplace(string &text, const string &find, const string &replacement)
  {
   if(find.s.empty())
      return 0;
   int count = 0;
   for(size_t at = text.s.find(find.s); at != std::u16string::npos; at = text.s.find(find.s, at + replacement.s.size()))
     {
      text.s.replace(at, find.s.size(), replacement.s);
      count++;
     }
   return count;
  }

int StringSplit(const string &text, const ushort separator, MqlArray<string> &parts)
  {
   ArrayResize(parts, 0);
   if(text.s.empty())
      return 0;
   size_t at = 0;
   for(int count = 1;; count++)
     {
      const size_t end = text.s.find((char16_t)separator, at);
      ArrayResize(parts, count, 16);
      parts.data()[count - 1] = string(text.s.substr(at, end == std::u16string::npos ? end : end - at));
      if(end == std::u16string::npos)
         return count;
      at = end + 1;
     }
  }

bool StringToLower(string &text)
  {
   for(char16_t &unit : text.s)
      unit = (char16_t)towlower(unit);
   return true;
  }

bool StringToUpper(string &text)
  {
   for(char16_t &unit : text.s)
      unit = (char16_t)towupper(unit);
   return true;
  }

static bool isBlank(char16_t unit) { return unit == ' ' || unit == '\t' || unit == '\n' || unit == '\r'; }

int StringTrimLeft(string &text)
  {
   size_t count = 0;
   while(count < text.s.size() && isBlank(text.s[count]))
      count++;
   text.s.erase(0, count);
   return (int)count;
  }

int StringTrimRight(string &text)
  {
   const size_t was = text.s.size();
   while(!text.s.empty() && isBlank(text.s.back()))
      text.s.pop_back();
   return (int)(was - text.s.size());
  }

int StringFill(string &text, ushort character)
  {
   for(char16_t &unit : text.s)
      unit = (char16_t)character;
   return 1;
  }

/**
 * With count -1 the terminating zero is copied too, as MQL5 documents; with a count, that many bytes of the text at most.
 * The ANSI code page stands for UTF-8 here; our programs name CP_UTF8 wherever text leaves ASCII.
 */
int StringToCharArray(const string &text, MqlArray<uchar> &bytes, int start, int count, uint)
  {
   const std::string encoded = text.u8();
   size_t n = encoded.size() + 1;
   if(count >= 0 && (size_t)count < n)
      n = (size_t)count;
   if(start < 0)
      return 0;
   if(!bytes.grow((size_t)start + n))
      n = bytes.size() > (size_t)start ? bytes.size() - (size_t)start : 0;
   memcpy(bytes.data() + start, encoded.c_str(), n);
   return (int)n;
  }

string CharArrayToString(const MqlArray<uchar> &bytes, int start, int count, uint)
  {
   if(start < 0 || (size_t)start >= bytes.size())
      return empty;
   size_t n = bytes.size() - (size_t)start;
   if(count >= 0 && (size_t)count < n)
      n = (size_t)count;
   const char *from = (const char *)bytes.data() + start;
   return string::utf8(std::string(from, strnlen(from, n)));
  }

int StringToShortArray(const string &text, MqlArray<ushort> &units, int start, int count)
  {
   size_t n = text.s.size() + 1;
   if(count >= 0 && (size_t)count < n)
      n = (size_t)count;
   if(start < 0 || !units.grow((size_t)start + n))
      return 0;
   for(size_t i = 0; i < n; i++)
      units.data()[(size_t)start + i] = (ushort)text.s.c_str()[i];
   return (int)n;
  }

string ShortArrayToString(const MqlArray<ushort> &units, int start, int count)
  {
   std::u16string text;
   for(size_t i = (size_t)start; i < units.size() && (count < 0 || i < (size_t)(start + count)) && units.data()[i] != 0; i++)
      text += (char16_t)units.data()[i];
   return string(text);
  }

string CharToString(uchar code) { return string(std::u16string(1, code)); }
string ShortToString(ushort code) { return string(std::u16string(1, code)); }

mql_long StringToInteger(const string &text) { return strtoll(text.u8().c_str(), nullptr, 10); }

double StringToDouble(const string &text) { return strtod(text.u8().c_str(), nullptr); }

datetime StringToTime(const string &text)
  {
   MqlDateTime parts = {};
   const int found = sscanf(text.u8().c_str(), "%d.%d.%d %d:%d:%d", &parts.year, &parts.mon, &parts.day, &parts.hour, &parts.min, &parts.sec);
   return found >= 3 ? StructToTime(parts) : datetime(0);
  }

string IntegerToString(mql_long number, int length, ushort fill)
  {
   string text(number);
   if(StringLen(text) < length)
      text.s.insert(0, (size_t)(length - StringLen(text)), (char16_t)fill);
   return text;
  }

string DoubleToString(double value, int digits)
  {
   char text[400];
   // A negative number of digits asks for the scientific form.
   snprintf(text, sizeof text, digits < 0 ? "%.*e" : "%.*f", digits < 0 ? -digits : digits, value);
   return ascii(text);
  }

string TimeToString(datetime value, int mode)
  {
   MqlDateTime parts;
   TimeToStruct(value, parts);
   std::string text;
   char part[40];
   if((mode & TIME_DATE) != 0)
     {
      snprintf(part, sizeof part, "%04d.%02d.%02d", parts.year, parts.mon, parts.day);
      text += part;
     }
   if((mode & (TIME_MINUTES | TIME_SECONDS)) != 0)
     {
      snprintf(part, sizeof part, (mode & TIME_SECONDS) != 0 ? "%02d:%02d:%02d" : "%02d:%02d", parts.hour, parts.min, parts.sec);
      text += (text.empty() ? "" : " ") + std::string(part);
     }
   return ascii(text);
  }
