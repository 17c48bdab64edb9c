// What the harness says to a host by its environment, read once.
#pragma once

#include <string>

namespace host
{
struct Settings
  {
   std::string name;    // ATS_HOST_NAME: how the terminal's records call this program
   std::string link;    // ATS_HOST_LINK: the scripted terminal's address
   std::string files;   // ATS_HOST_FILES: the sandbox MQL5/Files
   std::string common;  // ATS_HOST_COMMON: the sandbox of all terminals
   std::string pipes;   // ATS_HOST_PIPES: the folder of the sockets that stand in for named pipes
   std::string flushed; // ATS_HOST_FLUSHED: where the flushed length of each file is kept; empty: nowhere
  };

const Settings &settings();

/** The value of an input as the harness gave it in ATS_HOST_INPUTS (lines of Name=value), or null. */
const char *inputText(const char *name);
}
