import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';

/** Decoded URL path to file. What is not in it cannot be read, whatever a request's path says. */
export type RendererFiles = ReadonlyMap<string, string>;

/** Lists the built window once, at start. Links are left out. FILE_NOT_FOUND where there is no built window. */
export async function listRendererFiles(folder: string): Promise<Result<RendererFiles, Fault>> {
  const files = new Map<string, string>();
  try {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      files.set(`/${relative(folder, file).split(sep).join('/')}`, file);
    }
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  const index = files.get('/index.html');
  if (index === undefined) {
    return err(fault('FILE_NOT_FOUND', 'The window is not built; run `npm run build`.', { folder }));
  }
  return ok(files.set('/', index));
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
