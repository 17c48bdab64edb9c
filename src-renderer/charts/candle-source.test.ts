import { expect, test, vi } from 'vitest';
import { err, ok, type Result } from '#shared/base/result.ts';
import { cockpitBatchSchema, type CockpitBatch } from '#shared/contract/cockpit-snapshot.ts';
import { barSchema, type Bar } from '#shared/market/bar.ts';
import { sampleSnapshot } from '#main/testkit/sample-snapshot.ts';
import type { Refusal } from '../stream/ask-engine.ts';
import { barFeed, type BarFeed } from '../stream/bar-feed.ts';
import { CandleSource, type BarsChange, type SourceView } from './candle-source.ts';

type Answer = Result<{ readonly source: string | null; readonly bars: readonly Bar[] }, Refusal>;

const barAt = (minute: number): Bar =>
  barSchema.parse({
    openTimeUtcMs: minute * 60_000,
    open: 2,
    high: 3,
    low: 1,
    close: 2,
    tickVolume: 1,
    spreadPoints: null,
  });

const batchOf = (...minutes: readonly number[]): CockpitBatch =>
  cockpitBatchSchema.parse({
    kind: 'deltas',
    sequence: 2,
    sentAtUtcMs: 0,
    marketUtcMs: null,
    deltas: minutes.map((minute) => ({ kind: 'barFormed', symbol: 'XAUUSD', timeframe: 'M1', bar: barAt(minute) })),
  });

interface Rig {
  readonly feed: BarFeed;
  readonly source: CandleSource;
  readonly asked: { readonly beforeUtcMs: number | null; readonly answer: (page: Answer) => void }[];
  readonly changes: { readonly view: SourceView; readonly change: BarsChange }[];
  readonly shown: () => readonly number[];
}

function rig(): Rig {
  const feed = barFeed();
  const asked: Rig['asked'] = [];
  const changes: Rig['changes'] = [];
  const source = new CandleSource(
    { symbol: 'XAUUSD', timeframe: 'M1' },
    {
      feed,
      requestPage: (beforeUtcMs) =>
        new Promise((answer) => {
          asked.push({ beforeUtcMs, answer });
        }),
      onChange: (view, change) => changes.push({ view, change }),
    },
  );
  const shown = (): readonly number[] =>
    changes.at(-1)?.view.window.bars.map((bar) => bar.openTimeUtcMs / 60_000) ?? [];
  return { feed, source, asked, changes, shown };
}

const page = (...minutes: readonly number[]): Answer => ok({ source: 'terminal', bars: minutes.map(barAt) });
const fullPage = (from: number): Answer => page(...Array.from({ length: 1500 }, (_, i) => from + i));

test('live bars that come while the newest page is on its way follow it', async () => {
  const it = rig();
  it.feed.pass(batchOf(12, 13));
  it.asked[0]?.answer(page(10, 11, 12));
  await vi.waitFor(() => expect(it.shown()).toEqual([10, 11, 12, 13]));
  expect(it.changes.at(-1)).toMatchObject({
    view: { source: 'terminal', state: 'ready' },
    change: { kind: 'replaced' },
  });
});

test('later live bars are drawn from the last one on', async () => {
  const it = rig();
  it.asked[0]?.answer(page(10, 11));
  await vi.waitFor(() => expect(it.shown()).toEqual([10, 11]));
  it.feed.pass(batchOf(11, 12));
  expect(it.changes.at(-1)?.change).toEqual({ kind: 'appended', from: 1 });
  expect(it.shown()).toEqual([10, 11, 12]);
});

test('asks for the page before the oldest bar, once, and not past the beginning', async () => {
  const it = rig();
  it.asked[0]?.answer(fullPage(5000));
  await vi.waitFor(() => expect(it.changes).toHaveLength(1));
  void it.source.loadOlder();
  void it.source.loadOlder();
  expect(it.asked.map((one) => one.beforeUtcMs)).toEqual([null, 5000 * 60_000]);
  it.asked[1]?.answer(page(4998, 4999));
  await vi.waitFor(() => expect(it.shown().slice(0, 3)).toEqual([4998, 4999, 5000]));
  await it.source.loadOlder();
  expect(it.asked).toHaveLength(2);
});

