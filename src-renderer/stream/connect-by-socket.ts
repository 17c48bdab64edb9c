import type { ContractClient } from '#shared/contract/contract-client.ts';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { Connect } from './connection.ts';

/** A socket to the host that served the page, with the token as its subprotocol: a page can set no header on a socket. */
export const connectBySocket =
  (token: string): Connect =>
  (signal) => {
    const socket = new WebSocket(`ws://${window.location.host}/contract`, [`ats-token.${token}`]);
    const client: ContractClient = createORPCClient(new RPCLink({ websocket: socket }));
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
