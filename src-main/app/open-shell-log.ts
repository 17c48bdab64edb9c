import path from 'node:path';
import { utcMs } from '#shared/units/utc-ms.ts';
import { createLogger, type Log } from '#main/logging/create-logger.ts';
import { fileSink } from '#main/logging/file-sink.ts';
import { readableSink } from '#main/logging/readable-sink.ts';
import { toStderr } from '#main/logging/to-stderr.ts';

export type ShellLogger = Log['logger'];

/** The shell's own log, beside what else the shell keeps: the engine writes another. Warnings go to stderr too. */
export function openShellLog(folder: string): Log {
  const file = fileSink({
    folder: path.join(folder, 'logs'),
    name: 'shell',
    level: 'info',
    onFailure: (error) => {
      toStderr(`The shell's log cannot be written: ${error.message}. Everything else goes on.\n`);
    },
  });
  return createLogger({ nowUtcMs: () => utcMs(Date.now()) }, [file, readableSink(toStderr, 'warn')]);
}