test('starts over after a snapshot, even where a page was on its way', async () => {
  const it = rig();
  it.feed.pass(cockpitBatchSchema.parse({ kind: 'snapshot', sequence: 1, sentAtUtcMs: 0, snapshot: sampleSnapshot() }));
  it.asked[0]?.answer(page(10));
  await vi.waitFor(() => expect(it.asked).toHaveLength(2));
  it.asked[1]?.answer(page(20));
  await vi.waitFor(() => expect(it.shown()).toEqual([20]));
});

test('a moment long ago is fetched with what followed it, and no live bar is joined to it', async () => {
  const it = rig();
  it.asked[0]?.answer(fullPage(5000));
  await vi.waitFor(() => expect(it.changes).toHaveLength(1));
  await it.source.loadAround(6000 * 60_000);
  expect(it.asked).toHaveLength(1);
  void it.source.loadAround(700 * 60_000);
  expect(it.asked[1]?.beforeUtcMs).toBe((700 + 400) * 60_000);
  it.asked[1]?.answer(page(699, 700, 1099));
  await vi.waitFor(() => expect(it.shown()).toEqual([699, 700, 1099]));
  expect(it.changes.at(-1)?.view.window.reachesLive).toBe(false);
  it.feed.pass(batchOf(6500));
  expect(it.shown()).toEqual([699, 700, 1099]);
});

test('a moment that is asked for while the newest page is on its way comes in its place', async () => {
  const it = rig();
  void it.source.loadAround(300 * 60_000);
  void it.source.loadAround(700 * 60_000);
  it.asked[0]?.answer(fullPage(5000));
  await vi.waitFor(() => expect(it.asked).toHaveLength(2));
  expect(it.asked[1]?.beforeUtcMs).toBe((700 + 400) * 60_000);
  it.asked[1]?.answer(page(700));
  await vi.waitFor(() => expect(it.shown()).toEqual([700]));
  expect(it.changes).toHaveLength(1);
});

test('keeps the bars it has when a page is refused, and says why', async () => {
  const it = rig();
  it.asked[0]?.answer(fullPage(5000));
  await vi.waitFor(() => expect(it.changes).toHaveLength(1));
  void it.source.loadOlder();
  it.asked[1]?.answer(err({ kind: 'notSent' }));
  await vi.waitFor(() => expect(it.changes.at(-1)?.view.state).toEqual({ kind: 'notSent' }));
  expect(it.shown()).toHaveLength(1500);
});

test('where the newest bars are refused after a gap, no live bar is joined to those before it', async () => {
  const it = rig();
  it.asked[0]?.answer(page(10, 11));
  await vi.waitFor(() => expect(it.shown()).toEqual([10, 11]));
  it.feed.pass(cockpitBatchSchema.parse({ kind: 'snapshot', sequence: 1, sentAtUtcMs: 0, snapshot: sampleSnapshot() }));
  it.asked[1]?.answer(err({ kind: 'notSent' }));
  await vi.waitFor(() => expect(it.changes.at(-1)?.view.window.reachesLive).toBe(false));
  it.feed.pass(batchOf(40));
  expect(it.shown()).toEqual([10, 11]);
  void it.source.loadNewest();
  it.asked[2]?.answer(page(39, 40));
  await vi.waitFor(() =>
    expect(it.changes.at(-1)?.view).toMatchObject({ window: { reachesLive: true }, state: 'ready' }),
  );
});

test('says nothing any more once it is disposed', async () => {
  const it = rig();
  void it.source.loadAround(0);
  it.source[Symbol.dispose]();
  it.asked[0]?.answer(page(10));
  it.feed.pass(batchOf(12));
  await Promise.resolve();
  expect(it.changes).toEqual([]);
});
