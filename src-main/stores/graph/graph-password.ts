import { statSync } from 'node:fs';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { readFileIfThere } from '../data-folder/private-file.ts';

/**
 * The graph server's password: from the environment (ATS_GRAPH_PASSWORD), else from a file of the data folder that its owner alone may read; null
 * where there is neither. GRAPH_UNAUTHORIZED where the file is open to others (on Windows the folder's own permissions guard it) or cannot be read.
 */
export function readGraphPassword({
  environment,
  file,
}: {
  readonly environment: string | undefined;
  readonly file: string;
}): Result<string | null, Fault> {
  if (environment !== undefined && environment !== '') return ok(environment);
  try {
    const text = readFileIfThere(file);
    if (text === null) return ok(null);
    return isOpenToOthers(file) ? err(openPasswordFile(file)) : ok(text.replace(/\r?\n$/, ''));
  } catch (error) {
    return err(unreadablePasswordFile(file, error));
  }
}

const isOpenToOthers = (file: string): boolean => process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0;

const openPasswordFile = (file: string): Fault =>
  fault(
    'GRAPH_UNAUTHORIZED',
    `The graph server's password in ${file} can be read by other users of this machine, and is not used. Nothing was lost: the embedded graph answers. ` +
      `Make it private (chmod 600 ${file}), and consider the password known.`,
    { file },
  );

const unreadablePasswordFile = (file: string, cause: unknown): Fault =>
  fault(
    'GRAPH_UNAUTHORIZED',
    `The graph server's password in ${file} cannot be read: ${String(cause)}. Nothing was lost: the embedded graph answers.`,
    { file, reason: String(cause) },
  );
