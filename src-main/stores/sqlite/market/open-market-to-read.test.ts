import { rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
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

test('there is nothing to look at before the first start', () => {
  market.store[Symbol.dispose]();
  rmSync(market.folder.marketFile);
  expect(read()).toBeNull();
});
