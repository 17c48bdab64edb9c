import { expect, test } from 'vitest';
import { sampleGold } from '#main/testkit/sample-instrument.ts';
import { forexHours, goldHours } from '#shared/time/market-week.ts';
import { points } from '#shared/units/points.ts';
import { price } from '#shared/units/price.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import { barSchema } from '#shared/market/bar.ts';
import { minuteMs, type MarketMinute, type MarketSource } from './market-source.ts';
import { syntheticSource } from './synthetic-source.ts';
import { marketHour } from './trading-hours.ts';

const monday = utcMs(Date.parse('2025-01-06T00:00Z'));
const sourceOf = (seed: number) =>
  syntheticSource({
    instrument: sampleGold,
    seed,
    beginUtcMs: monday,
    startPrice: price(2650),
    spreadPointsUsual: points(22),
  });
const minutesOf = (source: MarketSource, fromUtcMs: UtcMs, count: number): readonly MarketMinute[] => {
  const minutes: MarketMinute[] = [];
  for (const minute of source.minutes(fromUtcMs)) if (minutes.push(minute) === count) break;
  return minutes;
};
const take = (seed: number, count: number, fromUtcMs = monday): readonly MarketMinute[] =>
  minutesOf(sourceOf(seed), fromUtcMs, count);

const minutesOfTwoWeeks = 10 * 23 * 60;
const twoWeeks = take(7, minutesOfTwoWeeks);

test('the same seed walks the same way, another seed another way', () => {
  expect(take(7, 600)).toEqual(twoWeeks.slice(0, 600));
  expect(take(8, 600)).not.toEqual(twoWeeks.slice(0, 600));
});

test('whoever begins to listen later hears the same', () => {
  const later = twoWeeks[3000];
  expect(take(7, 50, later?.bar.openTimeUtcMs)).toEqual(twoWeeks.slice(3000, 3050));
});

test('a piece of the past is the same whatever was asked for before', () => {
  const source = sourceOf(7);
  const piece = (index: number): readonly MarketMinute[] =>
    minutesOf(source, twoWeeks[index]?.bar.openTimeUtcMs ?? monday, 30);
  for (const index of [5000, 1439, 1440, 13_000, 2881, 0])
    expect(piece(index)).toEqual(twoWeeks.slice(index, index + 30));
});

test('a market of other hours is another market, with minutes where gold has none', () => {
  const euro = { instrument: sampleGold, seed: 7, beginUtcMs: monday, startPrice: price(1.1) };
  const source = syntheticSource({ ...euro, spreadPointsUsual: points(8), hours: forexHours });
  expect(source.name).toContain('closed from 17:00 to 17:00');
  const at = utcMs(Date.parse('2025-01-06T22:30Z'));
  const [first] = minutesOf(source, at, 1);
  expect(first?.bar.openTimeUtcMs).toBe(at);
});

test('trades in every open minute and in no other', () => {
  const opened = twoWeeks.map(({ bar }) => bar.openTimeUtcMs);
  const last = Math.max(...opened);
  const expected: number[] = [];
  for (let at: number = monday; at <= last; at += minuteMs)
    if (marketHour(utcMs(at), goldHours).isOpen) expected.push(at);
  expect(opened).toEqual(expected);
});

test('each bar is made of exactly its quotes, each quote lies in its minute, and the ask stands above the bid', () => {
  for (const { bar, quotes } of twoWeeks) {
    const bids = quotes.map((quote) => quote.bid);
    expect(barSchema.safeParse(bar).success).toBe(true);
    expect([bar.open, bar.high, bar.low, bar.close, bar.tickVolume]).toEqual([
      bids[0],
      Math.max(...bids),
      Math.min(...bids),
      bids.at(-1),
      quotes.length,
    ]);
    let before = bar.openTimeUtcMs - 1;
    for (const { occurredAtUtcMs, bid, ask } of quotes) {
      expect(occurredAtUtcMs > before && occurredAtUtcMs < bar.openTimeUtcMs + minuteMs && ask > bid).toBe(true);
      before = occurredAtUtcMs;
    }
  }
});

test('volatility clusters: a wild minute is followed by wilder ones than a calm minute', () => {
  const ranges = twoWeeks.map(({ bar }) => bar.high - bar.low);
  const median = [...ranges].sort((a, b) => a - b)[ranges.length >> 1] ?? 0;
  const followers = (isWild: boolean): number => {
    const after = ranges.slice(1).filter((_, index) => (ranges[index] ?? 0) > median === isWild);
    return after.reduce((sum, range) => sum + range, 0) / after.length;
  };
  expect(followers(true)).toBeGreaterThan(1.2 * followers(false));
});

test('M5 closes break out of the 55 bars before them, both ways, at least every few hours', () => {
  const breakouts = breakoutsOf(closesOfFive(twoWeeks), 55);
  const hours = minutesOfTwoWeeks / 60;
  expect(breakouts.filter(({ side }) => side === 'up').length).toBeGreaterThan(hours / 12);
  expect(breakouts.filter(({ side }) => side === 'down').length).toBeGreaterThan(hours / 12);
  const waits = breakouts.slice(1).map(({ index }, i) => index - (breakouts[i]?.index ?? 0));
  const medianWaitHours = ([...waits].sort((a, b) => a - b)[waits.length >> 1] ?? 0) / 12;
  expect(medianWaitHours).toBeLessThanOrEqual(2);
});

interface Five {
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

function closesOfFive(minutes: readonly MarketMinute[]): readonly Five[] {
  const groups = Map.groupBy(minutes, ({ bar }) => Math.floor(bar.openTimeUtcMs / (5 * minuteMs)));
  return [...groups.values()].map((group) => ({
    high: Math.max(...group.map(({ bar }) => bar.high)),
    low: Math.min(...group.map(({ bar }) => bar.low)),
    close: group.at(-1)?.bar.close ?? 0,
  }));
}

/** Fresh ones only: the half hour before was inside the channel. */
function breakoutsOf(bars: readonly Five[], length: number): readonly { index: number; side: 'up' | 'down' }[] {
  const breakouts: { index: number; side: 'up' | 'down' }[] = [];
  let lastBeyond = -length;
  bars.forEach(({ close }, index) => {
    if (index < length) return;
    const channel = bars.slice(index - length, index);
    const side = close > Math.max(...channel.map((bar) => bar.high)) ? 'up' : 'down';
    if (side === 'down' && close >= Math.min(...channel.map((bar) => bar.low))) return;
    if (index - lastBeyond > 6) breakouts.push({ index, side });
    lastBeyond = index;
  });
  return breakouts;
}
