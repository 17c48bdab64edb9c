import { z } from 'zod';

/** What a host counted of its run; see `shim/host/statistics.h`. Times in microseconds, lengths in bytes. */
export const hostStatisticsSchema = z.object({
  events: z.number(),
  ticksSeen: z.number(),
  longestHandlerUs: z.number(),
  longestHandler: z.string(),
  transactionsDropped: z.number(),
  pipesOpened: z.number(),
  pipeWrites: z.number(),
  pipeBytesWritten: z.number(),
  pipeBytesRead: z.number(),
  framesWritten: z.number(),
  writesThatWouldBlock: z.number(),
  readsThatWouldBlock: z.number(),
  flushesThatWouldBlock: z.number(),
  ruleViolations: z.number(),
  unreadMax: z.number(),
  unacknowledgedMax: z.number(),
  prints: z.number(),
  portCalls: z.number(),
});

export type HostStatistics = z.infer<typeof hostStatisticsSchema>;
