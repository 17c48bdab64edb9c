// What a run was like, counted as it goes; told to the terminal on STATISTICS and at the end.
#pragma once

#include <string>

namespace host
{
struct Statistics
  {
   unsigned long long events = 0;
   unsigned long long ticksSeen = 0;
   long long longestHandlerUs = 0;
   std::string longestHandler;
   unsigned long long transactionsDropped = 0;
   unsigned long long pipesOpened = 0;
   unsigned long long pipeWrites = 0;
   unsigned long long pipeBytesWritten = 0;
   unsigned long long pipeBytesRead = 0;
   unsigned long long framesWritten = 0;
   /** Writes that would have blocked on Windows: more than 64 KiB unread. */
   unsigned long long writesThatWouldBlock = 0;
   /** Reads that asked for more than was there. */
   unsigned long long readsThatWouldBlock = 0;
   /** FileFlush of a pipe with bytes that the other side has not read. */
   unsigned long long flushesThatWouldBlock = 0;
   /** Reads after writes, or writes after reads, without FileSeek or FileFlush between them. */
   unsigned long long ruleViolations = 0;
   long long unreadMax = 0;
   long long unacknowledgedMax = 0;
   unsigned long long prints = 0;
  };

extern Statistics statistics;

std::string statisticsJson();
}
