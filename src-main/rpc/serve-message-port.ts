import type { ContractServer } from './contract-server.ts';

/** A port of Electron's utility process or of Node's worker threads. The first wraps what it carries in an event, the second does not. */
export interface ServedPort {
  readonly postMessage: (message: unknown) => void;
  readonly on: (event: 'message' | 'close', listener: (event: unknown) => void) => unknown;
  readonly start: () => void;
  readonly close: () => void;
}

/** Serves the window at the other end of a port until the port closes or the result is disposed. */
export function serveMessagePort(server: ContractServer, port: ServedPort): Disposable {
  const close = (): void => {
    served[Symbol.dispose]();
    port.close();
  };
  const served = server.serve({
    actor: 'window',
    send: (message) => {
      port.postMessage(message);
    },
    close,
  });
  port.on('message', (event) => {
    const carried = carriedBy(event);
    // Anything else is no message: the contract travels as text, with files as bytes.
    if (typeof carried === 'string' || carried instanceof Uint8Array) served.receive(carried);
    else close();
  });
  port.on('close', () => {
    served[Symbol.dispose]();
  });
  port.start();
  return { [Symbol.dispose]: close };
}

const carriedBy = (event: unknown): unknown =>
  typeof event === 'object' && event !== null && 'data' in event ? event.data : event;
