#include "frame-watch.h"

#include <algorithm>
#include <cstring>

namespace host
{
static const size_t headerBytes = 16;
static const uint8_t ackType = 1;

static uint32_t u32At(const std::string &bytes, size_t at)
  {
   uint32_t value;
   memcpy(&value, bytes.data() + at, sizeof value);
   return value;
  }

void FrameWatch::Side::take(const char *bytes, size_t count)
  {
   while(count > 0)
     {
      if(payloadLeft > 0)
        {
         const size_t skipped = std::min<size_t>(payloadLeft, count);
         payloadLeft -= (uint32_t)skipped;
         bytes += skipped;
         count -= skipped;
         continue;
        }
      const size_t wanted = std::min(headerBytes - header.size(), count);
      header.append(bytes, wanted);
      bytes += wanted;
      count -= wanted;
      if(header.size() < headerBytes)
         return;
      const uint32_t length = u32At(header, 0);
      payloadLeft = length > headerBytes ? length - (uint32_t)headerBytes : 0;
      acknowledges = u32At(header, 12);
      if((uint8_t)header[4] != ackType)
         counted += length;
      frames++;
      header.clear();
     }
  }

void FrameWatch::written(const void *bytes, size_t count) { m_written.take((const char *)bytes, count); }
void FrameWatch::read(const void *bytes, size_t count) { m_read.take((const char *)bytes, count); }
}
