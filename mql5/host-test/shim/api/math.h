#pragma once

#include "types.h"

double NormalizeDouble(double value, int digits);
bool MathIsValidNumber(double number);
int MathRand();
void MathSrand(int seed);

template <class T> T MathAbs(T value) { return value < T(0) ? (T)-value : value; }
template <class A, class B> std::common_type_t<A, B> MathMax(A a, B b) { return a > b ? a : b; }
template <class A, class B> std::common_type_t<A, B> MathMin(A a, B b) { return a < b ? a : b; }
inline double MathRound(double value) { return ::round(value); }
inline double MathFloor(double value) { return ::floor(value); }
inline double MathCeil(double value) { return ::ceil(value); }
inline double MathPow(double base, double exponent) { return ::pow(base, exponent); }
inline double MathSqrt(double value) { return ::sqrt(value); }
inline double MathLog(double value) { return ::log(value); }
inline double MathLog10(double value) { return ::log10(value); }
inline double MathExp(double value) { return ::exp(value); }
inline double MathMod(double value, double by) { return ::fmod(value, by); }
