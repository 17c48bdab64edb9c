import { chmodSync, lstatSync, unlinkSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';

/**
 * Listens on a named pipe or a Unix socket. A socket file that nobody listens on any more (its process was killed) is removed; one that
 * answers is another program's, as is a taken pipe's name on Windows: PIPE_NAME_TAKEN. Whatever else the system refuses is PIPE_FAILED.
 * The pipe is never opened to other users (`readableAll`, `writableAll` stay off, a socket file has mode 0600).
 */
export async function listenOnPipe(
  address: string,
  onConnection: (socket: Socket) => void,
): Promise<Result<Server, Fault>> {
  const first = await tryToListen(address, onConnection);
  if (first.ok || first.error.code !== 'EADDRINUSE') return first.ok ? first : err(pipeFailed(address, first.error));
  if (isWindowsPipe(address) || !(await removeStaleSocket(address))) return err(nameTaken(address));
  const second = await tryToListen(address, onConnection);
  return second.ok ? second : err(pipeFailed(address, second.error));
}

const isWindowsPipe = (address: string): boolean => address.startsWith('\\\\');

function tryToListen(
  address: string,
  onConnection: (socket: Socket) => void,
): Promise<Result<Server, NodeJS.ErrnoException>> {
  return new Promise((resolve) => {
    const server = createServer(onConnection);
    server.once('error', (error) => resolve(err(error)));
    server.listen(address, () => {
      if (!isWindowsPipe(address)) chmodSync(address, 0o600);
      resolve(ok(server));
    });
  });
}

/** True where the file was a socket of a dead process and is gone now. Anything that is no socket is not ours to remove. */
async function removeStaleSocket(address: string): Promise<boolean> {
  if (!lstatSync(address, { throwIfNoEntry: false })?.isSocket() || !(await isRefused(address))) return false;
  unlinkSync(address);
  return true;
}

function isRefused(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(address);
    probe.once('connect', () => {
      probe.destroy();
      resolve(false);
    });
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'));
  });
}

const nameTaken = (address: string): Fault =>
  fault(
    'PIPE_NAME_TAKEN',
    'Another program already listens on the name of the pipe, probably a second cockpit with the same pairing token. Nothing was changed, and no terminal is connected here. Close the other program, or start this one with a data folder of its own (--data).',
    { address },
  );

const pipeFailed = (address: string, cause: NodeJS.ErrnoException): Fault =>
  fault(
    'PIPE_FAILED',
    `The pipe could not be opened: ${cause.message}. Stored data is untouched, but no terminal can connect. Check that the folder of the address exists and is yours.`,
    { address, cause: cause.code ?? null },
  );
