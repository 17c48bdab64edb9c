#include "types.h"

#include "../host/link.h"
#include "../plat.h"
#include "text.h"

void mql_critical(const char *what)
  {
   fprintf(stderr, "Critical error of the program: %s\n", what);
   host::link::say({"CRITICAL", what});
   host::link::flush();
   plat::endProcess(77);
  }

static void appendUtf8(std::string &bytes, uint32_t code)
  {
   if(code < 0x80)
     {
      bytes += (char)code;
      return;
     }
   const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
   bytes += (char)((0xFF00 >> (more + 1) & 0xFF) | code >> (6 * more));
   for(int i = more - 1; i >= 0; i--)
      bytes += (char)(0x80 | (code >> (6 * i) & 63));
  }

std::string string::u8() const
  {
   std::string bytes;
   for(size_t i = 0; i < s.size(); i++)
     {
      uint32_t code = s[i];
      const bool isHigh = code >= 0xD800 && code < 0xDC00, isLow = code >= 0xDC00 && code < 0xE000;
      if(isHigh && i + 1 < s.size() && s[i + 1] >= 0xDC00 && s[i + 1] < 0xE000)
         code = 0x10000 + ((code - 0xD800) << 10) + (s[++i] - 0xDC00);
      else if(isHigh || isLow)
         code = 0xFFFD;
      appendUtf8(bytes, code);
     }
   return bytes;
  }

string string::utf8(const std::string &bytes)
  {
   std::u16string units;
   for(size_t i = 0; i < bytes.size();)
     {
      const uint8_t first = (uint8_t)bytes[i++];
      const int more = first < 0x80 ? 0 : first >= 0xC2 && first < 0xE0 ? 1 : first >= 0xE0 && first < 0xF0 ? 2 : first >= 0xF0 && first < 0xF5 ? 3 : -1;
      uint32_t code = more <= 0 ? first : first & (0x3F >> more);
      int got = 0;
      while(more > 0 && got < more && i < bytes.size() && ((uint8_t)bytes[i] & 0xC0) == 0x80)
        {
         code = code << 6 | ((uint8_t)bytes[i++] & 0x3F);
         got++;
        }
      if(more < 0 || got < more)
         code = 0xFFFD;
      if(code < 0x10000)
         units += (char16_t)code;
      else
        {
         units += (char16_t)(0xD800 + ((code - 0x10000) >> 10));
         units += (char16_t)(0xDC00 + ((code - 0x10000) & 0x3FF));
        }
     }
   return string(units);
  }

string &string::operator+=(const string &other)
  {
   s += other.s;
   isNull = isNull && other.isNull;
   return *this;
  }

string::string(datetime time) { *this = TimeToString(time, 7); }

static string fromAscii(const char *text) { return string(std::u16string(text, text + strlen(text))); }

string mql_text_of(bool value) { return fromAscii(value ? "true" : "false"); }
string mql_text_of(mql_long value) { return fromAscii(std::to_string(value).c_str()); }
string mql_text_of(mql_ulong value) { return fromAscii(std::to_string(value).c_str()); }

string mql_text_of(double value)
  {
   char text[64];
   snprintf(text, sizeof text, "%.16g", value);
   return fromAscii(text);
  }

string mql_text_of(float value)
  {
   char text[64];
   snprintf(text, sizeof text, "%.8g", (double)value);
   return fromAscii(text);
  }

mql_long mql_long_of(const string &text) { return StringToInteger(text); }
double mql_double_of(const string &text) { return StringToDouble(text); }
