import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';

/** Writes a file that a person asked for, over one of that name, whole or not at all. FILE_UNWRITABLE. */
export function writeOutputFile(path: string, text: string): Result<string, Fault> {
  const unfinished = `${path}.unfinished`;
  try {
    writeFileSync(unfinished, text);
    renameSync(unfinished, path);
    return ok(path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    const why = error instanceof Error ? error.message : String(error);
    return err(fault('FILE_UNWRITABLE', `${path} could not be written: ${why}`, { path }));
  }
}
