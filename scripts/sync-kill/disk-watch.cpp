// Preloaded into the cockpit's process. It knows what a disk would have kept: beside every database file it notes the writes that were not synced yet,
// with what they replaced, so that a loss of power can be played on the files afterwards (lose-power.ts). And it ends the process by kill -9 before
// its n-th change of a database file, or in the middle of it. Linux only.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <mutex>
#include <signal.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace {

// One at a time: a checkpoint is made by another thread than the writes.
std::mutex door;

long numberIn(const char *name) {
  const char *text = getenv(name);
  return text == nullptr ? -1 : atol(text);
}

const long killBefore = numberIn("ATS_KILL_BEFORE_CHANGE");
const bool isTorn = numberIn("ATS_KILL_TEARS") == 1;
long changes = 0;

template <typename Function> Function realOf(const char *name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

using PWrite = ssize_t (*)(int, const void *, size_t, off_t);
using Truncate = int (*)(int, off_t);
using Sync = int (*)(int);
using Unlink = int (*)(const char *);

const PWrite realPWrite = realOf<PWrite>("pwrite");
const Truncate realTruncate = realOf<Truncate>("ftruncate");
const Unlink realUnlink = realOf<Unlink>("unlink");

bool endsWith(const std::string &text, const char *end) {
  const size_t length = strlen(end);
  return text.size() >= length && text.compare(text.size() - length, length, end) == 0;
}

bool isDatabase(const std::string &path) {
  for (const char *end : {"/market.db", "/market.db-wal", "/ledger.db", "/ledger.db-wal"})
    if (endsWith(path, end)) return true;
  return false;
}

// Empty for every other file.
std::string databaseOf(int fd) {
  char link[64];
  char path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t length = readlink(link, path, sizeof path);
  const std::string found(path, length > 0 ? static_cast<size_t>(length) : 0);
  return isDatabase(found) ? found : std::string();
}

std::string noteOf(const std::string &path) { return path + ".unsynced"; }

// Whatever cannot be noted would be a loss that is never played.
void demand(bool isDone, const char *what) {
  if (isDone) return;
  perror(what);
  abort();
}

struct Change {
  int64_t offset;
  int64_t sizeBefore;
  int64_t replacedLength;
  // -1 where the file was cut at the offset.
  int64_t writtenLength;
};

void note(int fd, const std::string &path, int64_t offset, const void *written, int64_t writtenLength) {
  struct stat status;
  demand(fstat(fd, &status) == 0, "disk-watch: size");
  const int64_t end = writtenLength < 0 ? status.st_size : offset + writtenLength;
  std::vector<char> replaced(static_cast<size_t>(std::max<int64_t>(0, std::min<int64_t>(end, status.st_size) - offset)));
  const ssize_t read = replaced.empty() ? 0 : pread(fd, replaced.data(), replaced.size(), offset);
  demand(read == static_cast<ssize_t>(replaced.size()), "disk-watch: read");
  const Change change{offset, status.st_size, read, writtenLength};
  std::string record(reinterpret_cast<const char *>(&change), sizeof change);
  record.append(replaced.data(), replaced.size());
  if (writtenLength > 0) record.append(static_cast<const char *>(written), static_cast<size_t>(writtenLength));
  const int notes = open(noteOf(path).c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  demand(notes >= 0, "disk-watch: notes");
  demand(write(notes, record.data(), record.size()) == static_cast<ssize_t>(record.size()), "disk-watch: note");
  close(notes);
}

bool isLast() { return changes++ == killBefore; }

void killNine() {
  kill(getpid(), SIGKILL);
  pause();
}

ssize_t writeAndNote(int fd, const void *bytes, size_t length, off_t offset) {
  const std::string path = databaseOf(fd);
  if (path.empty()) return realPWrite(fd, bytes, length, offset);
  const std::lock_guard<std::mutex> alone(door);
  const bool ends = isLast();
  const size_t kept = ends && isTorn ? length / 2 : length;
  if (ends && !isTorn) killNine();
  note(fd, path, offset, bytes, static_cast<int64_t>(kept));
  const ssize_t written = realPWrite(fd, bytes, kept, offset);
  if (ends) killNine();
  return written;
}

int cutAndNote(int fd, off_t length) {
  const std::string path = databaseOf(fd);
  if (path.empty()) return realTruncate(fd, length);
  const std::lock_guard<std::mutex> alone(door);
  if (isLast()) killNine();
  note(fd, path, length, nullptr, -1);
  return realTruncate(fd, length);
}

int syncAndForget(Sync real, int fd) {
  const std::string path = databaseOf(fd);
  if (path.empty()) return real(fd);
  const std::lock_guard<std::mutex> alone(door);
  if (isLast()) killNine();
  const int answer = real(fd);
  if (answer == 0) realUnlink(noteOf(path).c_str());
  return answer;
}

__attribute__((destructor)) void tell() {
  const char *path = getenv("ATS_CHANGES_FILE");
  FILE *file = path == nullptr ? nullptr : fopen(path, "w");
  if (file == nullptr) return;
  fprintf(file, "%ld\n", changes);
  fclose(file);
}

}  // namespace

extern "C" ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
  return writeAndNote(fd, bytes, length, offset);
}

extern "C" ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
  return writeAndNote(fd, bytes, length, offset);
}

extern "C" int ftruncate(int fd, off_t length) noexcept { return cutAndNote(fd, length); }

extern "C" int ftruncate64(int fd, off64_t length) noexcept { return cutAndNote(fd, length); }

extern "C" int fsync(int fd) {
  static const Sync real = realOf<Sync>("fsync");
  return syncAndForget(real, fd);
}

extern "C" int fdatasync(int fd) {
  static const Sync real = realOf<Sync>("fdatasync");
  return syncAndForget(real, fd);
}

// A write-ahead log that is deleted takes what was not synced of it with it.
extern "C" int unlink(const char *path) noexcept {
  if (isDatabase(path)) realUnlink(noteOf(path).c_str());
  return realUnlink(path);
}
