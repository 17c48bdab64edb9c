// The types of MQL5 that C++ lacks or has with another width. The transform writes `long` as mql_long and `char` as mql_char, because
// C++ cannot redefine them; every other name is MQL5's own.
#pragma once

#include <cfloat>
#include <climits>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

typedef int8_t mql_char;
typedef uint8_t uchar;
typedef uint16_t ushort;
typedef uint32_t uint;
typedef long long mql_long;
typedef unsigned long long mql_ulong;
// The C library has a `ulong` of its own, which is another type of the same size.
#define ulong mql_ulong
typedef uint32_t color;

#undef LONG_MIN
#undef LONG_MAX
#undef ULONG_MAX
#define LONG_MIN LLONG_MIN
#define LONG_MAX LLONG_MAX
#define ULONG_MAX ULLONG_MAX
#define EMPTY_VALUE DBL_MAX
#define WRONG_VALUE (-1)
#define INVALID_HANDLE (-1)
#define WHOLE_ARRAY (-1)
#define CLR_NONE (-1)
#define CP_ACP 0u
#define CP_UTF8 65001u

/** Ends the program as the terminal does on a critical error of it: an index out of range, a zero divisor. */
[[noreturn]] void mql_critical(const char *what);

#undef NULL
/** MQL5's NULL: a null pointer, a null string, or a zero. */
struct MqlNull
  {
   template <class T> operator T *() const { return nullptr; }
   operator int() const { return 0; }
  };
static const MqlNull NULL;

/**
 * Seconds since 1970 in whatever zone the function says that gave it. Not set by its declaration, as in MQL5. Packed, because it lies at any
 * address in the structures that travel as bytes.
 */
#pragma pack(push, 1)
struct datetime
  {
   mql_long v;
   datetime() = default;
   constexpr datetime(mql_long seconds) : v(seconds) {}
   constexpr operator mql_long() const { return v; }
   datetime &operator+=(mql_long d) { v += d; return *this; }
   datetime &operator-=(mql_long d) { v -= d; return *this; }
   datetime &operator++() { v++; return *this; }
   datetime operator++(int) { datetime was = *this; v++; return was; }
  };
#pragma pack(pop)

template <class T> constexpr bool mql_is_number = std::is_arithmetic_v<T> || std::is_enum_v<T>;

/** UTF-16, as in MQL5; a string that was never assigned is NULL, and NULL is not the empty string. */
struct string
  {
   std::u16string s;
   bool isNull = true;

   string() {}
   string(MqlNull) {}
   string(const char16_t *text, size_t length) : s(text, length), isNull(false) {}
   string(std::u16string text) : s(std::move(text)), isNull(false) {}
   template <class T, class = std::enable_if_t<mql_is_number<T>>> explicit string(T value);
   explicit string(datetime time);

   static string utf8(const std::string &bytes);
   std::string u8() const;

   // A number beside a string is converted by a cast only: MetaEditor warns of it, so here it does not compile.
   string &operator+=(const string &other);

   template <class T> explicit operator T() const;

   friend bool operator==(const string &a, const string &b) { return a.s == b.s && a.isNull == b.isNull; }
   friend bool operator!=(const string &a, const string &b) { return !(a == b); }
   friend bool operator<(const string &a, const string &b) { return a.s < b.s; }
   friend bool operator>(const string &a, const string &b) { return b < a; }
   friend bool operator<=(const string &a, const string &b) { return !(b < a); }
   friend bool operator>=(const string &a, const string &b) { return !(a < b); }
   friend string operator+(const string &a, const string &b) { string sum = a; sum += b; return sum; }
  };

string mql_text_of(bool value);
string mql_text_of(double value);
string mql_text_of(float value);
string mql_text_of(mql_long value);
string mql_text_of(mql_ulong value);
mql_long mql_long_of(const string &text);
double mql_double_of(const string &text);

template <class T, class> string::string(T value)
  {
   if constexpr(std::is_same_v<T, bool> || std::is_same_v<T, double> || std::is_same_v<T, float>)
      *this = mql_text_of(value);
   else if constexpr(std::is_unsigned_v<T>)
      *this = mql_text_of((mql_ulong)value);
   else
      *this = mql_text_of((mql_long)value);
  }

template <class T> string::operator T() const
  {
   static_assert(mql_is_number<T> || std::is_same_v<T, datetime>, "a string casts to a number only");
   if constexpr(std::is_floating_point_v<T>)
      return (T)mql_double_of(*this);
   else if constexpr(std::is_same_v<T, bool>)
      return mql_long_of(*this) != 0 || *this == string(u"true", 4);
   else
      return (T)mql_long_of(*this);
  }

inline string operator""_s(const char16_t *text, size_t length) { return string(text, length); }

/** What a person typed into an input of the program, or its default. Inputs come from the harness (host/inputs.cpp). */
const char *mql_input_text(const char *name);

template <class T> T mql_input(const char *name, T fallback = T())
  {
   const char *text = mql_input_text(name);
   if(text == nullptr)
      return fallback;
   if constexpr(std::is_same_v<T, string>)
      return string::utf8(text);
   else if constexpr(std::is_same_v<T, bool>)
      return strcmp(text, "true") == 0 || strcmp(text, "1") == 0;
   else if constexpr(std::is_floating_point_v<T>)
      return (T)strtod(text, nullptr);
   else
      return (T)strtoll(text, nullptr, 10);
  }
