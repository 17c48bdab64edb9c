import { createLogger, type Log } from '#main/logging/create-logger.ts';
import { fileSink } from '#main/logging/file-sink.ts';
import { readableSink } from '#main/logging/readable-sink.ts';
import { toStderr } from '#main/logging/to-stderr.ts';
import type { DataFolder } from '#main/stores/data-folder/data-folder.ts';
import { systemWallClock } from './system-clocks.ts';

/** Which kind of process writes it. */
export type LogName = 'engine' | 'cli' | 'backtest';

/** The log of one process: everything in the folder's files; on stderr what a person has to see, of any but an engine its failures alone. */
export function openLog(folder: DataFolder, name: LogName): Log {
  const file = fileSink({
    folder: folder.logsFolder,
    name,
    level: 'info',
    onFailure: (error) => {
      toStderr(`The log in ${folder.logsFolder} cannot be written: ${error.message}. Everything else goes on.\n`);
    },
  });
  return createLogger(systemWallClock, [file, readableSink(toStderr, name === 'engine' ? 'warn' : 'error')]);
}
