import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makePairingToken, type PairingToken } from '#main/protocol/pairing-token.ts';
import { createManualClock, type ManualClock } from '#main/testkit/manual-clock.ts';
import { realTime } from '#main/testkit/real-time.ts';
import { ScriptedCockpit } from '#main/testkit/scripted-cockpit.ts';
import type { Fault } from '#shared/base/fault.ts';
import { TerminalConnection } from './terminal-connection.ts';

const token = makePairingToken(realTime.rng.bytes(20));

let folder = '';
let address = '';
let clock: ManualClock;
let ended: Fault[] = [];
/** How long it was to wait before each attempt. */
let pauses: number[] = [];
let connection: TerminalConnection;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ats-line-'));
  address = process.platform === 'win32' ? `\\\\.\\pipe\\ats-${folder.slice(-6)}` : join(folder, 'pipe.sock');
  clock = createManualClock();
  ended = [];
  pauses = [];
  connection = connectionWith(token);
});

afterEach(() => {
  connection[Symbol.dispose]();
  rmSync(folder, { recursive: true, force: true });
});

const connectionWith = (itsToken: PairingToken): TerminalConnection =>
  new TerminalConnection({
    ...{ address, token: itsToken, version: '0.1.0', rng: realTime.rng, role: 'trading' },
    account: { server: 'ATS-Simulated', login: '1', tradeMode: 'simulated' },
    takePulse: () => null,
    monotonicClock: clock.monotonic,
    timers: {
      every: clock.timers.every,
      after: (delay, run) => {
        pauses.push(delay);
        return clock.timers.after(delay, run);
      },
    },
    onWelcomed: () => undefined,
    onRequested: () => undefined,
    onPonged: () => undefined,
    onHeard: () => undefined,
    onEnded: (why) => ended.push(why),
  });

const attempts = (count: number): Promise<void> =>
  expect.poll(() => ended.length, { timeout: 20_000, interval: 5 }).toBe(count);

test('nobody there: it tries again after a quarter of a second, then twice as long each time, at most five seconds', async () => {
  connection.connect();
  for (let attempt = 1; attempt <= 7; attempt++) {
    await attempts(attempt);
    clock.advance(pauses.at(-1) ?? 0);
  }
  await attempts(8);
  expect(pauses).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000, 5000]);
  expect(new Set(ended.map(({ code }) => code))).toEqual(new Set(['PIPE_FAILED']));
});

test('a server that does not know the token is told nothing, and is tried again', async () => {
  const stranger = makePairingToken(realTime.rng.bytes(20));
  const welcome = { appVersion: '0.1.0', lastDealTicket: null, subscriptions: [] };
  await using cockpit = await ScriptedCockpit.listen({ address, token: stranger, welcome });
  connection.connect();
  await attempts(1);
  expect(ended).toMatchObject([{ code: 'HANDSHAKE_PROOF' }]);
  expect(cockpit.heard).toEqual([]);
  clock.advance(250);
  await attempts(2);
});

test('a server that says nothing is left after two seconds', async () => {
  const calls: Socket[] = [];
  const server = createServer((socket) => calls.push(socket)).listen(address);
  await once(server, 'listening');
  connection.connect();
  await expect.poll(() => calls.length, { timeout: 20_000, interval: 5 }).toBe(1);
  await once(calls[0] ?? server, 'readable');
  clock.advance(1950);
  expect(ended).toEqual([]);
  clock.advance(100);
  expect(ended).toMatchObject([{ code: 'HANDSHAKE_TIMEOUT' }]);
  for (const socket of calls) socket.destroy();
  server.close();
});

test('disposed, it leaves no timer and does not come back', async () => {
  connection.connect();
  await attempts(1);
  connection[Symbol.dispose]();
  expect(clock.pendingTimers()).toBe(0);
});
