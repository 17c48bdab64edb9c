import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { assert } from '#shared/base/assert.ts';
import type { Launcher } from '#main/ports/launcher.ts';
import { createManualClock, type ManualClock } from '#main/testkit/manual-clock.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { startScriptedChroma, type ScriptedChroma } from '#main/testkit/scripted-chroma.ts';
import { ChromaKeeper, type ChromaKeeperOptions } from './chroma-keeper.ts';

let chroma: ScriptedChroma;
let clock: ManualClock;
let folder: string;
let keeper: ChromaKeeper;
let launched: Parameters<Launcher['launch']>[0][];
let ended: number;
let exits: ((code: number | null) => void)[];
let kinds: string[];

beforeEach(async () => {
  chroma = await startScriptedChroma();
  clock = createManualClock();
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'ats-keeper-')), 'chroma');
  [launched, ended, exits, kinds] = [[], 0, [], []];
});

afterEach(async () => {
  await keeper[Symbol.asyncDispose]();
  await chroma[Symbol.asyncDispose]();
  rmSync(path.dirname(folder), { recursive: true, force: true });
});

/** A launcher whose child is the scripted server: what it is told to end, has ended. */
const launcher: Launcher = {
  launch: (spec) => {
    launched.push(spec);
    let tell: ((code: number | null) => void) | null = null;
    return {
      pid: launched.length,
      onExit: (listener) => {
        tell = listener;
        exits.push(listener);
      },
      [Symbol.dispose]: () => {
        ended += 1;
        tell?.(null);
      },
    };
  },
};

function keep(wish: Partial<ChromaKeeperOptions> = {}): void {
  keeper = new ChromaKeeper({
    place: { kind: 'own', folder, command: null },
    launcher,
    timers: clock.timers,
    monotonicClock: clock.monotonic,
    rng: { bytes: (length) => new Uint8Array(length).fill(255) },
    logger: createRecordingLogger().logger,
    platform: 'linux',
    findPort: () => Promise.resolve(Number(chroma.url.port)),
    ...wish,
  });
  keeper.onChange(() => kinds.push(keeper.state().kind));
  keeper.start();
}

/** Lets time pass, and what is asked over the real socket be answered in between. */
async function until(isSo: () => boolean, stepMs = 100): Promise<number> {
  let passedMs = 0;
  for (let step = 0; step < 3000; step++) {
    if (isSo()) return passedMs;
    await sleep(1);
    if (isSo()) return passedMs;
    clock.advance(stepMs);
    passedMs += stepMs;
  }
  throw new Error(`in ${passedMs} ms it came only to ${JSON.stringify(keeper.state())}`);
}

const isUp = (): boolean => keeper.state().kind === 'up';
const isDown = (): boolean => keeper.state().kind === 'down';

function die(code: number | null): void {
  const exit = exits.at(-1);
  assert(exit !== undefined, 'a child runs');
  exit(code);
}

test('starts a server on a free port, with its rows in our folder, and is up when it answers', async () => {
  await chroma.close();
  keep({ place: { kind: 'own', folder, command: '/opt/chroma' } });
  await until(() => launched.length === 1);
  expect(keeper.state()).toMatchObject({ kind: 'starting', server: '', fault: null });
  expect(keeper.url()).toBeNull();
  await chroma.open();
  await until(isUp);
  expect(keeper.url()?.href).toBe(chroma.url.href);
  expect(keeper.state()).toEqual({
    kind: 'up',
    server: `Chroma 1.0.0 at ${chroma.url.origin}`,
    attempts: 0,
    nextAttemptInMs: null,
    fault: null,
  });
  expect(launched).toEqual([
    {
      entry: 'chromaHost',
      arguments: ['--path', folder, '--port', chroma.url.port, '--command', '/opt/chroma'],
      secrets: {},
    },
  ]);
});

test('a server that has a heart and cannot read its database is not up', async () => {
  chroma.mood = 'unreadable';
  mkdirSync(folder);
  keep();
  await until(isDown, 1000);
  expect([kinds, ended, existsSync(folder)]).toEqual([['down'], 1, true]);
  await until(() => launched.length === 3, 1000);
  expect(existsSync(folder)).toBe(false);
});

test('a server that takes its time is ended after a minute, and keeps its folder however often', async () => {
  chroma.mood = 'hangs';
  mkdirSync(folder);
  keep();
  await until(() => launched.length === 4, 1000);
  expect([ended, existsSync(folder)]).toEqual([3, true]);
});

