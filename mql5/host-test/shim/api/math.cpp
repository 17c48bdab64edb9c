#include "math.h"

double NormalizeDouble(double value, int digits)
  {
   const double factor = ::pow(10.0, digits);
   return ::round(value * factor) / factor;
  }

bool MathIsValidNumber(double number) { return std::isfinite(number); }

// A generator of its own, so that a run with the same seed is the same run on every system.
static uint state = 1;

void MathSrand(int seed) { state = (uint)seed; }

int MathRand()
  {
   state = state * 214013u + 2531011u;
   return (int)(state >> 16 & 0x7FFF);
  }
