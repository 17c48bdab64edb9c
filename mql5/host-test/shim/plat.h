// What differs between systems: the pipe, the link to the scripted terminal, sharing of files, clocks. One implementation a system:
// plat_posix.cpp (Unix sockets stand in for named pipes) and plat_win.cpp (real named pipes).
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>

namespace plat
{
/** Opens the client's end of the pipe \\.\pipe\NAME; elsewhere the socket NAME.sock in `folder`. A handle ≥ 0, or -1. Never waits. */
int openPipe(const std::string &name, const std::string &folder);
/** Bytes that a read gets without waiting; -1 where the other side is gone and all of its bytes are read. */
long long pipeAvailable(int pipe);
/** Reads 1 to `count` bytes, and waits for the first of them. 0 or less: the other side is gone. */
int readPipe(int pipe, void *bytes, int count);
/** Hands all bytes over and never waits: what the system does not take is kept and follows later. False: the other side is gone. */
bool writePipe(int pipe, const void *bytes, int count);
/** Bytes written that the other side has not read yet, at most too high; -1 where the system does not tell. */
long long pipeUnread(int pipe);
void closePipe(int pipe);

/** Connects to the scripted terminal: a socket's path, or `tcp:PORT` on loopback. A handle ≥ 0, or -1. */
int openLink(const std::string &address);
/** Reads at least 1 byte, or 0 after `waitMs` without any (-1: waits for ever); -1 where the terminal is gone. */
int readLink(int link, void *bytes, int count, int waitMs);
/** Writes all, waiting where it must. False: the terminal is gone. */
bool writeLink(int link, const void *bytes, size_t count);

/** Opens by fopen's mode, as Windows shares files: refused (null) where the file is open exclusively, or is open and this one is exclusive. */
FILE *openFile(const std::string &path, const char *mode, bool isExclusive);

long long monotonicUs();
long long wallMs();
void sleepMs(int milliseconds);
/** Ends the process at once, as a kill does: nothing is flushed, no destructor runs. */
[[noreturn]] void endProcess(int code);
}
