import fc from 'fast-check';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BarSeries } from '#shared/market/bar-series.ts';
import { stateId } from '#shared/market/state-id.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { MarketState } from '#main/ports/indicator-store.ts';
import type { Situation } from '#main/ports/situation-store.ts';
import type { VectorChange, VectorPartition, VectorRecord } from '#main/ports/vector-index.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { realTime } from '#main/testkit/real-time.ts';
import { valueOf } from '../../temporary-stores.suite.ts';
import { ExactIndex } from '../../vector/exact-index.ts';
import { hashVectors } from '../../vector/hash-vectors.ts';
import { partitionKey } from '../../vector/partition-key.ts';
import type { VectorRows } from '../../vector/vector-rows.ts';
import { openMarketToRead } from './open-market-to-read.ts';
import { temporaryMarket, type TemporaryMarket } from './temporary-market.suite.ts';

let market: TemporaryMarket;

beforeEach(() => {
  market = temporaryMarket();
});

afterEach(() => {
  market[Symbol.dispose]();
});

const hourMs = 3_600_000;
const gold: BarSeries = { symbol: 'XAUUSD', timeframe: 'H1', source: 'terminal', anchor: 'hour' };
const imported: BarSeries = { ...gold, source: 'a|b' };
const daily: BarSeries = { ...gold, symbol: 'EURUSD', timeframe: 'D1', anchor: 'ny+7' };
const openingOf = (bar: number) => utcMs(sampleStartUtcMs + bar * hourMs);

const stateAt = (bar: number, level: number): MarketState => ({
  vector: Float32Array.from([level, level / 2, -level]),
  knownAtUtcMs: openingOf(bar + 1),
  regime: level > 5 ? 'trendUp' : 'range',
});

const version = { indicators: 2, states: 1 };

/** A level of null is a bar without a state. */
function derive(series: BarSeries, levels: readonly (readonly [bar: number, level: number | null])[], of = version) {
  market.store.indicators.save(
    series,
    of,
    levels.map(([bar, level]) => ({
      openTimeUtcMs: openingOf(bar),
      values: { atr: 1 },
      state: level === null ? null : stateAt(bar, level),
    })),
  );
}

const situation = (kind: Situation['kind'], key: string, more: Partial<Situation> = {}): Situation => ({
  ...{ kind, key, symbol: 'XAUUSD', timeframe: 'H1', atUtcMs: utcMs(openingOf(5) + 7) },
  ...more,
});

const lesson = (key: string, text: string) => ({
  recordId: `lesson:${key}` as const,
  symbol: 'XAUUSD',
  knownAtUtcMs: openingOf(3),
  text,
});

const h1: VectorPartition = { collection: 'quotes', version: 1, timeframe: 'H1' };

const told = (changes: readonly VectorChange[]) =>
  changes.map((it) => [it.revision, partitionKey(it.partition), it.kind, it.kind === 'put' ? it.record.id : it.id]);

test('states, situations and texts are told in the order in which they changed, with what they say', () => {
  const { situations, texts, vectorFeed } = market.store;
  derive(gold, [
    [0, 1],
    [1, 2],
  ]);
  situations.save(situation('trade', '88#1'), stateAt(4, 3), 1);
  texts.save(lesson('7', 'too late'));
  texts.saveEmbeddings('local-1', [{ text: 'too late', vector: Float32Array.from([1, 0]) }]);
  situations.save(situation('signal', 'decision-1'), stateAt(4, 4), 1);
  derive(daily, [[2, 9]]);
  const changes = vectorFeed.after(0, 100);
  expect(told(changes)).toEqual([
    [1, 'quotes/1/H1', 'put', stateId(gold, openingOf(0))],
    [2, 'quotes/1/H1', 'put', stateId(gold, openingOf(1))],
    [3, 'trades/1/H1', 'put', 'trade:88#1'],
    [4, 'texts/local-1', 'put', 'lesson:7'],
    [5, 'signals/1/H1', 'put', 'signal:decision-1'],
    [6, 'quotes/1/D1', 'put', stateId(daily, openingOf(2))],
  ]);
  expect(changes.map((it) => (it.kind === 'put' ? it.record : null))).toMatchObject([
    { symbol: 'XAUUSD', knownAtUtcMs: openingOf(1), vector: Float32Array.from([1, 0.5, -1]) },
    { symbol: 'XAUUSD', knownAtUtcMs: openingOf(2) },
    { symbol: 'XAUUSD', knownAtUtcMs: openingOf(5) + 7, vector: Float32Array.from([3, 1.5, -3]) },
    { symbol: 'XAUUSD', knownAtUtcMs: openingOf(3), vector: Float32Array.from([1, 0]) },
    { knownAtUtcMs: openingOf(5) + 7 },
    { symbol: 'EURUSD', vector: Float32Array.from([9, 4.5, -9]) },
  ]);
  expect(told(vectorFeed.after(2, 3))).toEqual(told(changes).slice(2, 5));
  expect([0, 2, 6, 99].map((revision) => vectorFeed.depth(revision))).toEqual([6, 4, 0, 0]);
  expect([vectorFeed.newest(), vectorFeed.epoch()]).toEqual([6, expect.stringMatching(/^[0-9a-f]{32}$/)]);
  expect(vectorFeed.partitions().map(partitionKey)).toEqual([
    ...['quotes/1/D1', 'quotes/1/H1', 'signals/1/H1', 'texts/local-1', 'trades/1/H1'],
  ]);
});

