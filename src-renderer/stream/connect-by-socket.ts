import type { ContractClient } from '#shared/contract/contract-client.ts';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { Connect } from './connection.ts';

/** A socket to the host that served the page, with the token as its subprotocol: a page can set no header on a socket. */
export const connectBySocket =
  (token: string): Connect =>
  (signal) => {
    const socket = new WebSocket(`ws://${window.location.host}/contract`, [`ats-token.${token}`]);
    const client: ContractClient = createORPCClient(new RPCLink({ websocket: letGoQuietly(socket) }));
    const closed = new Promise<void>((resolve) => socket.addEventListener('close', () => resolve(), { once: true }));
    const close = (): void => socket.close();
    signal.addEventListener('abort', close, { once: true });
    return new Promise((resolve, reject) => {
      const take = (): void => {
        signal.removeEventListener('abort', close);
        resolve({ client, closed, close });
      };
      socket.addEventListener('open', take, { once: true });
      void closed.then(() => reject(new Error('the engine did not take the connection')));
    });
  };

/**
 * The link throws where it says something on a socket that is closing, and nobody hears of it but the page's console: it tells the engine that subscriptions
 * end, a turn after the connection was given up. A closing socket takes words and drops them by itself; who waits is told when it has closed.
 */
const letGoQuietly = (
  socket: WebSocket,
): Pick<WebSocket, 'addEventListener' | 'removeEventListener' | 'send' | 'readyState'> => ({
  addEventListener: socket.addEventListener.bind(socket),
  removeEventListener: socket.removeEventListener.bind(socket),
  send: (message) => socket.send(message),
  get readyState() {
    return socket.readyState === WebSocket.CLOSING ? WebSocket.OPEN : socket.readyState;
  },
});
