import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { secondsToMs } from '#shared/units/duration-ms.ts';
import { createManualClock, type ManualClock } from '#main/testkit/manual-clock.ts';
import { realTime } from '#main/testkit/real-time.ts';
import { createRecordingLogger, type RecordedLine } from '#main/testkit/recording-logger.ts';
import { BoltConnection, type BoltState } from './bolt-connection.ts';
import type { BoltServer } from './bolt-driver.ts';

let clock: ManualClock;
let connection: BoltConnection;
let states: BoltState[];
let lines: readonly RecordedLine[];

beforeEach(() => {
  clock = createManualClock();
  states = [];
});

afterEach(() => connection[Symbol.asyncDispose]());

/** A port of loopback on which nobody listens. */
async function deadPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return address !== null && typeof address === 'object' ? address.port : 0;
}

async function start(server: Partial<BoltServer> = {}): Promise<void> {
  const recording = createRecordingLogger();
  lines = recording.lines;
  connection = new BoltConnection({
    server: {
      ...{ url: `bolt://127.0.0.1:${await deadPort()}`, user: 'ats', password: 'a secret', certificateFile: null },
      ...{ database: null, ...server },
    },
    ...{ timers: clock.timers, monotonicClock: clock.monotonic, rng: realTime.rng, logger: recording.logger },
  });
  connection.onChange((state) => states.push(state));
  connection.start();
}

const downs = (): readonly Extract<BoltState, { kind: 'down' }>[] => states.filter((state) => state.kind === 'down');

const isDown = (times: number): Promise<void> => expect.poll(() => downs().length, { timeout: 20_000 }).toBe(times);

test('waits longer and longer, half a minute at the most, and tells when it tries again', async () => {
  await start();
  for (let attempt = 1; attempt <= 9; attempt++) {
    await isDown(attempt);
    const down = downs().at(-1);
    expect(down).toMatchObject({ attempts: attempt, fault: { code: 'GRAPH_UNREACHABLE' } });
    const waitMs = (down?.nextAttemptAtMs ?? 0) - clock.monotonic.nowMs();
    expect(waitMs).toBeGreaterThanOrEqual(500);
    expect(waitMs).toBeLessThanOrEqual(Math.min(30_000, 500 * 2 ** attempt));
    clock.advance(waitMs - 1);
    expect(connection.state.kind).toBe('down');
    clock.advance(1);
    expect(connection.state).toMatchObject({
      kind: 'connecting',
      attempts: attempt + 1,
      fault: { code: 'GRAPH_UNREACHABLE' },
    });
  }
  expect(lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
});

test('what a person has to mend is not tried again within a minute', async () => {
  await start({ certificateFile: '/nowhere/at-all.crt' });
  await isDown(1);
  expect(downs()[0]?.fault).toMatchObject({ code: 'GRAPH_UNTRUSTED' });
  clock.advance(secondsToMs(59));
  expect(states.map(({ kind }) => kind)).toEqual(['connecting', 'down']);
  clock.advance(secondsToMs(61));
  await isDown(2);
});

test('no secret is told, not even one that stands in the address', async () => {
  const port = await deadPort();
  await start({ url: `bolt://somebody:hidden@127.0.0.1:${port}` });
  await isDown(1);
  expect(connection.address).toBe(`bolt://127.0.0.1:${port}`);
  const told = JSON.stringify([states, lines]);
  expect(told).toContain('ECONNREFUSED');
  for (const secret of ['a secret', 'hidden', 'somebody']) expect(told).not.toContain(secret);
});

test('once disposed it tries no more, tells nothing, and refuses', async () => {
  await start();
  await isDown(1);
  await connection[Symbol.asyncDispose]();
  expect(clock.pendingTimers()).toBe(0);
  connection.start();
  clock.advance(secondsToMs(600));
  expect(connection.state).toEqual({ kind: 'off' });
  expect(states.map(({ kind }) => kind)).toEqual(['connecting', 'down']);
  await expect(connection.read((run) => run('RETURN 1'))).rejects.toMatchObject({
    fault: { code: 'GRAPH_UNREACHABLE' },
  });
});