test('what says the same again leaves no change; what says something else moves to the end', () => {
  const { situations, texts, vectorFeed } = market.store;
  const all = () => {
    derive(gold, [
      [0, 1],
      [1, 2],
    ]);
    situations.save(situation('trade', '88#1'), stateAt(4, 3), 1);
    texts.save(lesson('7', 'too late'));
    texts.saveEmbeddings('local-1', [{ text: 'too late', vector: Float32Array.from([1, 0]) }]);
  };
  all();
  const before = vectorFeed.newest();
  all();
  expect(vectorFeed.newest()).toBe(before);
  derive(gold, [[0, 7]]);
  situations.save(situation('trade', '88#1', { symbol: 'EURUSD' }), stateAt(4, 3), 1);
  expect(told(vectorFeed.after(before, 9)).map(([, , , id]) => id)).toEqual([
    stateId(gold, openingOf(0)),
    'trade:88#1',
  ]);
  expect(vectorFeed.depth(0)).toBe(4);
});

test('what cannot be compared any more is told as removed', () => {
  const { situations, texts, vectorFeed } = market.store;
  derive(gold, [[0, 1]]);
  situations.save(situation('signal', 'a'), stateAt(4, 3), 1);
  situations.save(situation('signal', 'b'), stateAt(4, 3), 1);
  situations.save(situation('trade', 'c'), null, 1);
  texts.save(lesson('7', 'too late'));
  texts.saveEmbeddings('local-1', [{ text: 'too late', vector: Float32Array.from([1, 0]) }]);
  const before = vectorFeed.newest();
  derive(gold, [[0, null]]);
  situations.save(situation('signal', 'a'), null, 1);
  situations.remove({ kind: 'signal', key: 'b' });
  texts.save(lesson('7', 'too early'));
  expect(told(vectorFeed.after(before, 9)).map(([, ...rest]) => rest)).toEqual([
    ['quotes/1/H1', 'removed', stateId(gold, openingOf(0))],
    ['signals/1/H1', 'removed', 'signal:a'],
    ['signals/1/H1', 'removed', 'signal:b'],
    ['texts/local-1', 'removed', 'lesson:7'],
  ]);
  expect(vectorFeed.partitions()).toEqual([]);
});

test('a record that comes to another timeframe or version leaves the one in which it was', () => {
  const { situations, vectorFeed } = market.store;
  situations.save(situation('trade', '88#1'), stateAt(4, 3), 1);
  situations.save(situation('trade', '88#1', { timeframe: 'H4' }), stateAt(4, 3), 1);
  situations.save(situation('trade', '88#1', { timeframe: 'H4' }), stateAt(4, 3), 2);
  expect(told(vectorFeed.after(0, 9)).map(([, ...rest]) => rest)).toEqual([
    ['trades/1/H1', 'removed', 'trade:88#1'],
    ['trades/1/H4', 'removed', 'trade:88#1'],
    ['trades/2/H4', 'put', 'trade:88#1'],
  ]);
  situations.save(situation('trade', '88#1'), stateAt(4, 3), 1);
  expect(vectorFeed.partitions().map(partitionKey)).toEqual(['trades/1/H1']);
});

test('one partition holds the states of all series of its timeframe, and each bar once where indicators have a newer version', () => {
  const { vectorFeed } = market.store;
  derive(gold, [[0, 1]]);
  derive(imported, [[0, 2]]);
  derive(gold, [[0, 3]], { indicators: 3, states: 1 });
  const records = new Map([...vectorFeed.records(h1)].map((it) => [it.id, it.vector[0]]));
  expect(records).toEqual(
    new Map([
      [stateId(gold, openingOf(0)), 3],
      [stateId(imported, openingOf(0)), 2],
    ]),
  );
});

test('a partition of many pages is read whole, also where another one lies between its records', () => {
  const { situations, vectorFeed } = market.store;
  derive(
    gold,
    Array.from({ length: 300 }, (_, bar) => [bar, bar % 7 === 0 ? null : bar] as const),
  );
  for (let trade = 0; trade < 300; trade++)
    situations.save(situation('trade', `${trade}#1`, { timeframe: trade % 3 === 0 ? 'H4' : 'H1' }), stateAt(1, 1), 1);
  expect([...vectorFeed.records(h1)]).toHaveLength(257);
  const ids = [...vectorFeed.records({ ...h1, collection: 'trades' })].map(({ id }) => id);
  expect([ids.length, new Set(ids).size]).toEqual([200, 200]);
});

