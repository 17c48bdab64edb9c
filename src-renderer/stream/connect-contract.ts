import type { ContractClient } from '#shared/contract/contract-client.ts';
import type { PortChannel, ShellOrigin } from '#shared/contract/shell-messages.ts';
import { createORPCClient } from '@orpc/client';
import { RPCLink as MessagePortLink } from '@orpc/client/message-port';
import { RPCLink as WebSocketLink } from '@orpc/client/websocket';
import type { Connect, Connection } from './connection.ts';

/** How the window reaches the engine: from the shell by a message port, from a browser by a socket on loopback, or not at all. */
export type Way = { readonly kind: 'ready'; readonly connect: Connect } | { readonly kind: 'noKey' };

const keyName = 'ats-token';
const shellOrigin: ShellOrigin = 'app://cockpit';
const portGiven: PortChannel = 'ats-port';

/** The token leaves the address at once, so that it is neither in the history nor in a screenshot, and lives as long as the tab does. */
export function wayToEngine(): Way {
  if (window.location.origin === shellOrigin) return { kind: 'ready', connect: connectByPorts() };
  const token = takeToken();
  if (token === null) return { kind: 'noKey' };
  return { kind: 'ready', connect: (signal) => connectBySocket(token, signal) };
}

function takeToken(): string | null {
  const given = new URLSearchParams(window.location.hash.slice(1)).get('token');
  if (given === null) return window.sessionStorage.getItem(keyName);
  window.sessionStorage.setItem(keyName, given);
  window.history.replaceState(null, '', window.location.pathname + window.location.search);
  return given;
}

/**
 * The shell posts a port when the page has loaded, and another one whenever a new engine runs; the newest counts. A port is used until it is
 * closed or replaced, since there is no other to ask for: letting go of it only ends what was subscribed.
 */
function connectByPorts(): Connect {
  let current: Connection | null = null;
  let replaceCurrent = (): void => undefined;
  const waiting = new Set<(connection: Connection) => void>();
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const [port] = event.ports;
    if (event.source !== window || event.data !== portGiven || port === undefined) return;
    const { connection, replace } = overPort(port);
    replaceCurrent();
    replaceCurrent = replace;
    current = connection;
    void connection.closed.then(() => {
      if (current === connection) current = null;
    });
    for (const take of waiting) take(connection);
    waiting.clear();
  });
  return (signal) =>
    current === null
      ? new Promise((resolve, reject) => {
          waiting.add(resolve);
          signal.addEventListener(
            'abort',
            () => {
              waiting.delete(resolve);
              reject(new Error('the shell gave no port'));
            },
            { once: true },
          );
        })
      : Promise.resolve(current);
}

function overPort(port: MessagePort): { readonly connection: Connection; readonly replace: () => void } {
  const client: ContractClient = createORPCClient(new MessagePortLink({ port }));
  const { promise: closed, resolve } = Promise.withResolvers<undefined>();
  port.addEventListener('close', () => resolve(undefined));
  port.start();
  const replace = (): void => {
    port.close();
    resolve(undefined);
  };
  return { connection: { client, closed, close: () => undefined }, replace };
}

function connectBySocket(token: string, signal: AbortSignal): Promise<Connection> {
  const scheme = window.location.protocol === 'https:' ? 'wss' : 'ws';
  const socket = new WebSocket(`${scheme}://${window.location.host}/contract`, [`ats-token.${token}`]);
  const client: ContractClient = createORPCClient(new WebSocketLink({ websocket: socket }));
  const closed = new Promise<void>((resolve) => socket.addEventListener('close', () => resolve(), { once: true }));
  const close = (): void => socket.close();
  signal.addEventListener('abort', close, { once: true });
  return new Promise((resolve, reject) => {
    socket.addEventListener(
      'open',
      () => {
        signal.removeEventListener('abort', close);
        resolve({ client, closed, close });
      },
      { once: true },
    );
    void closed.then(() => reject(new Error('the engine did not take the connection')));
  });
}
