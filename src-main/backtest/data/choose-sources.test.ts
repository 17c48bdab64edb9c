import { expect, test } from 'vitest';
import { barSeriesSchema, type BarSeries } from '#shared/market/bar-series.ts';
import { memoryStoredMarket } from '#main/testkit/memory-stored-market.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { chooseSources } from './choose-sources.ts';

const series = (timeframe: string, anchor = 'hour', source = 'import'): BarSeries =>
  barSeriesSchema.parse({ symbol: 'XAUUSD', timeframe, source, anchor });

function choose(stored: readonly BarSeries[], wish: { readonly symbol?: string; readonly source?: string } = {}) {
  const market = memoryStoredMarket({ series: stored.map((it) => ({ series: it, bars: sampleBars({ count: 2 }) })) });
  const { symbol = 'XAUUSD', source = null } = wish;
  const chosen = chooseSources(market, { symbol, source, clockRule: 'ny+7' });
  if (!chosen.ok) return { error: chosen.error };
  const { series: summaries, clock, notes } = chosen.value;
  return {
    chosen: summaries.map((it) => [it.series.timeframe, it.series.source].join(' ')),
    rule: clock.rule,
    notes: notes.map(({ code }) => code),
  };
}

test('one series a timeframe, finest first', () => {
  expect(choose([series('H4', 'ny+7'), series('M1'), series('H1')])).toEqual({
    chosen: ['M1 import', 'H1 import', 'H4 import'],
    rule: 'ny+7',
    notes: [],
  });
});

test('bars of another midnight are left out beside others, and said so', () => {
  expect(choose([series('H1'), series('H4', 'eet'), series('D1', 'ny+7')])).toEqual({
    chosen: ['H1 import', 'D1 import'],
    rule: 'ny+7',
    notes: ['ANCHOR_LEFT_OUT'],
  });
});

test('where there is nothing else they are used as they are, days cut by their own clock', () => {
  expect(choose([series('H4', 'eet'), series('D1', 'eet')])).toEqual({
    chosen: ['H4 import', 'D1 import'],
    rule: 'eet',
    notes: ['ANCHOR_FOREIGN'],
  });
});

test('of two foreign midnights that of the finest bars is kept', () => {
  expect(choose([series('H4', 'eet'), series('D1', 'utc')])).toEqual({
    chosen: ['H4 import'],
    rule: 'eet',
    notes: ['ANCHOR_LEFT_OUT', 'ANCHOR_FOREIGN'],
  });
});

test('a source that is named is kept to; two of them side by side are told', () => {
  const stored = [series('M1', 'hour', 'terminal'), series('H1'), series('H1', 'hour', 'terminal')];
  expect(choose(stored, { source: 'terminal' })).toMatchObject({ chosen: ['M1 terminal', 'H1 terminal'], notes: [] });
  expect(choose(stored)).toMatchObject({ chosen: ['M1 terminal', 'H1 import'], notes: ['SOURCES_JOINED'] });
});

test('what is not stored is refused with what is', () => {
  expect(choose([series('H1')], { symbol: 'GBPUSD' })).toMatchObject({
    error: { code: 'DATA_MISSING', facts: { symbol: 'GBPUSD', stored: 'XAUUSD' } },
  });
  expect(choose([series('H1')], { source: 'dukascopy' })).toMatchObject({
    error: { code: 'DATA_MISSING', facts: { source: 'dukascopy', stored: 'H1 from import' } },
  });
  expect(choose([])).toMatchObject({
    error: { message: expect.stringContaining('Nothing is stored at all') as string },
  });
});
