import type { ContractClient } from '#shared/contract/contract-client.ts';
import type { PortChannel } from '#shared/contract/shell-messages.ts';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { Connect, Connection } from './connection.ts';

const portGiven: PortChannel = 'ats-port';

/**
 * The shell posts a port when the page has loaded, and another one whenever a new engine runs; the newest counts. A port is used until it is
 * closed or replaced, since there is no other to ask for: letting go of it only ends what was subscribed.
 */
export function connectByPorts(page: EventTarget): Connect {
  let current: OverPort | null = null;
  const waiting = new Set<(connection: Connection) => void>();
  page.addEventListener('message', (event) => {
    const port = givenPort(event, page);
    if (port === null) return;
    current?.end();
    const opened = overPort(port);
    current = opened;
    void opened.connection.closed.then(() => {
      if (current === opened) current = null;
    });
    for (const take of waiting) take(opened.connection);
    waiting.clear();
  });
  return (signal) => {
    if (current !== null) return Promise.resolve(current.connection);
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        waiting.delete(resolve);
        reject(new Error('the shell gave no port'));
      };
      waiting.add(resolve);
      signal.addEventListener('abort', leave, { once: true });
    });
  };
}

/** The page's own window posts it: the preload runs there, and nobody else does. */
function givenPort(event: Event, page: EventTarget): MessagePort | null {
  const { source, data, ports } = event as MessageEvent<unknown>;
  return source === page && data === portGiven ? (ports[0] ?? null) : null;
}

interface OverPort {
  readonly connection: Connection;
  readonly end: () => void;
}

function overPort(port: MessagePort): OverPort {
  const client: ContractClient = createORPCClient(new RPCLink({ port }));
  const { promise: closed, resolve } = Promise.withResolvers<undefined>();
  port.addEventListener('close', () => resolve(undefined));
  port.start();
  const end = (): void => {
    port.close();
    resolve(undefined);
  };
  return { connection: { client, closed, close: () => undefined }, end };
}
