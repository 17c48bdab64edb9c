import { afterEach, beforeEach, expect, test } from 'vitest';
import { FaultError } from '#shared/base/fault.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { VectorNeighbour, VectorQuery } from '#main/ports/vector-index.ts';
import { createManualClock, type ManualClock } from '#main/testkit/manual-clock.ts';
import { startScriptedChroma, type ChromaMood, type ScriptedChroma } from '#main/testkit/scripted-chroma.ts';
import { ChromaConnection } from './chroma-connection.ts';
import { chromaIndex } from './chroma-index.ts';

let chroma: ScriptedChroma;
let clock: ManualClock;
let connection: ChromaConnection;

beforeEach(async () => {
  chroma = await startScriptedChroma();
  clock = createManualClock();
  connection = new ChromaConnection({ url: () => chroma.url, owner: 'test', timers: clock.timers });
});

afterEach(async () => {
  connection[Symbol.dispose]();
  await chroma[Symbol.asyncDispose]();
});

const query: VectorQuery = {
  partition: { collection: 'quotes', version: 1, timeframe: 'H1' },
  vector: Float32Array.of(0, 0),
  k: 1,
  asOfUtcMs: utcMs(10),
  fromUtcMs: null,
  symbols: null,
};

const neighbour: VectorNeighbour = { id: 'a', symbol: 'XAUUSD', knownAtUtcMs: utcMs(1), distance: 5 };

const search = () => chromaIndex(connection, () => null).search(query);

/** The code with which a search fails. */
async function codeOf(searching: Promise<unknown>): Promise<string> {
  try {
    await searching;
  } catch (error) {
    if (error instanceof FaultError) return error.fault.code;
    throw error;
  }
  return 'none';
}

async function until(isSo: () => boolean): Promise<void> {
  await expect.poll(isSo, { interval: 2 }).toBe(true);
}

test.for<[ChromaMood, string]>([
  ['fails', 'VECTORS_UNREACHABLE'],
  ['resets', 'VECTORS_UNREACHABLE'],
  ['garbage', 'VECTORS_UNREACHABLE'],
  ['strange', 'VECTORS_UNREACHABLE'],
  ['unauthorized', 'VECTORS_UNREACHABLE'],
  ['rejects', 'VECTORS_REFUSED'],
])(
  'a server that %s is %s, before and after its collection was found, and is searched again when it is well',
  async ([mood, code]) => {
    chroma.mood = mood;
    expect(await codeOf(search())).toBe(code);
    chroma.mood = 'well';
    expect(await search()).toEqual([neighbour]);
    chroma.mood = mood;
    expect(await codeOf(search())).toBe(code);
    chroma.mood = 'well';
    expect(await search()).toEqual([neighbour]);
    expect(clock.pendingTimers()).toBe(0);
  },
);

test('a server that hangs is given up after five seconds, and the request with it', async () => {
  await search();
  chroma.mood = 'hangs';
  const code = codeOf(search());
  await until(() => chroma.waiting() === 1);
  clock.advance(4_999);
  expect(chroma.waiting()).toBe(1);
  clock.advance(1);
  expect(await code).toBe('VECTORS_UNREACHABLE');
  await until(() => chroma.waiting() === 0);
});

test('a server that nobody runs cannot be reached, and can when somebody does', async () => {
  await chroma.close();
  expect(await codeOf(search())).toBe('VECTORS_UNREACHABLE');
  await chroma.open();
  expect(await search()).toEqual([neighbour]);
});

test('without an address there is no request', async () => {
  const nowhere = new ChromaConnection({ url: () => null, owner: 'test', timers: clock.timers });
  expect(await codeOf(chromaIndex(nowhere, () => null).search(query))).toBe('VECTORS_UNREACHABLE');
  expect(chroma.asked).toEqual([]);
});

test('a collection that is not there holds nothing', async () => {
  chroma.mood = 'unknown';
  expect(await search()).toEqual([]);
  expect(await chromaIndex(connection, () => null).count(query.partition)).toBe(0);
});

test('a collection is looked for once, and again when the server does not know it any more', async () => {
  const lookUps = () => chroma.asked.filter((path) => path.endsWith('/ats-test-quotes-1-H1')).length;
  await search();
  await search();
  expect(lookUps()).toBe(1);
  chroma.mood = 'unknown';
  expect(await search()).toEqual([]);
  chroma.mood = 'well';
  expect(await search()).toEqual([neighbour]);
  expect(lookUps()).toBeGreaterThan(1);
});

test('what is under way when the cockpit ends is aborted, and nothing is asked afterwards', async () => {
  chroma.mood = 'hangs';
  const code = codeOf(search());
  await until(() => chroma.waiting() === 1);
  connection[Symbol.dispose]();
  expect(await code).toBe('VECTORS_UNREACHABLE');
  expect(await codeOf(search())).toBe('VECTORS_UNREACHABLE');
  expect(chroma.asked).toHaveLength(1);
  expect(clock.pendingTimers()).toBe(0);
});

test('what a server answers is sorted out once more: nothing of a later time or of another symbol is handed on', async () => {
  const index = chromaIndex(connection, () => null);
  expect(await index.search({ ...query, asOfUtcMs: utcMs(0) })).toEqual([]);
  expect(await index.search({ ...query, fromUtcMs: utcMs(2) })).toEqual([]);
  expect(await index.search({ ...query, symbols: ['EURUSD'] })).toEqual([]);
  expect(await index.search({ ...query, symbols: [] })).toEqual([]);
});
