import { expect, test } from 'vitest';
import { assert, assertDefined } from '#shared/base/assert.ts';
import { barSeriesSchema, type BarSeries } from '#shared/market/bar-series.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import { points } from '#shared/units/points.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { memoryStoredMarket } from '#main/testkit/memory-stored-market.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import { sampleEuro, sampleGold, sampleInstrument } from '#main/testkit/sample-instrument.ts';
import type { MarketWish } from './load-market.ts';
import { loadMarkets, type LoadedMarkets } from './load-markets.ts';

const start = Date.UTC(2024, 0, 1, 22);
const dayMs = 86_400_000;

const seriesOf = (symbol: string, timeframe: Timeframe): BarSeries =>
  barSeriesSchema.parse({ symbol, timeframe, source: 'import', anchor: 'hour' });

const stored = (symbol: string, timeframe: Timeframe, bars: readonly Bar[]) => ({
  series: seriesOf(symbol, timeframe),
  bars,
});

const wish = (changes: Partial<MarketWish> = {}): MarketWish => ({
  symbol: 'XAUUSD',
  resolved: {
    instrument: sampleGold,
    source: 'default',
    toldAtUtcMs: null,
    spreadPointsByHour: Array.from({ length: 24 }, () => 30),
    marginRatio: 0.01,
    commissionCurrency: null,
  },
  source: null,
  clockRule: 'ny+7',
  decisions: [{ timeframe: 'H4', lookBackBars: 10 }],
  fromUtcMs: null,
  toUtcMs: null,
  rolloverSpreadMultiple: 1,
  isOneOfSeveral: false,
  ...changes,
});

const hours = (count: number, symbol = 'XAUUSD') =>
  stored(symbol, 'H1', sampleBars({ count, timeframe: 'H1', startUtcMs: start, seed: symbol.length }));

const watch = { currency: 'USD', nextTurn: () => Promise.resolve() };

async function load(
  series: readonly ReturnType<typeof stored>[],
  wishes: readonly MarketWish[] = [wish()],
): Promise<LoadedMarkets> {
  const loaded = await loadMarkets(memoryStoredMarket({ series }), wishes, watch);
  assert(loaded.ok, () => JSON.stringify(loaded));
  return loaded.value;
}

const faultOf = async (series: readonly ReturnType<typeof stored>[], wishes: readonly MarketWish[]) => {
  const loaded = await loadMarkets(memoryStoredMarket({ series }), wishes, watch);
  return loaded.ok ? null : loaded.error;
};

test('hours are filled on as they are, and decided on as the four hours that they make', async () => {
  const { tables, data, notes, fromUtcMs, toUtcMs } = await load([hours(100)]);
  const [{ fills, decisions } = assertDefined(null, 'a market')] = tables;
  expect([fills.length, decisions.H4?.close.length, fromUtcMs, toUtcMs]).toEqual([
    100,
    25,
    start,
    start + 100 * 3_600_000,
  ]);
  expect(data).toMatchObject([
    {
      symbol: 'XAUUSD',
      pieces: [{ timeframe: 'H1', source: 'import', bars: 100 }],
      storedSpreadRatio: 1,
      instrumentSource: 'default',
      hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    },
  ]);
  expect(notes.map(({ code }) => code)).toEqual(['INSTRUMENT_DEFAULT', 'FILLS_COARSE']);
  expect(fills.spread[0]).toBeCloseTo(0.2, 12);
});

test('the numbers lie in shared memory, and the same numbers give the same hash', async () => {
  const [one, again] = [await load([hours(100)]), await load([hours(100)])];
  expect(one.data[0]?.hash).toBe(again.data[0]?.hash);
  expect((await load([hours(99)])).data[0]?.hash).not.toBe(one.data[0]?.hash);
  const buffers = Object.values(one.tables[0]?.fills ?? {}).flatMap((it) =>
    it instanceof Float64Array ? [it.buffer] : [],
  );
  expect(buffers).toHaveLength(7);
  expect(buffers.every((it) => it instanceof SharedArrayBuffer)).toBe(true);
});

test('a range bounds fills, while decisions look back before it', async () => {
  const range = { fromUtcMs: start + 20 * dayMs, toUtcMs: start + 22 * dayMs };
  const { tables, fromUtcMs, toUtcMs } = await load([hours(24 * 30)], [wish(range)]);
  expect([fromUtcMs, toUtcMs, tables[0]?.fills.length]).toEqual([range.fromUtcMs, range.toUtcMs, 48]);
  const decisions = tables[0]?.decisions.H4;
  expect(decisions?.openTimeUtcMs.values[0]).toBeLessThan(range.fromUtcMs - 10 * 4 * 3_600_000);
});

