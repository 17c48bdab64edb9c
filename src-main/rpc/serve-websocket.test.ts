import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { ContractClient } from '#shared/contract/contract-client.ts';
import { createFakeCockpit } from '#main/testkit/fake-cockpit.ts';
import { createManualClock, type ManualClock } from '#main/testkit/manual-clock.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { createScriptedAgents } from '#main/testkit/scripted-agents.ts';
import { sampleSignalTerms } from '#main/testkit/sample-signal-terms.ts';
import { createScriptedBackups } from '#main/testkit/scripted-backups.ts';
import { createScriptedImports } from '#main/testkit/scripted-imports.ts';
import { createScriptedMemory } from '#main/testkit/scripted-memory.ts';
import { createScriptedSync } from '#main/testkit/scripted-sync.ts';
import { contractSuite } from './contract.suite.ts';
import { createContractServer } from './contract-server.ts';
import { startLoopback, token, type Loopback } from './start-loopback.suite.ts';

const protocol = `ats-token.${token}`;

const opened = (socket: WebSocket): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });

let clock: ManualClock;
let loopback: Loopback;
let recording: ReturnType<typeof createRecordingLogger>;

beforeEach(async () => {
  clock = createManualClock();
  recording = createRecordingLogger();
  const contractServer = createContractServer({
    cockpit: createFakeCockpit(),
    sync: createScriptedSync(),
    holes: createScriptedSync(),
    imports: createScriptedImports(),
    memory: createScriptedMemory(),
    trades: createScriptedMemory(),
    backups: createScriptedBackups(),
    agents: createScriptedAgents(),
    lessons: createScriptedAgents().lessons,
    signals: sampleSignalTerms(),
    timers: clock.timers,
    wallClock: clock.wall,
    marketClock: clock.market,
    logger: recording.logger,
  });
  loopback = await startLoopback({ contractServer, timers: clock.timers, logger: recording.logger });
});

afterEach(async () => {
  await loopback.dispose();
  expect(clock.pendingTimers()).toBe(0);
});

const connect = (options?: { readonly autoPong?: boolean }): WebSocket =>
  new WebSocket(`ws://127.0.0.1:${loopback.port}/contract`, protocol, options);

test('answers with the subprotocol of the token, as a browser demands one of those that it offered', async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${loopback.port}/contract`, ['other', protocol]);
  await opened(socket);
  expect(socket.protocol).toBe(protocol);
});

test('a wrong token gets 401 with the fault and nothing else', async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${loopback.port}/contract`, 'ats-token.wrong');
  const answer = await new Promise<{ status: number | undefined; body: string }>((resolve) => {
    socket.on('unexpected-response', (_request, response) => {
      void response.toArray().then((parts) => {
        resolve({ status: response.statusCode, body: Buffer.concat(parts).toString() });
      });
    });
  });
  expect({ ...answer, body: JSON.parse(answer.body) as unknown }).toEqual({
    status: 401,
    body: { code: 'UNAUTHORIZED', message: 'The engine does not accept this connection.', facts: {} },
  });
});

test('a foreign page is refused although it knows the token', async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${loopback.port}/contract`, protocol, {
    origin: 'http://evil.example',
  });
  await expect(opened(socket)).rejects.toThrow('403');
});

test('the seventeenth connection is refused, and welcome once another has gone', async () => {
  const sockets = Array.from({ length: 16 }, () => connect());
  await Promise.all(sockets.map(opened));
  await expect(opened(connect())).rejects.toThrow('503');
  sockets[0]?.close();
  const isWelcome = () =>
    opened(connect()).then(
      () => true,
      () => false,
    );
  await expect.poll(isWelcome).toBe(true);
});

test('a message above the bound ends the connection', async () => {
  const socket = connect();
  await opened(socket);
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  socket.send('x'.repeat(64 * 1024 + 1));
  expect(await closed).toBe(1009);
  expect(recording.lines).toMatchObject([{ level: 'warn', message: 'a connection broke' }]);
});

test('a peer that answers pings stays, one that is silent for a whole period is dropped', async () => {
  const lively = connect();
  const dead = connect({ autoPong: false });
  await Promise.all([opened(lively), opened(dead)]);
  const dropped = new Promise((resolve) => dead.once('close', resolve));
  const pinged = new Promise((resolve) => lively.once('ping', resolve));
  clock.advance(15_000);
  await pinged;
  await roundTrip(lively);
  clock.advance(15_000);
  await dropped;
  await roundTrip(lively);
  expect(lively.readyState).toBe(WebSocket.OPEN);
});

test('disposing says farewell to who answers and cuts off who does not', async () => {
  const polite = connect();
  const rude = connect();
  await Promise.all([opened(polite), opened(rude)]);
  const farewell = new Promise<number>((resolve) => polite.once('close', resolve));
  rude.pause();
  const disposed = loopback.dispose();
  expect(await farewell).toBe(1001);
  clock.advance(1000);
  await disposed;
  rude.terminate();
  loopback = { port: 0, dispose: () => Promise.resolve() };
});

/** The server has handled everything that was sent before. */
const roundTrip = (socket: WebSocket): Promise<void> =>
  new Promise((resolve) => {
    socket.once('pong', () => {
      resolve();
    });
    socket.ping();
  });

contractSuite({
  name: 'WebSocket',
  actor: 'cli',
  connect: async (contractServer) => {
    const ownClock = createManualClock();
    const own = await startLoopback({
      contractServer,
      timers: ownClock.timers,
      logger: createRecordingLogger().logger,
    });
    const socket = new WebSocket(`ws://127.0.0.1:${own.port}/contract`, protocol);
    await opened(socket);
    const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket });
    const client: ContractClient = createORPCClient(link);
    return {
      client,
      sendRaw: (text) => {
        socket.send(text);
      },
      disconnect: () => {
        socket.close();
      },
      hasEnded: () => socket.readyState === WebSocket.CLOSED,
      dispose: () => own.dispose(),
    };
  },
});
