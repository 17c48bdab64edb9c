import { expect, test } from 'vitest';
import { cockpitBatchSchema, type CockpitBatch } from '#shared/contract/cockpit-snapshot.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleSnapshot } from '#main/testkit/sample-snapshot.ts';
import { barFeed, type BarNews } from './bar-feed.ts';

const bar = {
  openTimeUtcMs: sampleStartUtcMs,
  open: 2,
  high: 3,
  low: 1,
  close: 2,
  tickVolume: null,
  spreadPoints: null,
};

const batchOf = (deltas: readonly unknown[]): CockpitBatch =>
  cockpitBatchSchema.parse({ kind: 'deltas', sequence: 2, sentAtUtcMs: sampleStartUtcMs, marketUtcMs: null, deltas });

test('hands each series its own bars, in order, and closed ones as closed', () => {
  const feed = barFeed();
  const [minutes, hours]: [BarNews[], BarNews[]] = [[], []];
  feed.listen({ symbol: 'XAUUSD', timeframe: 'M1' }, (news) => minutes.push(news));
  feed.listen({ symbol: 'XAUUSD', timeframe: 'H1' }, (news) => hours.push(news));
  feed.pass(
    batchOf([
      { kind: 'barFormed', symbol: 'XAUUSD', timeframe: 'M1', bar },
      { kind: 'barFormed', symbol: 'EURUSD', timeframe: 'M1', bar },
      { kind: 'barClosed', symbol: 'XAUUSD', timeframe: 'M1', bar },
    ]),
  );
  expect(minutes).toEqual([
    {
      kind: 'bars',
      bars: [
        { bar, isClosed: false },
        { bar, isClosed: true },
      ],
    },
  ]);
  expect(hours).toEqual([]);
});

test('tells every listener to start over after a snapshot, and those that left nothing', () => {
  const feed = barFeed();
  const [staying, leaving]: [BarNews[], BarNews[]] = [[], []];
  feed.listen({ symbol: 'XAUUSD', timeframe: 'M1' }, (news) => staying.push(news));
  feed.listen({ symbol: 'XAUUSD', timeframe: 'M1' }, (news) => leaving.push(news))();
  const snapshot = { kind: 'snapshot', sequence: 1, sentAtUtcMs: sampleStartUtcMs, snapshot: sampleSnapshot() };
  feed.pass(cockpitBatchSchema.parse(snapshot));
  expect(staying).toEqual([{ kind: 'restarted' }]);
  expect(leaving).toEqual([]);
});
