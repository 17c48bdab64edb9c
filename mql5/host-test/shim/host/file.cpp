#include "file.h"

#include "durable.h"

namespace host
{
// The terminal's own cache is of about this size.
static const size_t waitingBytesMax = 4096;

File::~File()
  {
   handOver();
   fclose(m_file);
  }

bool File::handOver()
  {
   if(m_waiting.empty())
      return true;
   const bool isWritten = fseek(m_file, (long)(m_position - (long long)m_waiting.size()), SEEK_SET) == 0 &&
                          fwrite(m_waiting.data(), 1, m_waiting.size(), m_file) == m_waiting.size() && fflush(m_file) == 0;
   m_waiting.clear();
   return isWritten;
  }

bool File::flush()
  {
   if(!handOver())
      return false;
   durable::flushed(m_path, size());
   return true;
  }

long long File::size()
  {
   fseek(m_file, 0, SEEK_END);
   const long long handedOver = ftell(m_file);
   return m_waiting.empty() || m_position < handedOver ? handedOver : m_position;
  }

void File::seek(long long position)
  {
   handOver();
   m_position = position;
  }

size_t File::read(void *bytes, size_t count)
  {
   handOver();
   fseek(m_file, (long)m_position, SEEK_SET);
   const size_t got = fread(bytes, 1, count, m_file);
   m_position += (long long)got;
   return got;
  }

size_t File::write(const void *bytes, size_t count)
  {
   m_waiting.append((const char *)bytes, count);
   m_position += (long long)count;
   return m_waiting.size() <= waitingBytesMax || handOver() ? count : 0;
  }
}
