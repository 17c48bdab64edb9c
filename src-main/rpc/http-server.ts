import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { assert } from '#shared/base/assert.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { secondsToMs } from '#shared/units/duration-ms.ts';
import type { AccessTokens } from '#main/ports/access-tokens.ts';
import type { MonotonicClock } from '#main/ports/clock.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { Timers } from '#main/ports/timers.ts';
import type { ContractServer } from './contract-server.ts';
import { createHttpApp } from './http-app.ts';
import { listRendererFiles } from './list-renderer-files.ts';
import { serveWebSocket } from './serve-websocket.ts';

/** Never any other: the cockpit is not for the network. */
const address = '127.0.0.1';
const socketsMax = 64;
const limits = { headersTimeout: secondsToMs(5), requestTimeout: secondsToMs(10), maxHeaderSize: 8 * 1024 };

export interface HttpServing {
  /** 0 lets the system choose one. */
  readonly port: number;
  readonly token: string;
  /** The built window. */
  readonly rendererFolder: string;
  readonly contractServer: ContractServer;
  /** Of programs; the window's own is `token`. */
  readonly tokens: AccessTokens;
  readonly programVersion: string;
  readonly monotonicClock: MonotonicClock;
  readonly timers: Timers;
  readonly logger: Logger;
}

export interface HttpServer {
  readonly port: number;
  /** Ends every connection and resolves once the port is free. */
  readonly dispose: () => Promise<void>;
}

/**
 * Serves the built window and the signal service over HTTP and the contract over WebSocket, on loopback alone. FILE_NOT_FOUND where the window is not built,
 * PORT_UNUSABLE where the port is taken or not allowed.
 */
export async function startHttpServer(serving: HttpServing): Promise<Result<HttpServer, Fault>> {
  const { token, contractServer, timers, logger } = serving;
  const { tokens, programVersion, monotonicClock } = serving;
  const files = await listRendererFiles(serving.rendererFolder);
  if (!files.ok) return files;

  const port = (): number => listeningPort(server);
  const app = createHttpApp({
    ...{ files: files.value, port, logger, contractServer },
    ...{ sessionToken: token, tokens, programVersion, monotonicClock },
  });
  // The engine's own Request and Response stay the platform's.
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const server = createServer(limits, (request, response) => {
    void listener(request, response);
  });
  server.maxConnections = socketsMax;

  const refusal = await listen(server, serving.port);
  if (refusal !== null) return err(refusal);
  server.on('error', (error) => {
    logger.error('the HTTP server failed', error);
  });
  const webSockets = serveWebSocket({ server, contractServer, port, token, timers, logger });
  return ok({
    port: port(),
    dispose: () => {
      webSockets[Symbol.dispose]();
      return closed(server);
    },
  });
}

function listeningPort(server: Server): number {
  const listening = server.address();
  assert(listening !== null && typeof listening === 'object', 'the server listens on a port');
  return listening.port;
}

const listen = (server: Server, port: number): Promise<Fault | null> =>
  new Promise((resolve) => {
    const onError = (error: Error): void => {
      resolve(
        fault('PORT_UNUSABLE', `The engine cannot listen on port ${port}; end what uses it, or choose another.`, {
          port,
          cause: error.message,
        }),
      );
    };
    server.once('error', onError);
    server.listen(port, address, () => {
      server.off('error', onError);
      resolve(null);
    });
  });

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
