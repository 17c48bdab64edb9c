#include "plat.h"

#define WIN32_LEAN_AND_MEAN
#include <winsock2.h>
#include <windows.h>

#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <io.h>
#include <vector>

namespace
{
/** Pipes and sockets by the numbers that the host knows them by. */
template <class Handle> class Handles
  {
   std::vector<Handle> m_all;
   Handle m_none;

public:
   explicit Handles(Handle none) : m_none(none) {}

   int add(Handle handle)
     {
      for(size_t i = 0; i < m_all.size(); i++)
         if(m_all[i] == m_none)
           {
            m_all[i] = handle;
            return (int)i;
           }
      m_all.push_back(handle);
      return (int)m_all.size() - 1;
     }

   Handle at(int number) const { return m_all[(size_t)number]; }
   void remove(int number) { m_all[(size_t)number] = m_none; }
  };

Handles<HANDLE> pipes(INVALID_HANDLE_VALUE);
Handles<SOCKET> links(INVALID_SOCKET);

bool startSockets()
  {
   WSADATA about;
   return WSAStartup(MAKEWORD(2, 2), &about) == 0;
  }

/** As the terminal shares: everything with those that share too, nothing where one of the two is exclusive. */
HANDLE openShared(const std::string &path, bool reads, bool cuts, bool isExclusive)
  {
   const DWORD access = GENERIC_READ | (reads ? 0 : GENERIC_WRITE);
   const DWORD shared = isExclusive ? 0 : FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
   return CreateFileA(path.c_str(), access, shared, nullptr, cuts ? CREATE_ALWAYS : OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr);
  }
}

namespace plat
{
int openPipe(const std::string &name, const std::string &)
  {
   const std::string path = "\\\\.\\pipe\\" + name;
   const HANDLE pipe = CreateFileA(path.c_str(), GENERIC_READ | GENERIC_WRITE, 0, nullptr, OPEN_EXISTING, 0, nullptr);
   return pipe == INVALID_HANDLE_VALUE ? -1 : pipes.add(pipe);
  }

long long pipeAvailable(int pipe)
  {
   DWORD available = 0;
   return PeekNamedPipe(pipes.at(pipe), nullptr, 0, nullptr, &available, nullptr) ? (long long)available : -1;
  }

int readPipe(int pipe, void *bytes, int count)
  {
   DWORD got = 0;
   return ReadFile(pipes.at(pipe), bytes, (DWORD)count, &got, nullptr) ? (int)got : -1;
  }

// Here a write waits once the other side has left a pipe's worth unread, as the terminal's own does: how long an event took then shows it.
bool writePipe(int pipe, const void *bytes, int count)
  {
   const char *at = (const char *)bytes;
   while(count > 0)
     {
      DWORD written = 0;
      if(!WriteFile(pipes.at(pipe), at, (DWORD)count, &written, nullptr) || written == 0)
         return false;
      at += written;
      count -= (int)written;
     }
   return true;
  }

long long pipeUnread(int) { return -1; }

void closePipe(int pipe)
  {
   CloseHandle(pipes.at(pipe));
   pipes.remove(pipe);
  }

int openLink(const std::string &address)
  {
   if(address.compare(0, 4, "tcp:") != 0 || !startSockets())
      return -1;
   sockaddr_in loopback{};
   loopback.sin_family = AF_INET;
   loopback.sin_port = htons((u_short)atoi(address.c_str() + 4));
   loopback.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
   const SOCKET link = socket(AF_INET, SOCK_STREAM, 0);
   if(link != INVALID_SOCKET && connect(link, (const sockaddr *)&loopback, sizeof loopback) == 0)
      return links.add(link);
   if(link != INVALID_SOCKET)
      closesocket(link);
   return -1;
  }

int readLink(int link, void *bytes, int count, int waitMs)
  {
   fd_set readable;
   FD_ZERO(&readable);
   FD_SET(links.at(link), &readable);
   timeval wait{waitMs / 1000, waitMs % 1000 * 1000};
   if(select(0, &readable, nullptr, nullptr, waitMs < 0 ? nullptr : &wait) == 0)
      return 0;
   const int got = recv(links.at(link), (char *)bytes, count, 0);
   return got > 0 ? got : -1;
  }

bool writeLink(int link, const void *bytes, size_t count)
  {
   const char *at = (const char *)bytes;
   while(count > 0)
     {
      const int sent = send(links.at(link), at, (int)count, 0);
      if(sent <= 0)
         return false;
      at += sent;
      count -= (size_t)sent;
     }
   return true;
  }

FILE *openFile(const std::string &path, const char *mode, bool isExclusive)
  {
   const bool reads = mode[0] == 'r' && strchr(mode, '+') == nullptr;
   const HANDLE file = openShared(path, reads, mode[0] == 'w', isExclusive);
   if(file == INVALID_HANDLE_VALUE)
      return nullptr;
   const int handle = _open_osfhandle((intptr_t)file, (reads ? _O_RDONLY : _O_RDWR) | _O_BINARY);
   return _fdopen(handle, reads ? "rb" : "r+b");
  }

long long monotonicUs()
  {
   LARGE_INTEGER frequency, count;
   QueryPerformanceFrequency(&frequency);
   QueryPerformanceCounter(&count);
   const long long seconds = count.QuadPart / frequency.QuadPart;
   return seconds * 1000000 + count.QuadPart % frequency.QuadPart * 1000000 / frequency.QuadPart;
  }

long long wallMs()
  {
   FILETIME time;
   GetSystemTimeAsFileTime(&time);
   // Steps of 100 ns since 1601.
   const long long steps = ((long long)time.dwHighDateTime << 32) | time.dwLowDateTime;
   return steps / 10000 - 11644473600000LL;
  }

void sleepMs(int milliseconds) { Sleep((DWORD)milliseconds); }

void endProcess(int code)
  {
   TerminateProcess(GetCurrentProcess(), (UINT)code);
   abort();
  }
}
