import { OpenAPIHandler } from '@orpc/openapi/fetch';
import { onError, ORPCError } from '@orpc/server';
import { RPCHandler } from '@orpc/server/bun-ws';
import { fault, type Fault } from '#shared/base/fault.ts';
import { accessScopeSchema, type AccessScope } from '#shared/contract/access-scope.ts';
import type { Actor } from '#shared/events/engine-event.ts';
import type { Logger } from '#main/ports/logger.ts';
import { agentRunStream } from './agent-run-stream.ts';
import { cockpitStream, type StreamSource } from './cockpit-stream.ts';
import { HealthStream } from './health-stream.ts';
import { refusalOf } from './rest/refusal.ts';
import { isRouted, scopesOf } from './rest/routes.ts';
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

/** What the bearer of a token may do, and whether he still may. */
export interface Bearer {
  readonly scopes: readonly AccessScope[];
  readonly isAdmitted: () => boolean;
}

export interface ContractServer {
  readonly serve: (peer: Peer) => ServedPeer;
  /** One request of a program over HTTP; null where nothing of the contract has such a route. Whatever is refused is answered with its fault. */
  readonly answer: (request: Request, bearer: Bearer) => Promise<Response | null>;
}

/**
 * The contract for any number of peers, whatever carries their messages. The handler is the library's one for Bun, which needs no Bun: it
 * takes messages by hand and gives their failure back. Those for ports and for `ws` attach themselves and let a malformed message end as an
 * unhandled rejection, which would end the engine, or on the console.
 */
export function createContractServer(context: StreamSource & Answerers & { readonly logger: Logger }): ContractServer {
  const { logger } = context;
  const router = createRouter(context);
  const logFailure = (error: unknown): void => {
    if (!(error instanceof ORPCError)) logger.error('a request failed', error);
  };
  const handler = new RPCHandler<Caller>(router, { interceptors: [onError(logFailure)] });
  const restHandler = new OpenAPIHandler<Caller>(router, {
    filter: isRouted,
    clientInterceptors: [
      onError((error) => {
        throw refusalOf(error);
      }),
      onError(logFailure),
      (asked) => {
        const missing = scopesOf(asked.procedure).filter((scope) => !asked.context.scopes.includes(scope));
        if (missing.length > 0) throw new ORPCError('SCOPE_MISSING', { data: scopeMissing(missing) });
        return asked.next();
      },
    ],
    // A body that is no JSON is refused before it comes to a procedure.
    customErrorResponseBodyEncoder: (error) => refusalOf(error).data,
  });

  return {
    serve: (peer) => {
      const caller = callerOf(
        { actor: peer.actor, scopes: accessScopeSchema.options, isAdmitted: () => true },
        context,
      );
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
          caller.subscriptions.dispose();
          caller.healthSubscriptions.dispose();
          caller.agentSubscriptions.dispose();
        },
      };
    },

    answer: async (request, bearer) => {
      const { matched, response } = await restHandler.handle(request, {
        context: callerOf({ actor: 'rest', ...bearer }, context),
      });
      return matched ? response : null;
    },
  };
}

const scopeMissing = (missing: readonly AccessScope[]): Fault =>
  fault('SCOPE_MISSING', `The token may not do this: it lacks ${missing.join(' and ')}.`, {
    missing: missing.join(' '),
  });

/** Somebody who has subscribed to nothing yet. */
function callerOf(who: Pick<Caller, 'actor' | 'scopes' | 'isAdmitted'>, context: StreamSource & Answerers): Caller {
  const { sync, agents, timers } = context;
  return {
    ...who,
    subscriptions: new Subscriptions(() => cockpitStream(context)),
    healthSubscriptions: new Subscriptions(() => new HealthStream(sync)),
    agentSubscriptions: new Subscriptions(() => agentRunStream({ ...agents, timers })),
  };
}