test('so many changes that counting them would hold the loop are told by their revisions', () => {
  derive(
    gold,
    Array.from({ length: 50_000 }, (_, bar) => [bar, 1] as const),
  );
  expect(market.store.vectorFeed.depth(0)).toBe(50_000);
  derive(gold, [[60_000, 1]]);
  derive(gold, [[60_000, 2]]);
  expect([0, 1, 2, 3].map((revision) => market.store.vectorFeed.depth(revision))).toEqual([
    ...[50_002, 50_001, 49_999, 49_998],
  ]);
});

/** What a mirror holds that has read all changes on from wherever it was. */
class Mirror {
  readonly #held = new Map<string, VectorRecord>();
  #epoch = '';
  #revision = 0;

  readOn(rows: VectorRows, limit: number): ReadonlyMap<string, VectorRecord> {
    if (rows.epoch() !== this.#epoch) {
      this.#epoch = rows.epoch();
      this.#revision = 0;
      this.#held.clear();
    }
    for (let page = rows.after(this.#revision, limit); page.length > 0; page = rows.after(this.#revision, limit)) {
      for (const change of page) {
        expect(change.revision).toBeGreaterThan(this.#revision);
        this.#revision = change.revision;
        const id = change.kind === 'put' ? change.record.id : change.id;
        const key = `${partitionKey(change.partition)} ${id}`;
        if (change.kind === 'put') this.#held.set(key, change.record);
        else this.#held.delete(key);
      }
    }
    expect(rows.depth(this.#revision)).toBe(0);
    return this.#held;
  }
}

const bar = fc.integer({ min: 0, max: 12 });
const level = fc.integer({ min: 0, max: 9 });
const name = fc.constantFrom('1#1', '2#1', '2#2');
const words = fc.constantFrom('too late', 'too early', 'fine');
const timeframe = fc.constantFrom('H1' as const, 'H4' as const);
const step = fc.oneof(
  fc.tuple(fc.constantFrom(gold, imported, daily), bar, fc.option(level)).map(([series, at, of]) => () => {
    derive(series, [[at, of]]);
  }),
  fc.tuple(name, fc.option(level), fc.integer({ min: 1, max: 2 }), timeframe).map(([key, of, states, frame]) => () => {
    const saved = situation('trade', key, { timeframe: frame });
    market.store.situations.save(saved, of === null ? null : stateAt(2, of), states);
  }),
  name.map((key) => () => market.store.situations.remove({ kind: 'trade', key })),
  fc.tuple(name, words).map(
    ([key, text]) =>
      () =>
        market.store.texts.save(lesson(key, text)),
  ),
  fc.tuple(fc.constantFrom('local-1', 'ollama:m'), words, level).map(([method, text, of]) => () => {
    market.store.texts.saveEmbeddings(method, [{ text, vector: Float32Array.from([of, 1]) }]);
  }),
  fc.constant('readOn' as const),
);

test('whoever reads the changes on holds what the rows hold, wherever it was, and the exact scan too', async () => {
  const { monotonicClock } = realTime;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.integer({ min: 1, max: 5 }), async (steps, limit) => {
      market.store.projections.clear('vectors');
      const rows = market.store.vectorFeed;
      const mirror = new Mirror();
      const index = new ExactIndex({ shapeOf: () => null, rows, monotonicClock, nextTurn: () => nextTurn() });
      for (const one of steps) {
        if (one !== 'readOn') {
          one();
          continue;
        }
        mirror.readOn(rows, limit);
        await hashVectors(index);
      }
      const stored = rows
        .partitions()
        .flatMap((partition) =>
          [...rows.records(partition)].map((it) => [`${partitionKey(partition)} ${it.id}`, it] as const),
        );
      expect(mirror.readOn(rows, limit)).toEqual(new Map(stored));
      const fresh = await hashVectors(
        new ExactIndex({ shapeOf: () => null, rows, monotonicClock, nextTurn: () => nextTurn() }),
      );
      expect(await hashVectors(index)).toEqual(fresh);
      expect(fresh.rows).toBe(stored.length);
    }),
    { numRuns: 60 },
  );
});

test('a reader beside the writer compares with the states that are committed, and hears of later ones', async () => {
  derive(gold, [
    [0, 1],
    [1, 5],
  ]);
  using reader = valueOf(openMarketToRead(market.folder, market.context));
  if (reader === null) throw new Error('the market is there');
  const { monotonicClock } = realTime;
  const index = new ExactIndex({
    shapeOf: () => null,
    rows: reader.vectorFeed,
    monotonicClock,
    nextTurn: () => nextTurn(),
  });
  const query = { partition: h1, vector: Float32Array.from([4, 2, -4]), k: 1, fromUtcMs: null, symbols: null };
  const nearest = async () => (await index.search({ ...query, asOfUtcMs: openingOf(99) })).map(({ id }) => id);
  expect(await nearest()).toEqual([stateId(gold, openingOf(1))]);
  derive(gold, [[2, 4]]);
  expect(await nearest()).toEqual([stateId(gold, openingOf(2))]);
  market.store.projections.clear('vectors');
  derive(gold, [[3, 4]]);
  expect(await nearest()).toEqual([stateId(gold, openingOf(3))]);
});
