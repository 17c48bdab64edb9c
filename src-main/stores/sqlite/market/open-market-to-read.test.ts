import { rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { barsBetween, emptyBarColumns } from '#shared/market/bar-columns.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import type { Hole } from '#shared/market/hole.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import { valueOf } from '../../temporary-stores.suite.ts';
import { openMarketToRead } from './open-market-to-read.ts';
import { temporaryMarket, type TemporaryMarket } from './temporary-market.suite.ts';

let market: TemporaryMarket;

beforeEach(() => {
  market = temporaryMarket();
});

afterEach(() => {
  market[Symbol.dispose]();
});

const series: BarSeries = { symbol: 'XAUUSD', timeframe: 'M5', source: 'terminal', anchor: 'hour' };
const other: BarSeries = { ...series, symbol: 'EURUSD' };
const span = { fromUtcMs: sampleStartUtcMs, toUtcMs: utcMs(sampleStartUtcMs + 1000) };
const hole: Hole = { ...span, kind: 'unexpected', missingBars: 3, attempts: 1, isEmptyAtSource: false };
const read = () => valueOf(openMarketToRead(market.folder, market.context));

test('who looks sees what is committed beside the writer, the future of a replay too', () => {
  market.clock.setMarket(sampleStartUtcMs);
  using reader = read();
  const { bars, ticks, sync } = market.store;
  bars.append(series, sampleBars({ count: 5, timeframe: 'M5' }));
  const cursor = { stampMs: 1, takenAtStamp: 1 };
  ticks.append({ symbol: 'XAUUSD', ticks: [sampleQuote()], cursor, isRewind: false });
  sync.replaceHoles(series, span, [hole]);
  expect({
    bars: reader?.bars().map(({ count }) => count),
    ticks: reader?.ticks().map(({ count }) => count),
    states: reader?.syncStates(),
    logs: reader?.syncLogs(5),
    counts: reader?.holeCounts(series),
    holes: reader?.holes(series, span),
    others: [reader?.holeCounts(other), reader?.holes(other, span)],
    outboxDepth: reader?.outboxDepth(),
  }).toEqual({
    bars: [5],
    ticks: [1],
    states: [],
    logs: [],
    counts: { expected: 0, unexpected: 1, missingBars: 3 },
    holes: [hole],
    others: [{ expected: 0, unexpected: 0, missingBars: 0 }, []],
    outboxDepth: 1,
  });
});

test('who looks finds what is remembered as the writer does, and no way to change it', () => {
  using reader = read();
  const hours: BarSeries = { ...series, timeframe: 'H1' };
  const bars = sampleBars({ count: 3, timeframe: 'H1' });
  const { indicators, situations, texts, projections } = market.store;
  market.store.bars.append(hours, bars);
  const atUtcMs = utcMs(sampleStartUtcMs + 4 * 3_600_000);
  const state = { vector: Float32Array.of(1, 2), knownAtUtcMs: atUtcMs, regime: 'range' } as const;
  const rows = bars.map(({ openTimeUtcMs }) => ({ openTimeUtcMs, values: { atr: 1 }, state }));
  indicators.save(hours, { indicators: 2, states: 1 }, rows);
  const trade = { kind: 'trade', key: '88#1', symbol: 'XAUUSD', timeframe: 'H1', atUtcMs } as const;
  situations.save(trade, state, 1);
  const text = { recordId: 'lesson:1', symbol: 'XAUUSD', knownAtUtcMs: atUtcMs, text: 'too late' } as const;
  texts.save(text);
  texts.saveEmbeddings('local-1', [{ text: 'too late', vector: Float32Array.of(1) }]);
  projections.saveMark('chroma', { epoch: 'e', revision: 3 });
  const wish = { symbol: 'XAUUSD', timeframe: 'H1', stateVersion: 1, atUtcMs } as const;
  expect({
    state: reader?.states.stateAt(wish)?.state,
    situation: reader?.situations.find('trade', '88#1'),
    text: reader?.texts.find('lesson:1'),
    mark: reader?.projections.mark('chroma'),
    letters: [reader?.projections.deadLetters(5), reader?.projections.deadLetterCount('vectors')],
    changes: reader?.vectorFeed.after(0, 9).map(({ kind }) => kind),
  }).toEqual({
    state,
    situation: { ...trade, state },
    text,
    mark: { epoch: 'e', revision: 3 },
    letters: [[], 0],
    changes: ['put', 'put', 'put', 'put', 'put'],
  });
  expect(reader).not.toHaveProperty('projections.clear');
  expect(reader).not.toHaveProperty('situations.save');
});

test('there is nothing to look at before the first start', () => {
  market.store[Symbol.dispose]();
  rmSync(market.folder.marketFile);
  expect(read()).toBeNull();
});

test('bars are read into columns slice by slice, unknown figures as such', () => {
  using reader = read();
  const bars = sampleBars({ count: 5, timeframe: 'M5' }).map((bar, index) =>
    index === 3 ? { ...bar, tickVolume: null, spreadPoints: null } : bar,
  );
  market.store.bars.append(series, bars);
  const into = emptyBarColumns(4);
  const toUtcMs = utcMs(sampleStartUtcMs + 4 * 300_000);
  const slice = (fromUtcMs: number, at: number) =>
    reader?.barReads.readColumns({ series, fromUtcMs, toUtcMs, limit: 3 }, into, at);
  expect([slice(sampleStartUtcMs, 0), slice(Number(bars[3]?.openTimeUtcMs), 3)]).toEqual([3, 1]);
  expect(barsBetween(into, 0, 4)).toEqual(bars.slice(0, 4));
  expect(slice(sampleStartUtcMs, 2)).toBe(2);
  expect(reader?.barReads.readColumns({ series: other, fromUtcMs: 0, toUtcMs, limit: 3 }, into, 0)).toBe(0);
});

test('ticks are read into columns by source, those of one moment in their order, and sources without any are none', () => {
  using reader = read();
  const { ticks } = market.store;
  const told = [2000, 2001, 2002].map((bid, index) =>
    sampleQuote({ occurredAtUtcMs: sampleStartUtcMs + (index === 0 ? 0 : 5), bid }),
  );
  const cursor = { stampMs: sampleStartUtcMs, takenAtStamp: 1 };
  const fromUtcMs = utcMs(sampleStartUtcMs);
  const toUtcMs = utcMs(sampleStartUtcMs + 6);
  ticks.append({ symbol: 'XAUUSD', ticks: told, cursor, isRewind: false });
  ticks.fill({ symbol: 'XAUUSD', source: 'import', fromUtcMs, toUtcMs, ticks: told.slice(0, 1) });
  ticks.fill({ symbol: 'XAUUSD', source: 'empty', fromUtcMs, toUtcMs, ticks: [] });
  expect(reader?.tickReads.tickSpans('XAUUSD')).toEqual([
    { source: 'import', firstUtcMs: fromUtcMs, lastUtcMs: fromUtcMs },
    { source: 'terminal', firstUtcMs: fromUtcMs, lastUtcMs: fromUtcMs + 5 },
  ]);
  const of = (source: string, to: number) =>
    reader?.tickReads.readTicks({ symbol: 'XAUUSD', source, fromUtcMs, toUtcMs: to });
  expect(of('terminal', toUtcMs)).toEqual({
    occurredAtUtcMs: Float64Array.from(told, ({ occurredAtUtcMs }) => occurredAtUtcMs),
    bid: Float64Array.of(2000, 2001, 2002),
    ask: Float64Array.from(told, ({ ask }) => ask),
  });
  expect([of('terminal', fromUtcMs + 5)?.bid.length, of('nobody', toUtcMs)?.bid.length]).toEqual([1, 0]);
});

test('the calendar is read as the writer reads it', () => {
  using reader = read();
  market.store.calendar.record({ source: 'terminal', events: [], ...span });
  expect(reader?.calendar.coverage()).toEqual([{ source: 'terminal', ...span }]);
  expect(reader?.calendar.read({ ...span, currencies: null })).toEqual([]);
});
