// Preloaded into the engine's process: writes beside every database file how long it was when it was last synced. A power loss is then
// played by cutting a copy of the file to that length: what was never synced is gone. Linux only.
#include <cstdio>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

bool endsWith(const char *text, const char *end) {
  const size_t length = strlen(text);
  const size_t endLength = strlen(end);
  return length >= endLength && strcmp(text + length - endLength, end) == 0;
}

void noteLength(int fd) {
  char link[64];
  char path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t length = readlink(link, path, sizeof path - 16);
  if (length <= 0) return;
  path[length] = '\0';
  if (!endsWith(path, ".db") && !endsWith(path, "-wal")) return;
  struct stat status;
  if (fstat(fd, &status) != 0) return;
  strcat(path, ".synced");
  const int note = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (note < 0) return;
  char text[32];
  const int size = snprintf(text, sizeof text, "%lld\n", static_cast<long long>(status.st_size));
  if (write(note, text, static_cast<size_t>(size)) != size) ftruncate(note, 0);
  close(note);
}

using Sync = int (*)(int);

int syncAndNote(const char *name, int fd) {
  const Sync real = reinterpret_cast<Sync>(dlsym(RTLD_NEXT, name));
  const int answer = real(fd);
  if (answer == 0) noteLength(fd);
  return answer;
}

}  // namespace

extern "C" int fsync(int fd) { return syncAndNote("fsync", fd); }

extern "C" int fdatasync(int fd) { return syncAndNote("fdatasync", fd); }
