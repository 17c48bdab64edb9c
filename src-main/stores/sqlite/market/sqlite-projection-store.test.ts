import { afterEach, beforeEach, expect, test } from 'vitest';
import { fault } from '#shared/base/fault.ts';
import type { DeadLetter } from '#shared/contract/memory.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { temporaryMarket, type TemporaryMarket } from './temporary-market.suite.ts';

let market: TemporaryMarket;

beforeEach(() => {
  market = temporaryMarket();
});

afterEach(() => {
  market[Symbol.dispose]();
});

const letter = (key: string, more: Partial<DeadLetter> = {}): DeadLetter => ({
  ...{ projection: 'vectors', target: 'chroma', key, attempts: 3, diedAtUtcMs: utcMs(1000) },
  fault: fault('VECTORS_REFUSED', 'It is too long.', { length: 9 }),
  ...more,
});

test('marks are kept by target, also over a restart, until they are taken back', () => {
  const { projections } = market.store;
  projections.saveMark('chroma', { epoch: 'one', revision: 5 });
  projections.saveMark('ledger:graph', { epoch: 'hash', revision: 0 });
  projections.saveMark('chroma', { epoch: 'two', revision: 7 });
  const again = market.reopen().projections;
  expect([again.mark('chroma'), again.mark('ledger:graph'), again.mark('nobody')]).toEqual([
    { epoch: 'two', revision: 7 },
    { epoch: 'hash', revision: 0 },
    null,
  ]);
  again.saveMark('chroma', null);
  expect(again.mark('chroma')).toBeNull();
});

test('dead letters come back newest first, one for a change of a target, and are cleared by projection and target', () => {
  const { projections } = market.store;
  projections.addDeadLetter(letter('a'));
  projections.addDeadLetter(letter('b', { diedAtUtcMs: utcMs(2000) }));
  projections.addDeadLetter(letter('c', { target: 'ledger:vectors' }));
  projections.addDeadLetter(letter('d', { projection: 'graph', target: 'bolt', diedAtUtcMs: utcMs(500) }));
  const again = letter('a', { attempts: 6, diedAtUtcMs: utcMs(3000) });
  projections.addDeadLetter(again);
  expect(projections.deadLetters(10).map(({ key }) => key)).toEqual(['a', 'b', 'c', 'd']);
  expect(projections.deadLetters(1)).toEqual([again]);
  const counts = () => [projections.deadLetterCount('vectors'), projections.deadLetterCount('graph')];
  expect(counts()).toEqual([3, 1]);
  projections.clearDeadLetters('vectors', 'chroma');
  expect([projections.deadLetters(10).map(({ key }) => key), counts()]).toEqual([
    ['c', 'd'],
    [1, 1],
  ]);
  projections.clearDeadLetters('vectors', null);
  expect(counts()).toEqual([0, 1]);
});

test('what is written together is committed together, or not at all', () => {
  const { projections, texts } = market.store;
  const write = () => {
    texts.save({ recordId: 'lesson:1', symbol: 'XAUUSD', knownAtUtcMs: utcMs(5), text: 'fine' });
    projections.saveMark('ledger:vectors', { epoch: 'hash', revision: 9 });
  };
  expect(() =>
    projections.transaction(() => {
      write();
      throw new Error('the disk is gone');
    }),
  ).toThrow('the disk is gone');
  expect([texts.find('lesson:1'), projections.mark('ledger:vectors')]).toEqual([null, null]);
  expect(projections.transaction(() => (write(), 'done'))).toBe('done');
  expect(texts.find('lesson:1')).not.toBeNull();
});

const bars = sampleBars({ count: 5, timeframe: 'H1' });
const series = { symbol: 'XAUUSD', timeframe: 'H1', source: 'terminal', anchor: 'hour' } as const;
const version = { indicators: 2, states: 1 };

