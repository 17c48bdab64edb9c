#include "pipe.h"

#include "../plat.h"
#include "faults.h"
#include "statistics.h"

#include <algorithm>

namespace host
{
static const long long bufferBytes = 64 * 1024;

Pipe::~Pipe() { plat::closePipe(m_handle); }

long long Pipe::available()
  {
   const long long count = plat::pipeAvailable(m_handle);
   return count > 0 && faults::strikes(Fault::LaggingFileSize, "") ? 0 : count;
  }

size_t Pipe::read(void *bytes, size_t count)
  {
   if(m_last == Last::Write)
      statistics.ruleViolations++;
   m_last = Last::Read;
   const long long there = plat::pipeAvailable(m_handle);
   if(there >= 0 && (long long)count > there)
      statistics.readsThatWouldBlock++;
   if(faults::strikes(Fault::ShortRead, ""))
      count = std::min(count, (size_t)faults::argument(Fault::ShortRead, 1));
   size_t got = 0;
   while(got < count)
     {
      const int now = plat::readPipe(m_handle, (char *)bytes + got, (int)(count - got));
      if(now <= 0)
         break;
      got += (size_t)now;
     }
   m_frames.read(bytes, got);
   statistics.pipeBytesRead += got;
   return got;
  }

void Pipe::flush()
  {
   if(plat::pipeUnread(m_handle) > 0)
      statistics.flushesThatWouldBlock++;
   turn();
  }

bool Pipe::write(const void *bytes, size_t count)
  {
   if(m_last == Last::Read)
      statistics.ruleViolations++;
   m_last = Last::Write;
   if(faults::strikes(Fault::FailPipeWrite, ""))
      return false;
   const long long before = plat::pipeUnread(m_handle);
   if(before >= 0 && before + (long long)count > bufferBytes)
     {
      statistics.writesThatWouldBlock++;
      while(plat::pipeUnread(m_handle) + (long long)count > bufferBytes && plat::pipeUnread(m_handle) > 0)
         plat::sleepMs(1);
     }
   if(!plat::writePipe(m_handle, bytes, (int)count))
      return false;
   m_frames.written(bytes, count);
   statistics.pipeWrites++;
   statistics.pipeBytesWritten += count;
   statistics.framesWritten = m_frames.framesWritten();
   statistics.unreadMax = std::max(statistics.unreadMax, plat::pipeUnread(m_handle));
   statistics.unacknowledgedMax = std::max(statistics.unacknowledgedMax, (long long)m_frames.unacknowledged());
   return true;
  }
}
