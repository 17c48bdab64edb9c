import { tmpdir } from 'node:os';

/** Where the socket of the pipe lies: the user's own folder for sockets where the system has one. */
export const runtimeFolder = (): string => process.env.XDG_RUNTIME_DIR ?? tmpdir();