test('a server that ends is started again, later each time and at most after a minute', async () => {
  keep();
  const waits: (number | null)[] = [];
  for (let life = 1; life <= 9; life++) {
    await until(isUp);
    die(9);
    waits.push(keeper.state().nextAttemptInMs);
    expect(keeper.state()).toMatchObject({ kind: 'down', attempts: life, fault: { code: 'VECTORS_UNREACHABLE' } });
    expect(keeper.url()).toBeNull();
  }
  const rounded = waits.map((wait) => Math.round((wait ?? 0) / 1000));
  expect(rounded).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
});

test('a server that was well for a minute is started again at once, however often it failed before', async () => {
  keep();
  for (let life = 0; life < 4; life++) {
    await until(isUp);
    die(null);
  }
  await until(isUp);
  for (let second = 0; second < 61; second++) {
    await sleep(3);
    clock.advance(1000);
  }
  expect(isUp()).toBe(true);
  die(1);
  expect(keeper.state()).toMatchObject({ attempts: 1, nextAttemptInMs: expect.closeTo(1000, -1) as number });
});

test('where there is no program it is absent, and is not tried again', async () => {
  await chroma.close();
  keep();
  await until(() => launched.length === 1);
  die(127);
  expect(keeper.state()).toMatchObject({ kind: 'absent', fault: null, nextAttemptInMs: null });
  clock.advance(3_600_000);
  expect(launched).toHaveLength(1);
  expect(clock.pendingTimers()).toBe(0);
});

test('a program that somebody named and that is not there is looked for again, and nothing that was kept is touched', async () => {
  await chroma.close();
  mkdirSync(folder);
  keep({ place: { kind: 'own', folder, command: '/no/such/chroma' } });
  for (let life = 1; life <= 4; life++) {
    await until(() => launched.length === life);
    die(127);
    const { kind, attempts, fault } = keeper.state();
    expect([kind, attempts, fault?.code]).toEqual(['down', life, 'VECTORS_UNREACHABLE']);
    expect(fault?.message).toContain('/no/such/chroma');
    clock.advance(60_000);
  }
  expect(existsSync(folder)).toBe(true);
});

test('on Windows none is started', () => {
  keep({ platform: 'win32' });
  expect([keeper.state().kind, launched.length, kinds]).toEqual(['absent', 0, ['absent']]);
});

test('a server that ends since its port is taken is started on another one', async () => {
  await chroma.close();
  const ports = [1, Number(chroma.url.port)];
  keep({ findPort: () => Promise.resolve(ports.shift() ?? 0) });
  await until(() => launched.length === 1);
  die(0);
  await chroma.open();
  await until(isUp);
  expect(launched.map((spec) => spec.arguments[3])).toEqual(['1', chroma.url.port]);
});

test('three heartbeats without an answer are the end of a server; fewer are not', async () => {
  keep();
  await until(isUp);
  chroma.mood = 'hangs';
  await until(() => chroma.waiting() === 1);
  clock.advance(2_000);
  chroma.mood = 'well';
  const before = chroma.asked.length;
  await until(() => chroma.asked.length > before + 2);
  expect([keeper.state().kind, ended]).toEqual(['up', 0]);
  chroma.mood = 'hangs';
  const passedMs = await until(isDown);
  expect(passedMs).toBeGreaterThan(8_000);
  expect(passedMs).toBeLessThan(14_000);
  expect([ended, launched.length]).toEqual([1, 1]);
  chroma.mood = 'well';
  await until(isUp);
  expect(launched).toHaveLength(2);
});

test('what our own server cannot read, twice, is removed: it is made again of the stores', async () => {
  await chroma.close();
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'chroma.sqlite3'), 'of another version');
  keep();
  for (let life = 1; life <= 3; life++) {
    await until(() => launched.length === life);
    expect(existsSync(folder)).toBe(life < 3);
    if (life < 3) die(1);
  }
});

test('a configured server is watched and never started, ended or emptied', async () => {
  await chroma.close();
  mkdirSync(folder);
  keep({ place: { kind: 'server', url: chroma.url } });
  await until(() => keeper.state().attempts > 4);
  await chroma.open();
  await until(isUp);
  await chroma.close();
  await until(isDown);
  await chroma.open();
  await until(isUp);
  expect([launched.length, ended, existsSync(folder)]).toEqual([0, 0, true]);
});

test('what is let go ends its server, waits for it and starts no other', async () => {
  keep();
  await until(isUp);
  const told = kinds.length;
  await keeper[Symbol.asyncDispose]();
  expect([ended, keeper.url(), clock.pendingTimers()]).toEqual([1, null, 0]);
  clock.advance(60_000);
  expect([launched.length, kinds.length]).toEqual([1, told]);
});