test('a range without a bar is refused with what is stored', async () => {
  const later = wish({ fromUtcMs: start + 900 * dayMs });
  expect(await faultOf([hours(48)], [later])).toMatchObject({
    code: 'RANGE_EMPTY',
    message: expect.stringContaining('from 2024-01-01 to 2024-01-03') as string,
  });
});

test('a timeframe that nothing in the range is fine enough for is told, and cannot be decided on', async () => {
  const finer = wish({ decisions: [{ timeframe: 'M15', lookBackBars: 1 }] });
  expect(await load([hours(48)], [finer])).toMatchObject({
    tables: [{ decisions: {} }],
    tooCoarse: [{ code: 'DATA_TOO_COARSE', facts: { timeframe: 'M15', stored: 'H1' } }],
  });
  const quarters = sampleBars({ count: 960, timeframe: 'M15', startUtcMs: start + 20 * dayMs });
  const before = { ...finer, toUtcMs: start + 2 * dayMs };
  expect(await load([hours(24 * 30), stored('XAUUSD', 'M15', quarters)], [before])).toMatchObject({
    tooCoarse: [{ code: 'DATA_TOO_COARSE', facts: { timeframe: 'M15', from: null, to: '2024-01-03' } }],
  });
});

test('a stretch without bars fine enough to decide on is filled, not decided on, and told', async () => {
  const quarters = sampleBars({ count: 960, timeframe: 'M15', startUtcMs: start + 20 * dayMs });
  const finer = wish({ decisions: [{ timeframe: 'M15', lookBackBars: 1 }] });
  const { tables, notes } = await load([hours(24 * 30), stored('XAUUSD', 'M15', quarters)], [finer]);
  expect(tables[0]?.decisions.M15?.openTimeUtcMs.values[0]).toBe(start + 20 * dayMs);
  expect(tables[0]?.fills.openTimeUtcMs[0]).toBe(start);
  expect(notes.map(({ code }) => code)).toContain('DECISIONS_SHORTER');
});

test('a spread that is not stored is the default of its hour, in fills and decisions, and told', async () => {
  const bars = sampleBars({ count: 96, timeframe: 'H1', startUtcMs: start });
  const bare = bars.map((bar, index) => ({ ...bar, spreadPoints: index % 4 === 0 ? points(10) : null }));
  const { tables, data, notes } = await load([stored('XAUUSD', 'H1', bare)]);
  expect(data[0]?.storedSpreadRatio).toBe(0.25);
  expect(notes.find(({ code }) => code === 'SPREAD_DEFAULT')?.message).toContain('25 %');
  expect(tables[0]?.decisions.H4?.spread.values[0]).toBeCloseTo(0.1, 12);
  expect([...(tables[0]?.fills.spread ?? [])].every((spread) => spread >= 0.1 - 1e-12)).toBe(true);
});

test('where nothing says a spread the symbol cannot be run', async () => {
  const bare = sampleBars({ count: 48, timeframe: 'H1', startUtcMs: start }).map((bar) => ({
    ...bar,
    spreadPoints: null,
  }));
  const unsaid = wish({ resolved: { ...wish().resolved, spreadPointsByHour: null } });
  expect(await faultOf([stored('XAUUSD', 'H1', bare)], [unsaid])).toMatchObject({ code: 'INSTRUMENT_MISSING' });
  const { tables } = await load([hours(48)], [unsaid]);
  expect(tables[0]?.fills.spread[5]).toBeCloseTo(0.2, 12);
});

test('a hole is told, counted and nothing is decided across it', async () => {
  const bars = sampleBars({ count: 24 * 30, timeframe: 'H1', startUtcMs: start });
  // Four quarters of a day are missing on a Wednesday; weekends are traded here, and so no hours are known by which they would rest.
  const gappy = bars.filter(({ openTimeUtcMs: at }) => {
    const weekday = new Date(at).getUTCDay();
    const isClosed =
      weekday === 6 ||
      (weekday === 5 && at % dayMs >= 22 * 3_600_000) ||
      (weekday === 0 && at % dayMs < 22 * 3_600_000);
    return !isClosed && !(at >= start + 15 * dayMs && at < start + 16 * dayMs);
  });
  const { data, notes, tables } = await load([stored('XAUUSD', 'H1', gappy)]);
  expect(data[0]?.holes).toEqual([
    { timeframe: 'H1', fromUtcMs: start + 15 * dayMs, toUtcMs: start + 16 * dayMs, missingBars: 24 },
  ]);
  expect(notes.find(({ code }) => code === 'HOLES')?.message).toContain('24 bars');
  const since = [...(tables[0]?.decisions.H4?.barsSinceHole.values ?? [])];
  expect(since.filter((count) => count === 1)).toHaveLength(2);
});

