// The adviser's pipe as Windows has it: bytes available without waiting, and writes that wait once 64 KiB are unread.
#pragma once

#include "frame-watch.h"

namespace host
{
class Pipe
  {
   int m_handle;
   FrameWatch m_frames;
   enum class Last { Nothing, Read, Write } m_last = Last::Nothing;

public:
   explicit Pipe(int handle) : m_handle(handle) {}
   ~Pipe();
   Pipe(const Pipe &) = delete;
   Pipe &operator=(const Pipe &) = delete;

   /** Bytes to be read without waiting; -1 where the other side is gone. */
   long long available();
   size_t read(void *bytes, size_t count);
   /** False where the other side is gone. */
   bool write(const void *bytes, size_t count);
   /** FileSeek: what MQL5 wants between a read and a write. */
   void turn() { m_last = Last::Nothing; }
   /** FileFlush turns too, but on Windows it waits until the other side has read everything. */
   void flush();
  };
}
