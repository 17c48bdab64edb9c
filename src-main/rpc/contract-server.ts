import { onError, ORPCError } from '@orpc/server';
import { RPCHandler } from '@orpc/server/bun-ws';
import type { Actor } from '#shared/events/engine-event.ts';
import type { Logger } from '#main/ports/logger.ts';
import { agentRunStream } from './agent-run-stream.ts';
import { cockpitStream, type StreamSource } from './cockpit-stream.ts';
import { HealthStream } from './health-stream.ts';
import { createRouter, type Answerers, type Caller } from './router.ts';
import { Subscriptions } from './subscriptions.ts';

/** Whoever is at the other end of a port or a socket. */
export interface Peer {
  readonly actor: Actor;
  readonly send: (message: string | ArrayBufferLike | Uint8Array) => void;
  /** Ends the connection: the peer sent what is no message of the contract. */
  readonly close: () => void;
}

export interface ServedPeer extends Disposable {
  readonly receive: (message: string | Uint8Array) => void;
}

export interface ContractServer {
  readonly serve: (peer: Peer) => ServedPeer;
}

/**
 * The contract for any number of peers, whatever carries their messages. The handler is the library's one for Bun, which needs no Bun: it
 * takes messages by hand and gives their failure back. Those for ports and for `ws` attach themselves and let a malformed message end as an
 * unhandled rejection, which would end the engine, or on the console.
 */
export function createContractServer(context: StreamSource & Answerers & { readonly logger: Logger }): ContractServer {
  const { sync, agents, timers, logger } = context;
  const handler = new RPCHandler<Caller>(createRouter(context), {
    interceptors: [
      onError((error) => {
        if (!(error instanceof ORPCError)) logger.error('a request failed', error);
      }),
    ],
  });

  return {
    serve: (peer) => {
      const subscriptions = new Subscriptions(() => cockpitStream(context));
      const healthSubscriptions = new Subscriptions(() => new HealthStream(sync));
      const agentSubscriptions = new Subscriptions(() => agentRunStream({ ...agents, timers }));
      const caller: Caller = { actor: peer.actor, subscriptions, healthSubscriptions, agentSubscriptions };
      let isServed = true;
      const socket = {
        send: (message: string | ArrayBufferLike | Uint8Array): number => {
          if (isServed) peer.send(message);
          return 0;
        },
      };
      return {
        receive: (message) => {
          handler.message(socket, message, { context: caller }).catch((error: unknown) => {
            logger.error('a peer sent what is no message of the contract, or could not be answered', error);
            peer.close();
          });
        },
        [Symbol.dispose]: () => {
          isServed = false;
          handler.close(socket);
          subscriptions.dispose();
          healthSubscriptions.dispose();
          agentSubscriptions.dispose();
        },
      };
    },
  };
}