test('a symbol that earns another currency is valued by the rate of each time', async () => {
  const yen = sampleInstrument({
    symbol: 'USDJPY',
    baseCurrency: 'USD',
    profitCurrency: 'JPY',
    contractSize: 100_000,
    tickSize: 0.01,
  });
  const own = wish({ symbol: 'USDJPY', resolved: { ...wish().resolved, instrument: yen } });
  const { tables } = await load([hours(48, 'USDJPY')], [own]);
  const { fills } = tables[0] ?? assertDefined(null, 'a market');
  expect(fills.tickValue).toBeInstanceOf(Float64Array);
  expect((fills.tickValue as Float64Array)[7]).toBeCloseTo(1000 / (fills.open[7] ?? NaN), 9);

  const pounds = sampleInstrument({ ...sampleEuro, symbol: 'EURGBP', profitCurrency: 'GBP' });
  const cross = wish({ symbol: 'EURGBP', resolved: { ...wish().resolved, instrument: pounds } });
  expect(await faultOf([hours(48, 'EURGBP')], [cross])).toMatchObject({
    code: 'CONVERSION_MISSING',
    facts: { from: 'GBP', to: 'USD' },
  });
  const rates = stored('GBPUSD', 'H1', hours(48, 'GBPUSD').bars);
  const crossed = await load([hours(48, 'EURGBP'), rates], [cross]);
  const values = crossed.tables[0]?.fills.tickValue as Float64Array;
  expect(values[7]).toBeCloseTo(100_000 * 0.00001 * (rates.bars[7]?.open ?? NaN), 9);
});

test('commission in another currency than the account’s has a rate for each time, its own price where it is the pair', async () => {
  const foreign = { ...wish().resolved, commissionCurrency: 'EUR' };
  expect(await faultOf([hours(48)], [wish({ resolved: foreign })])).toMatchObject({
    code: 'CONVERSION_MISSING',
    facts: { from: 'EUR', to: 'USD' },
  });
  const euros = hours(48, 'EURUSD');
  const { tables, data } = await load([hours(48), euros], [wish({ resolved: foreign })]);
  expect(tables[0]?.commissionRate?.[7]).toBe(euros.bars[7]?.open);
  const own = { ...foreign, instrument: sampleEuro };
  const { tables: pair } = await load([euros], [wish({ symbol: 'EURUSD', resolved: own })]);
  expect(pair[0]?.commissionRate).toEqual(pair[0]?.fills.open);
  const plain = await load([hours(48)]);
  expect(plain.tables[0]?.commissionRate).toBeNull();
  expect(plain.data[0]?.hash).not.toBe(data[0]?.hash);
});

test('several markets know how they move together, one alone does not', async () => {
  const several = [wish({ isOneOfSeveral: true }), wish({ symbol: 'EURUSD', isOneOfSeveral: true })];
  const { tables } = await load([hours(24 * 200), hours(24 * 200, 'EURUSD')], several);
  const [gold, euro] = tables;
  const last = (gold?.correlations?.fromUtcMs.length ?? 0) - 1;
  expect(gold?.correlations?.withMarket[1]?.[last]).toBe(euro?.correlations?.withMarket[0]?.[last]);
  expect(Math.abs(gold?.correlations?.withMarket[1]?.[last] ?? NaN)).toBeLessThanOrEqual(1);
  expect(gold?.correlations?.withMarket[1]?.[0]).toBeNaN();
  expect((await load([hours(48)])).tables[0]?.correlations).toBeNull();
});

test('what a terminal told of margin is taken for the newest price', async () => {
  const told = { ...wish().resolved, source: 'terminal', toldAtUtcMs: utcMs(start), marginRatio: null } as const;
  const { tables } = await load([hours(48)], [wish({ resolved: told })]);
  const close = tables[0]?.fills.close[47] ?? NaN;
  expect(tables[0]?.marginRatio).toBeCloseTo(sampleGold.marginPerLot / (close * sampleGold.contractSize), 12);
});

