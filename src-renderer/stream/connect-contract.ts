import type { ContractClient } from '#shared/contract/contract-client.ts';
import { createORPCClient } from '@orpc/client';
import { RPCLink as MessagePortLink } from '@orpc/client/message-port';
import { RPCLink as WebSocketLink } from '@orpc/client/websocket';
import type { Connect, Connection } from './connection.ts';

/** How the window reaches the engine: from the shell by a message port, from a browser by a socket on loopback, or not at all. */
export type Way = { readonly kind: 'ready'; readonly connect: Connect } | { readonly kind: 'noKey' };

const keyName = 'ats-token';

/** The token leaves the address at once, so that it is neither in the history nor in a screenshot, and lives as long as the tab does. */
export function wayToEngine(): Way {
  if (window.location.protocol === 'app:') return { kind: 'ready', connect: connectByPort(awaitPorts()) };
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
 * The shell posts one port when the window has loaded, and another one whenever a new engine has taken the place of one that ended. Only
 * the newest counts.
 */
interface Ports {
  readonly next: (signal: AbortSignal) => Promise<MessagePort>;
}

function awaitPorts(): Ports {
  let fresh: MessagePort | null = null;
  let taker: ((port: MessagePort) => void) | null = null;
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const [port] = event.ports;
    if (event.source !== window || event.data !== 'ats-port' || port === undefined) return;
    if (taker === null) fresh = port;
    else taker(port);
  });
  return {
    next: (signal) =>
      new Promise((resolve, reject) => {
        const take = (port: MessagePort): void => {
          [fresh, taker] = [null, null];
          resolve(port);
        };
        const leave = (): void => {
          taker = null;
          reject(new Error('the window stopped waiting for its port'));
        };
        taker = take;
        signal.addEventListener('abort', leave, { once: true });
        if (fresh !== null) take(fresh);
      }),
  };
}

const connectByPort =
  (ports: Ports): Connect =>
  async (signal) => {
    const port = await ports.next(signal);
    const client: ContractClient = createORPCClient(new MessagePortLink({ port }));
    const { promise: closed, resolve } = Promise.withResolvers<undefined>();
    port.addEventListener('close', () => resolve(undefined));
    port.start();
    const close = (): void => {
      port.close();
      resolve(undefined);
    };
    return { client, closed, close };
  };

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
