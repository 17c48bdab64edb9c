// The program, the terminal it runs in, and what it says to the person before it.
#pragma once

#include "enums.h"
#include "text.h"

int GetLastError();
void ResetLastError();
void SetUserError(ushort user_error);
bool IsStopped();
void Sleep(int milliseconds);
int UninitializeReason();
void ExpertRemove();
void TerminalClose(int ret_code);

mql_long TerminalInfoInteger(ENUM_TERMINAL_INFO_INTEGER property);
double TerminalInfoDouble(ENUM_TERMINAL_INFO_DOUBLE property);
string TerminalInfoString(ENUM_TERMINAL_INFO_STRING property);
mql_long MQLInfoInteger(ENUM_MQL_INFO_INTEGER property);
string MQLInfoString(ENUM_MQL_INFO_STRING property);

void mql_print(const string &text);
void mql_alert(const string &text);
void mql_comment(const string &text);

template <class... A> void Print(const A &...parts) { mql_print(mql_joined(parts...)); }
template <class... A> void Alert(const A &...parts) { mql_alert(mql_joined(parts...)); }
template <class... A> void Comment(const A &...parts) { mql_comment(mql_joined(parts...)); }
template <class... A> void PrintFormat(const string &format, const A &...values) { mql_print(StringFormat(format, values...)); }
bool SendNotification(const string &text);
bool PlaySound(const string &file_name);
int MessageBox(const string &text, const string &caption = NULL, int flags = 0);
void DebugBreak();

string Symbol();
ENUM_TIMEFRAMES Period();
int Digits();
double Point();

mql_long mql_compile_time();

#define _Symbol Symbol()
#define _Period Period()
#define _Digits Digits()
#define _Point Point()
#define _LastError GetLastError()
#define _StopFlag IsStopped()
#define _UninitReason UninitializeReason()
#define __MQL5__ 1
#define __MQL5BUILD__ 5000
#define __MQLBUILD__ 5000
#define __DATETIME__ datetime(mql_compile_time())
