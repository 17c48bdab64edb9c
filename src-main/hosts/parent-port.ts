import { assert } from '#shared/base/assert.ts';
import type { ServedPort } from '#main/wiring/run-cockpit.ts';

/** The channel to the shell as Electron gives it to a utility process; typed here, since a host never imports electron. */
export interface ParentPort {
  readonly postMessage: (message: unknown) => void;
  readonly on: (
    event: 'message',
    listener: (message: { readonly data: unknown; readonly ports: readonly ServedPort[] }) => void,
  ) => unknown;
}

export function parentPort(): ParentPort {
  const { parentPort: port } = process as { readonly parentPort?: ParentPort };
  assert(port !== undefined, 'this program runs as a utility process of the desktop shell');
  return port;
}
