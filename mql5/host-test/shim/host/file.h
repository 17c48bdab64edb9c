// One open file of the sandbox. What is written waits in the process until FileFlush, FileClose or a move of the position, as the terminal
// does it; what waits is lost when the process dies.
#pragma once

#include <cstdio>
#include <string>

namespace host
{
class File
  {
   FILE *m_file;
   std::string m_path;
   std::string m_waiting;
   long long m_position = 0;

public:
   File(FILE *file, const std::string &path) : m_file(file), m_path(path) {}
   ~File();
   File(const File &) = delete;
   File &operator=(const File &) = delete;

   const std::string &path() const { return m_path; }
   /** Hands what waits to the system; it survives this process then, but no loss of power. */
   bool handOver();
   /** Hands over and makes durable. */
   bool flush();
   long long size();
   long long position() const { return m_position; }
   void seek(long long position);
   size_t read(void *bytes, size_t count);
   size_t write(const void *bytes, size_t count);
  };
}
