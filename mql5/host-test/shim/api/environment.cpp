#include "environment.h"

#include "../host/last-error.h"
#include "../host/link.h"
#include "../host/mirror.h"
#include "../host/program.h"
#include "../host/statistics.h"
#include "market.h"

using namespace host;

static int lastError = 0;

void host::setLastError(int code) { lastError = code; }
int GetLastError() { return lastError; }
void ResetLastError() { lastError = 0; }
void SetUserError(ushort user_error) { lastError = ERR_USER_ERROR_FIRST + user_error; }
bool IsStopped() { return program::isStopped(); }
void Sleep(int milliseconds) { program::sleep(milliseconds); }
int UninitializeReason() { return program::stopReason(); }
void ExpertRemove() { program::stop(REASON_PROGRAM); }
void TerminalClose(int) { program::stop(REASON_CLOSE); }
void DebugBreak() {}

mql_long TerminalInfoInteger(ENUM_TERMINAL_INFO_INTEGER property) { return mirror.terminal.integer(property); }
double TerminalInfoDouble(ENUM_TERMINAL_INFO_DOUBLE property) { return mirror.terminal.number(property); }
string TerminalInfoString(ENUM_TERMINAL_INFO_STRING property) { return mirror.terminal.text(property); }
mql_long MQLInfoInteger(ENUM_MQL_INFO_INTEGER property) { return mirror.program.integer(property); }
string MQLInfoString(ENUM_MQL_INFO_STRING property) { return mirror.program.text(property); }

void mql_print(const string &text)
  {
   statistics.prints++;
   link::say({"PRINT", text.u8()});
  }

void mql_alert(const string &text) { link::say({"ALERT", text.u8()}); }
void mql_comment(const string &text) { link::say({"COMMENT", text.u8()}); }

bool SendNotification(const string &text)
  {
   link::say({"NOTIFICATION", text.u8()});
   return true;
  }

bool PlaySound(const string &file_name)
  {
   link::say({"SOUND", file_name.u8()});
   return true;
  }

int MessageBox(const string &text, const string &caption, int flags)
  {
   static int count = 0;
   const std::string id = std::to_string(++count);
   link::say({"MESSAGE_BOX", id, text.u8(), caption.u8(), std::to_string(flags)});
   return atoi(program::waitForAnswer("MESSAGE_BOX_ANSWER", id).at(2).c_str());
  }

string Symbol() { return string::utf8(mirror.chartSymbol); }
ENUM_TIMEFRAMES Period() { return mirror.chartPeriod; }
int Digits() { return (int)SymbolInfoInteger(Symbol(), SYMBOL_DIGITS); }
double Point() { return SymbolInfoDouble(Symbol(), SYMBOL_POINT); }

// A program that shows when it was compiled shows a fixed day here: two runs are to be the same.
mql_long mql_compile_time() { return 1767225600; }
