import { pino } from 'pino';
import { createStream } from 'rotating-file-stream';
import type { LogLevel, LogSink } from './log-record.ts';

export interface LogFile {
  readonly folder: string;
  /** Of the process that writes: its files are `NAME.log`, and `NAME.1.log` … the older ones. One process a name. */
  readonly name: string;
  readonly level: LogLevel;
  readonly filesMax?: number;
  readonly bytesMax?: number;
  /** Told once when the file cannot be written; the lines after that are lost, and nothing else stops. */
  readonly onFailure: (error: Error) => void;
}

/** Lines that wait for a disk that does not answer; what comes beyond is counted and dropped. */
const queuedBytesMax = 4 * 1024 * 1024;

/** JSON lines in a folder of capped size. They are written behind the caller's back: a slow disk holds up nobody, a kill may lose the last. */
export function fileSink({
  folder,
  name,
  level,
  filesMax = 5,
  bytesMax = 10 * 1024 * 1024,
  onFailure,
}: LogFile): LogSink {
  const stream = createStream((index) => (typeof index === 'number' ? `${name}.${index}.log` : `${name}.log`), {
    path: folder,
    size: `${bytesMax}B`,
    rotate: filesMax - 1,
    mode: 0o600,
  });
  stream.on('error', onFailure);
  let dropped = 0;
  const lines = pino(
    {
      level,
      base: { process: name, pid: process.pid },
      messageKey: 'message',
      timestamp: false,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line: string) => void stream.write(line) },
  );
  return {
    level,
    write: ({ atUtcMs, level: ofRecord, message, facts, error }) => {
      if (!stream.writable) return;
      if (stream.writableLength > queuedBytesMax) {
        dropped++;
        return;
      }
      const time = new Date(atUtcMs).toISOString();
      if (dropped > 0) lines.warn({ time, facts: { dropped } }, 'lines were dropped: the disk did not keep up');
      dropped = 0;
      lines[ofRecord]({ time, facts, ...(error !== null && { error }) }, message);
    },
    [Symbol.asyncDispose]: async () => {
      if (stream.closed) return;
      const closed = new Promise<void>((resolve) => stream.once('close', resolve));
      stream.end();
      await closed;
    },
  };
}
