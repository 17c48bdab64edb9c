import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fault } from '#shared/base/fault.ts';
import { createFakeCockpit, type FakeCockpit } from '#main/testkit/fake-cockpit.ts';
import { createManualClock } from '#main/testkit/manual-clock.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { createScriptedAgents } from '#main/testkit/scripted-agents.ts';
import { sampleSignalTerms } from '#main/testkit/sample-signal-terms.ts';
import { createScriptedBackups } from '#main/testkit/scripted-backups.ts';
import { createScriptedImports } from '#main/testkit/scripted-imports.ts';
import { createScriptedMemory } from '#main/testkit/scripted-memory.ts';
import { createScriptedSync } from '#main/testkit/scripted-sync.ts';
import { connectContract, type ContractConnection } from './connect-contract.ts';
import { createContractServer } from './contract-server.ts';
import { startLoopback, token, type Loopback } from './start-loopback.suite.ts';

let cockpit: FakeCockpit;
let loopback: Loopback;

beforeEach(async () => {
  const clock = createManualClock();
  cockpit = createFakeCockpit();
  const contractServer = createContractServer({
    cockpit,
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
    logger: createRecordingLogger().logger,
  });
  loopback = await startLoopback({ contractServer, timers: clock.timers, logger: createRecordingLogger().logger });
});

afterEach(() => loopback.dispose());

async function connected(): Promise<ContractConnection> {
  const connection = await connectContract({ port: loopback.port, token });
  if (!connection.ok) throw new Error(connection.error.message);
  return connection.value;
}

test('asks the engine and gives its answer or its refusal as values', async () => {
  using connection = await connected();
  expect(await connection.ask((client) => client.tradingState.halt({ reason: 'lunch' }))).toEqual({ ok: true });
  const refusal = fault('REASON_REQUIRED', 'say why');
  cockpit.refuse(refusal);
  expect(await connection.ask((client) => client.tradingState.resume({ reason: 'why not' }))).toEqual({
    ok: false,
    error: refusal,
  });
});

test('a request that does not fit the contract is REQUEST_INVALID, a failure inside ENGINE_FAILED', async () => {
  using connection = await connected();
  expect(await connection.ask((client) => client.tradingState.halt({ reason: '' }))).toMatchObject({
    ok: false,
    error: { code: 'REQUEST_INVALID' },
  });
  vi.spyOn(cockpit, 'barsPage').mockImplementation(() => {
    throw new Error('broken');
  });
  const page = { symbol: 'XAUUSD', timeframe: 'M1', beforeUtcMs: null, limit: 1 } as const;
  expect(await connection.ask((client) => client.bars.page(page))).toMatchObject({
    ok: false,
    error: { code: 'ENGINE_FAILED' },
  });
});

test('an engine that goes away while it is asked is not running', async () => {
  using connection = await connected();
  vi.spyOn(cockpit, 'command').mockImplementation(() => {
    void loopback.dispose();
    loopback = { port: 0, dispose: () => Promise.resolve() };
    return new Promise(() => undefined);
  });
  expect(await connection.ask((client) => client.replay.pause())).toMatchObject({
    ok: false,
    error: { code: 'ENGINE_NOT_RUNNING' },
  });
});

test('a mistake of the program itself is thrown, not told as the engine’s', async () => {
  using connection = await connected();
  await expect(connection.ask(() => Promise.reject(new TypeError('mine')))).rejects.toThrow('mine');
});

test('a wrong token is UNAUTHORIZED', async () => {
  expect(await connectContract({ port: loopback.port, token: 'wrong' })).toMatchObject({
    ok: false,
    error: { code: 'UNAUTHORIZED' },
  });
});

test('where nobody listens there is no engine', async () => {
  const { port } = loopback;
  await loopback.dispose();
  loopback = { port: 0, dispose: () => Promise.resolve() };
  expect(await connectContract({ port, token })).toMatchObject({ ok: false, error: { code: 'ENGINE_NOT_RUNNING' } });
});

async function refusalOf(listener: RequestListener): Promise<unknown> {
  const other: Server = createServer(listener);
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const refused = await connectContract({ port, token });
  await new Promise((resolve) => other.close(resolve));
  return refused;
}

test('whoever else listens there is no engine either', async () => {
  expect(await refusalOf((_request, response) => response.writeHead(200).end('hello'))).toMatchObject({
    ok: false,
    error: { code: 'ENGINE_NOT_RUNNING', facts: { cause: 'HTTP 200' } },
  });
});

test('nor is whoever breaks off in the middle of his refusal', async () => {
  const refused = await refusalOf((_request, response) => {
    response.writeHead(401, { 'Content-Length': '100' });
    response.write('half of it', () => response.destroy());
  });
  expect(refused).toMatchObject({ ok: false, error: { code: 'ENGINE_NOT_RUNNING', facts: { cause: 'HTTP 401' } } });
});

test('an engine of another major version is refused before anything is asked', async () => {
  vi.resetModules();
  vi.doMock('#shared/contract/contract.ts', async (original) => ({
    ...(await original<object>()),
    contractVersion: { major: 99, minor: 0 },
  }));
  const newer = await import('./connect-contract.ts');
  expect(await newer.connectContract({ port: loopback.port, token })).toMatchObject({
    ok: false,
    error: { code: 'CONTRACT_VERSION', facts: { program: 99, engine: 1 } },
  });
  vi.doUnmock('#shared/contract/contract.ts');
  // Files may share what they import: the next one is to meet the real contract.
  vi.resetModules();
});