function fill(): void {
  const { bars: barStore, indicators, situations, texts, graph } = market.store;
  barStore.record([{ series, bars }], null);
  const state = { vector: Float32Array.of(1, 2), knownAtUtcMs: utcMs(5), regime: 'range' } as const;
  indicators.save(
    series,
    version,
    bars.map(({ openTimeUtcMs }) => ({ openTimeUtcMs, values: { atr: 1 }, state })),
  );
  const situation = { kind: 'trade', key: '1#1', symbol: 'XAUUSD', timeframe: 'H1', atUtcMs: utcMs(5) } as const;
  situations.save(situation, state, 1);
  texts.save({ recordId: 'lesson:1', symbol: 'XAUUSD', knownAtUtcMs: utcMs(5), text: 'fine' });
  texts.saveEmbeddings('local-1', [{ text: 'fine', vector: Float32Array.of(1, 0) }]);
  graph.putNode({ id: 'symbol:XAUUSD', kind: 'symbol', knownAtUtcMs: null, facts: {} });
  for (const target of ['ledger:vectors', 'ledger:graph', 'chroma'])
    market.store.projections.saveMark(target, { epoch: 'e', revision: 3 });
}

const schema = () => market.rows('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name');

test('a new life of the vectors drops what is derived and its mark in the ledger, and leaves bars, embeddings, the graph and the schema', () => {
  fill();
  const before = { schema: schema(), epoch: market.store.vectorFeed.epoch(), graph: market.store.graphFeed.epoch() };
  const { projections, vectorFeed, graphFeed, indicators, situations, texts } = market.store;
  projections.clear('vectors');
  expect({ newest: vectorFeed.newest(), depth: vectorFeed.depth(0), partitions: vectorFeed.partitions() }).toEqual({
    ...{ newest: 0, depth: 0, partitions: [] },
  });
  expect(vectorFeed.epoch()).not.toBe(before.epoch);
  expect([indicators.newest(series, version), situations.find('trade', '1#1'), texts.find('lesson:1')]).toEqual([
    ...[null, null, null],
  ]);
  expect([projections.mark('ledger:vectors'), projections.mark('ledger:graph'), projections.mark('chroma')]).toEqual([
    null,
    { epoch: 'e', revision: 3 },
    { epoch: 'e', revision: 3 },
  ]);
  expect([market.store.bars.summaries()[0]?.count, graphFeed.epoch(), graphFeed.depth(0)]).toEqual([
    ...[5, before.graph, 1],
  ]);
  expect(market.rows('SELECT count(*) AS kept FROM embeddings')).toEqual([{ kept: 1 }]);
  expect(schema()).toEqual(before.schema);
  expect(market.rows('PRAGMA foreign_key_check')).toEqual([]);
  fill();
  expect(vectorFeed.depth(0)).toBe(7);
});

test('a new life of the graph leaves the vectors alone, again and again', () => {
  fill();
  const { projections, vectorFeed, graphFeed } = market.store;
  const epochs = new Set([graphFeed.epoch()]);
  for (let life = 0; life < 3; life++) {
    projections.clear('graph');
    epochs.add(graphFeed.epoch());
    expect([graphFeed.depth(0), graphFeed.newest(), projections.mark('ledger:graph')]).toEqual([0, 0, null]);
    fill();
  }
  expect([epochs.size, vectorFeed.depth(0), projections.mark('ledger:vectors')]).toEqual([
    ...[4, 7, { epoch: 'e', revision: 3 }],
  ]);
});

test('a new life that cannot be begun leaves the old one as it was', () => {
  fill();
  const { projections, vectorFeed } = market.store;
  const before = [vectorFeed.epoch(), vectorFeed.depth(0)];
  expect(() =>
    projections.transaction(() => {
      projections.clear('vectors');
      throw new Error('the disk is full');
    }),
  ).toThrow('the disk is full');
  expect([vectorFeed.epoch(), vectorFeed.depth(0)]).toEqual(before);
  fill();
});
