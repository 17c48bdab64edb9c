import { rmSync } from 'node:fs';
import { z } from 'zod';
import type { DataFolder } from './data-folder.ts';
import { jsonTextSchema } from './json-text.ts';
import { readFileIfThere, writePrivateFile } from './private-file.ts';

const sessionSchema = z
  .object({ port: z.number().int().min(1).max(65_535), token: z.string().min(1), pid: z.number().int().positive() })
  .readonly();

/** How to reach the engine that runs on a data folder. `token` opens its loopback port to whoever may read the file. */
export type Session = z.infer<typeof sessionSchema>;

const sessionTextSchema = jsonTextSchema.pipe(sessionSchema);

/** Called by the holder of the folder's lock, once its port listens. */
export function writeSessionFile(folder: DataFolder, session: Session): void {
  writePrivateFile(folder.sessionFile, `${JSON.stringify(session)}\n`);
}

/** Called by the holder of the folder's lock, before it lets go. */
export function removeSessionFile(folder: DataFolder): void {
  rmSync(folder.sessionFile, { force: true });
}

/** What the file says, or null where there is none that can be read as a session. A killed engine leaves it behind: see `findLiveSession`. */
export function readSessionFile(folder: DataFolder): Session | null {
  return sessionTextSchema.safeParse(readFileIfThere(folder.sessionFile)).data ?? null;
}
