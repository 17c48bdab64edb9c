#include "plat.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <deque>
#include <fcntl.h>
#include <map>
#include <netinet/in.h>
#include <poll.h>
#ifdef __linux__
#include <linux/sockios.h>
#endif
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace
{
/** One write that the kernel took: its bytes, and what the kernel charges for them (more than the bytes) until they are read. */
struct Taken
  {
   size_t bytes;
   int charged;
  };

/**
 * The writing side of a pipe. A Unix socket charges about a kilobyte for a small write and so takes fewer of them than a Windows pipe, which
 * counts bytes only; what it does not take waits here. The charge tells from outside how much the peer has not read.
 */
struct Outgoing
  {
   std::string waiting;
   std::deque<Taken> taken;
   int charged = 0;
  };

std::map<int, Outgoing> outgoing;

int chargedNow(int pipe)
  {
#ifdef __linux__
   int charged = 0;
   return ioctl(pipe, SIOCOUTQ, &charged) == 0 ? charged : 0;
#else
   (void)pipe;
   return 0;
#endif
  }

void forgetRead(int pipe, Outgoing &out)
  {
   const int charged = chargedNow(pipe);
   while(!out.taken.empty() && (out.charged > charged || charged == 0))
     {
      out.charged -= out.taken.front().charged;
      out.taken.pop_front();
     }
  }

bool handOver(int pipe, Outgoing &out)
  {
   while(!out.waiting.empty())
     {
      forgetRead(pipe, out);
      const ssize_t sent = send(pipe, out.waiting.data(), out.waiting.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
      if(sent < 0)
         return errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOBUFS;
      const int charged = chargedNow(pipe) - out.charged;
      out.taken.push_back({(size_t)sent, charged > 0 ? charged : 0});
      out.charged += out.taken.back().charged;
      out.waiting.erase(0, (size_t)sent);
     }
   return true;
  }

int connectTo(const sockaddr *address, socklen_t length, int family)
  {
   const int handle = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
   if(handle >= 0 && connect(handle, address, length) == 0)
      return handle;
   if(handle >= 0)
      close(handle);
   return -1;
  }

int connectToPath(const std::string &path)
  {
   sockaddr_un address{};
   address.sun_family = AF_UNIX;
   if(path.size() >= sizeof address.sun_path)
      return -1;
   memcpy(address.sun_path, path.c_str(), path.size() + 1);
   return connectTo((const sockaddr *)&address, sizeof address, AF_UNIX);
  }
}

namespace plat
{
int openPipe(const std::string &name, const std::string &folder)
  {
   const int pipe = connectToPath(folder + "/" + name + ".sock");
   if(pipe >= 0)
      outgoing[pipe] = Outgoing();
   return pipe;
  }

long long pipeAvailable(int pipe)
  {
   // A failed hand-over shows at the next write; what the peer sent before it went is still to be read.
   handOver(pipe, outgoing[pipe]);
   int count = 0;
   if(ioctl(pipe, FIONREAD, &count) != 0)
      return -1;
   if(count > 0)
      return count;
   char byte;
   const ssize_t peeked = recv(pipe, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
   if(peeked > 0)
      return 1;
   return peeked < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) ? 0 : -1;
  }

int readPipe(int pipe, void *bytes, int count) { return (int)read(pipe, bytes, (size_t)count); }

bool writePipe(int pipe, const void *bytes, int count)
  {
   Outgoing &out = outgoing[pipe];
   out.waiting.append((const char *)bytes, (size_t)count);
   return handOver(pipe, out);
  }

long long pipeUnread(int pipe)
  {
   Outgoing &out = outgoing[pipe];
   if(!handOver(pipe, out))
      return 0;
   forgetRead(pipe, out);
   long long unread = (long long)out.waiting.size();
   for(const Taken &taken : out.taken)
      unread += (long long)taken.bytes;
   return unread;
  }

void closePipe(int pipe)
  {
   outgoing.erase(pipe);
   close(pipe);
  }

int openLink(const std::string &address)
  {
   signal(SIGPIPE, SIG_IGN);
   if(address.compare(0, 4, "tcp:") != 0)
      return connectToPath(address);
   sockaddr_in loopback{};
   loopback.sin_family = AF_INET;
   loopback.sin_port = htons((uint16_t)atoi(address.c_str() + 4));
   loopback.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
   return connectTo((const sockaddr *)&loopback, sizeof loopback, AF_INET);
  }

int readLink(int link, void *bytes, int count, int waitMs)
  {
   pollfd ready{link, POLLIN, 0};
   const int found = poll(&ready, 1, waitMs);
   if(found == 0 || (found < 0 && errno == EINTR))
      return 0;
   const ssize_t got = read(link, bytes, (size_t)count);
   return got > 0 ? (int)got : -1;
  }

bool writeLink(int link, const void *bytes, size_t count)
  {
   const char *at = (const char *)bytes;
   while(count > 0)
     {
      const ssize_t sent = send(link, at, count, MSG_NOSIGNAL);
      if(sent < 0 && errno == EINTR)
         continue;
      if(sent <= 0)
         return false;
      at += sent;
      count -= (size_t)sent;
     }
   return true;
  }

FILE *openFile(const std::string &path, const char *mode, bool isExclusive)
  {
   // "w" would cut the file before it is known whether it may be opened at all.
   const bool cuts = mode[0] == 'w';
   const int flags = mode[0] == 'r' && strchr(mode, '+') == nullptr ? O_RDONLY : O_RDWR;
   const int handle = open(path.c_str(), flags | O_CLOEXEC | (cuts ? O_CREAT : 0), 0644);
   if(handle < 0)
      return nullptr;
   if(flock(handle, (isExclusive ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0 || (cuts && ftruncate(handle, 0) != 0))
     {
      close(handle);
      return nullptr;
     }
   return fdopen(handle, flags == O_RDONLY ? "rb" : "r+b");
  }

long long monotonicUs()
  {
   timespec now{};
   clock_gettime(CLOCK_MONOTONIC, &now);
   return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
  }

long long wallMs()
  {
   timespec now{};
   clock_gettime(CLOCK_REALTIME, &now);
   return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
  }

void sleepMs(int milliseconds) { poll(nullptr, 0, milliseconds); }

void endProcess(int code) { _exit(code); }
}