test('loading tells how far it is, and ends where it is cancelled', async () => {
  const market = memoryStoredMarket({ series: [hours(100)] });
  const rows: number[] = [];
  const onRows = (_: string, count: number): void => void rows.push(count);
  expect((await loadMarkets(market, [wish()], { ...watch, onRows })).ok).toBe(true);
  expect(rows.reduce((sum, count) => sum + count, 0)).toBe(100);
  await expect(loadMarkets(market, [wish()], { ...watch, isCancelled: () => true })).rejects.toThrow('RUN_CANCELLED');
});

/** Two hours of minutes, and of each but the last half hour a tick each ten seconds, a cent above the minute's opening. */
function minutesAndTicks() {
  const minutes = stored('XAUUSD', 'M1', sampleBars({ count: 120, timeframe: 'M1', startUtcMs: start }));
  const ticks = minutes.bars
    .slice(0, 90)
    .flatMap(({ openTimeUtcMs, open }) =>
      Array.from({ length: 6 }, (_, index) =>
        sampleQuote({ occurredAtUtcMs: openTimeUtcMs + index * 10_000, bid: open + 0.01, spreadPoints: 7 }),
      ),
    );
  return { minutes, ticks };
}

test('ticks stand for the minutes that they cover, with their own spread, and decisions stay those of the minutes', async () => {
  const { minutes, ticks } = minutesAndTicks();
  const quarters = wish({ decisions: [{ timeframe: 'M15', lookBackBars: 1 }] });
  const bare = await load([minutes], [quarters]);
  const loaded = await loadMarkets(
    memoryStoredMarket({ series: [minutes], ticks: { import: ticks } }),
    [quarters],
    watch,
  );
  assert(loaded.ok, 'loaded');
  const { tables, data, notes } = loaded.value;
  // The last of the minutes with ticks lies beside one without: it stands itself.
  expect(data[0]?.pieces).toMatchObject([
    { timeframe: 'ticks', source: 'import', fromUtcMs: start, toUtcMs: start + 89 * 60_000, bars: 534 },
    { timeframe: 'M1', source: 'import', fromUtcMs: start + 89 * 60_000, bars: 31 },
  ]);
  const [{ fills, decisions } = assertDefined(null, 'a market')] = tables;
  expect([fills.length, fills.open[0], fills.close[0]]).toEqual([565, ticks[0]?.bid, ticks[0]?.bid]);
  expect(fills.spread[533]).toBeCloseTo(0.07, 9);
  expect(fills.spread[534]).toBeGreaterThanOrEqual(0.2 - 1e-9);
  expect(decisions).toEqual(bare.tables[0]?.decisions);
  expect([data[0]?.hash === bare.data[0]?.hash, notes.map(({ code }) => code)]).toEqual([
    false,
    bare.notes.map(({ code }) => code),
  ]);
});

test('the symbols of a run share what ticks it may load, the newest of each', async () => {
  const { minutes, ticks } = minutesAndTicks();
  const market = memoryStoredMarket({ series: [minutes, hours(48, 'EURUSD')], ticks: { import: ticks } });
  const minutely = { decisions: [{ timeframe: 'M15', lookBackBars: 1 }] } as const;
  const wishes = [wish(minutely), wish({ symbol: 'EURUSD', ...minutely })];
  const loaded = await loadMarkets(market, wishes, { ...watch, ticksMax: 400 });
  assert(loaded.ok, 'loaded');
  expect(loaded.value.data[0]?.pieces.map(({ timeframe }) => timeframe)).toEqual(['M1', 'ticks', 'M1']);
  expect(loaded.value.notes.filter(({ code }) => code === 'TICKS_LEFT_OUT')).toHaveLength(1);
});

test('a spread that ticks tell is a stored one', async () => {
  const { minutes, ticks } = minutesAndTicks();
  const bare = { ...minutes, bars: minutes.bars.map((bar) => ({ ...bar, spreadPoints: null })) };
  const market = memoryStoredMarket({ series: [bare], ticks: { import: ticks } });
  const loaded = await loadMarkets(market, [wish({ decisions: [{ timeframe: 'M15', lookBackBars: 1 }] })], watch);
  expect(loaded.ok && loaded.value.data[0]?.storedSpreadRatio).toBeCloseTo(89 / 120, 12);
});
