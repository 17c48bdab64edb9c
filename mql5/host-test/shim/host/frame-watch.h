// Reads along at the adviser's pipe: what it wrote in frames that count, less what the other side acknowledged in its frames' headers. The
// frame is the protocol's: u32 length (of header and payload), u8 type, u8 version, u16 flags, u32 sequence, u32 ackBytes; type 1 (ACK) is free.
#pragma once

#include <cstdint>
#include <string>

namespace host
{
class FrameWatch
  {
   /** One direction of the stream: finds the headers in it. */
   struct Side
     {
      std::string header;
      uint32_t payloadLeft = 0;
      uint32_t counted = 0;
      uint32_t acknowledges = 0;
      unsigned long long frames = 0;
      void take(const char *bytes, size_t count);
     };

   Side m_written;
   Side m_read;

public:
   void written(const void *bytes, size_t count);
   void read(const void *bytes, size_t count);
   /** Bytes written and not acknowledged; sums are modulo 2^32 on the wire. */
   uint32_t unacknowledged() const { return m_written.counted - m_read.acknowledges; }
   unsigned long long framesWritten() const { return m_written.frames; }
  };
}
