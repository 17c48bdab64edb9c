import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { FileReading } from './file-reading.ts';
import type { ReadFile } from './read-file.ts';

/** Reads files beside the engine's thread. Null where it was aborted. */
export type FileReader = (
  path: string,
  reading: FileReading,
  signal: AbortSignal,
) => Promise<Result<ReadFile, Fault> | null>;
