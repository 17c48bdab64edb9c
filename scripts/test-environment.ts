import { accessSync, constants, statSync } from 'node:fs';
import { tmpdir } from 'node:os';

interface Machine {
  readonly platform: NodeJS.Platform;
  /** Where temporary files go, and the user's own folder for sockets. */
  readonly temporary: string;
  readonly runtime: string | undefined;
  readonly isWritableFolder: (path: string) => boolean;
}

/** Tests put sockets into folders of their own below the temporary one, and a socket's whole path has 103 bytes at most. */
const folderBytesMax = 48;

/** What the user of this machine has set for a cockpit of his own. */
const ofTheCockpit = ['ATS_DATA', 'ATS_SETTINGS', 'ATS_PAIRING_TOKEN', 'ATS_GRAPH_PASSWORD'];

/**
 * What tests must find otherwise than the user has it, so that they run alike everywhere; a variable that is undefined is to be taken out. A
 * folder for sockets may belong to a session that is over (`su`, cron), and a CI's temporary folder may lie too deep for any socket.
 */
export function testEnvironment({
  platform,
  temporary,
  runtime,
  isWritableFolder,
}: Machine): Record<string, string | undefined> {
  const hidden = Object.fromEntries(ofTheCockpit.map((name) => [name, undefined]));
  if (platform === 'win32') return hidden;
  const isGood = (folder: string): boolean => Buffer.byteLength(folder) <= folderBytesMax && isWritableFolder(folder);
  return {
    ...hidden,
    ...(isGood(temporary) ? {} : { TMPDIR: '/tmp' }),
    ...(runtime === undefined || isGood(runtime) ? {} : { XDG_RUNTIME_DIR: undefined }),
  };
}

/** Gives this process, and all that it starts from now on, the environment of tests. */
export function takeTestEnvironment(): void {
  const environment = testEnvironment({
    platform: process.platform,
    temporary: tmpdir(),
    runtime: process.env.XDG_RUNTIME_DIR,
    isWritableFolder,
  });
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
}

function isWritableFolder(path: string): boolean {
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
