import { readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filesFolder, flushedFolder } from './start-adviser.ts';

/** A file that lost its tail. */
export interface LostTail {
  readonly file: string;
  readonly flushed: number;
  readonly was: number;
  readonly kept: number;
}

/**
 * What a loss of power does to the sandbox of a terminal whose programs are all dead: each file keeps what was flushed, and of the rest as much
 * as `keep` says (0 bytes where it is left out; a disk may have written some of it).
 */
export async function losePower(
  dataFolder: string,
  keep: (unflushedBytes: number) => number = () => 0,
): Promise<LostTail[]> {
  const lost: LostTail[] = [];
  const kept = flushedFolder(dataFolder);
  for (const name of (await readdir(kept)).sort()) {
    const path = join(filesFolder(dataFolder), name.replaceAll('%', '/'));
    const was = await sizeOf(path);
    const flushed = Number(await readFile(join(kept, name), 'utf8'));
    if (was === null || was <= flushed) continue;
    const length = flushed + Math.min(keep(was - flushed), was - flushed);
    await truncate(path, length);
    // What is on the disk now is what the next loss starts from.
    await writeFile(join(kept, name), String(length));
    if (length < was) lost.push({ file: name.replaceAll('%', '/'), flushed, was, kept: length });
  }
  return lost;
}

const sizeOf = (path: string): Promise<number | null> =>
  stat(path).then(
    ({ size }) => size,
    () => null,
  );
