import type { IncomingMessage, Server } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { fault, type Fault } from '#shared/base/fault.ts';
import { secondsToMs } from '#shared/units/duration-ms.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { Actor } from '#shared/events/engine-event.ts';
import type { Timers } from '#main/ports/timers.ts';
import { admitUpgrade, tokenProtocol } from './admit-upgrade.ts';
import type { ContractServer } from './contract-server.ts';

/** The largest request is an approval's parameters. */
const messageBytesMax = 64 * 1024;
/** What a peer may leave unread; batches are bounded by its acknowledgements, answers are not. */
const unreadBytesMax = 16 * 1024 * 1024;
const connectionsMax = 16;
const pingPeriodMs = secondsToMs(15);
/** A peer that does not answer the farewell is cut off. */
const farewellMaxMs = secondsToMs(1);

const closeCodes = { goingAway: 1001, policyViolation: 1008 } as const;

export interface WebSocketService {
  readonly server: Server;
  readonly contractServer: ContractServer;
  readonly port: () => number;
  readonly token: string;
  readonly timers: Timers;
  readonly logger: Logger;
}

/** Serves the contract to sockets that are upgraded on an HTTP server, until the result is disposed. Dead peers are dropped by ping. */
export function serveWebSocket(service: WebSocketService): Disposable {
  const { server, contractServer, port, token, timers, logger } = service;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: messageBytesMax,
    perMessageDeflate: false,
    // Two messages in one turn would be decoded side by side, and a withdrawal could overtake its request.
    allowSynchronousEvents: false,
    handleProtocols: (protocols) => tokenProtocol(protocols) ?? false,
  });
  const silent = new WeakSet<WebSocket>();

  const onBroken = (error: Error): void => {
    logger.debug('a socket broke before it was upgraded', { cause: error.message });
  };

  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // Until the upgrade nobody else listens, and an error that nobody hears ends the process.
    socket.on('error', onBroken);
    const admission = admitUpgrade(
      {
        path: request.url,
        host: request.headers.host,
        origin: request.headers.origin,
        protocols: request.headers['sec-websocket-protocol'],
      },
      { port: port(), token },
    );
    if (!admission.ok) {
      refuse(socket, admission.error.status, admission.error.fault);
    } else if (sockets.clients.size >= connectionsMax) {
      refuse(
        socket,
        503,
        fault('CONNECTIONS_MAX', 'Too many windows and programs are connected; close one.', { connectionsMax }),
      );
    } else {
      socket.off('error', onBroken);
      sockets.handleUpgrade(request, socket, head, (webSocket) => {
        attach(webSocket, admission.value);
      });
    }
  };

  const attach = (webSocket: WebSocket, actor: Actor): void => {
    const served = contractServer.serve({
      actor,
      send: (message) => {
        webSocket.send(message);
      },
      close: () => {
        webSocket.close(closeCodes.policyViolation);
      },
    });
    webSocket.on('message', (message, isBinary) => {
      if (webSocket.bufferedAmount > unreadBytesMax) webSocket.terminate();
      else served.receive(isBinary ? bytesOf(message) : bytesOf(message).toString('utf8'));
    });
    webSocket.on('pong', () => silent.delete(webSocket));
    webSocket.on('error', (error) => {
      logger.warn('a connection broke', { cause: error.message });
    });
    webSocket.on('close', () => {
      served[Symbol.dispose]();
    });
  };

  const pinging = timers.every(pingPeriodMs, () => {
    for (const webSocket of sockets.clients) {
      if (silent.has(webSocket)) {
        webSocket.terminate();
      } else {
        silent.add(webSocket);
        webSocket.ping();
      }
    }
  });

  server.on('upgrade', onUpgrade);
  return {
    [Symbol.dispose]: () => {
      pinging[Symbol.dispose]();
      server.off('upgrade', onUpgrade);
      for (const webSocket of sockets.clients) webSocket.close(closeCodes.goingAway);
      const impatience = timers.after(farewellMaxMs, () => {
        for (const webSocket of sockets.clients) webSocket.terminate();
      });
      sockets.close(() => {
        impatience[Symbol.dispose]();
      });
    },
  };
}

function refuse(socket: Duplex, status: number, refusal: Fault): void {
  const body = JSON.stringify(refusal);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function bytesOf(message: RawData): Buffer {
  if (Buffer.isBuffer(message)) return message;
  return Array.isArray(message) ? Buffer.concat(message) : Buffer.from(message);
}
