import type { LogLevel, LogSink } from './log-record.ts';
import { readableLine } from './readable-line.ts';

/** Lines for a person, written as they come: a command line's stderr, where a program's own output is on stdout. */
export const readableSink = (write: (line: string) => void, level: LogLevel): LogSink => ({
  level,
  write: (record) => {
    write(readableLine(record));
  },
  [Symbol.asyncDispose]: () => Promise.resolve(),
});
