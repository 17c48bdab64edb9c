// Where a file name of the program lies on the disk: below MQL5/Files, or below the folder that all terminals share.
#pragma once

#include "../api/types.h"

namespace host
{
inline constexpr const char *pipePrefix = "\\\\.\\pipe\\";

bool isPipe(const string &name);
/** The path, or empty with error 5002 where the name would leave the sandbox. */
std::string sandboxPath(const string &name, bool isCommon);
}
