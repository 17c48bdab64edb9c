import { createHmac } from 'node:crypto';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { PairingToken } from './pairing-token.ts';

/** A pipe's name is this and so many digits of the token's HMAC over the label. */
export const pipeName = { prefix: 'ats-', label: 'ats-pipe', digits: 20 } as const;

/** What a socket's address holds on Linux without its closing zero; macOS has 103. */
const unixPathBytesMax = 103;

/**
 * Where the bridge listens. The only place that knows: a named pipe on Windows, elsewhere a Unix domain socket in the given folder (absolute,
 * the user's own). The name is 80 bits of HMAC-SHA256(token, "ats-pipe"): the adviser derives it from the one thing it is given, and nobody
 * learns the token from it. PIPE_FAILED where the folder's path leaves no room for it.
 */
export function pipeAddress(at: {
  readonly token: PairingToken;
  readonly platform: string;
  readonly runtimeFolder: string;
}): Result<string, Fault> {
  const { prefix, label, digits } = pipeName;
  const name = prefix + createHmac('sha256', at.token).update(label).digest('hex').slice(0, digits);
  if (at.platform === 'win32') return ok(`\\\\.\\pipe\\${name}`);
  const path = `${at.runtimeFolder.replace(/\/+$/, '')}/${name}.sock`;
  const bytes = new TextEncoder().encode(path).length;
  return bytes <= unixPathBytesMax ? ok(path) : err(pathTooLong(path, bytes));
}

const pathTooLong = (path: string, bytes: number): Fault =>
  fault(
    'PIPE_FAILED',
    `The path of the pipe has ${bytes} bytes; the system allows ${unixPathBytesMax}. Nothing was opened. Set XDG_RUNTIME_DIR or TMPDIR to a folder with a shorter path.`,
    { path, bytes },
  );
