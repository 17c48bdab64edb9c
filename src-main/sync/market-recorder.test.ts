import { expect, test } from 'vitest';
import { fault, FaultError } from '#shared/base/fault.ts';
import type { Bar } from '#shared/market/bar.ts';
import { terminalSource } from '#shared/market/bar-series.ts';
import type { Tick } from '#shared/market/quote.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import { price } from '#shared/units/price.ts';
import { endOfTimeUtcMs, utcMs } from '#shared/units/utc-ms.ts';
import type { TickStore } from '#main/ports/tick-store.ts';
import { createManualClock } from '#main/testkit/manual-clock.ts';
import { createMemoryBarStore } from '#main/testkit/memory-bar-store.ts';
import { createMemoryTickStore } from '#main/testkit/memory-tick-store.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { sampleAccount } from '#main/testkit/sample-account.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import { AdvancingMarketClock } from './advancing-market-clock.ts';
import { MarketRecorder } from './market-recorder.ts';

const symbol = 'XAUUSD';
const startUtcMs = Date.UTC(2024, 2, 4, 10);

const series = (timeframe: Timeframe) => ({ symbol, timeframe, source: terminalSource, anchor: 'hour' }) as const;

function createRig(bars = createMemoryBarStore()) {
  const clock = createManualClock();
  const marketClock = new AdvancingMarketClock();
  const kept: Tick[] = [];
  const ticks: TickStore = {
    ...createMemoryTickStore(),
    append: (batch) => {
      kept.push(...batch.ticks);
    },
  };
  const { logger, lines } = createRecordingLogger();
  const recorder = new MarketRecorder({
    bars,
    ticks,
    marketClock,
    monotonicClock: clock.monotonic,
    brokerClock: brokerClock('ny+7'),
    logger,
  });
  const told: string[] = [];
  const tell = (what: string) => (_symbol: string, timeframe: Timeframe, bar: Bar) => {
    told.push(`${what} ${timeframe} ${new Date(bar.openTimeUtcMs).toISOString().slice(11, 16)}`);
  };
  const listener = { barFormed: tell('formed'), barClosed: tell('closed') };
  const minutes = (closed: readonly Bar[]): void => {
    recorder.record({ kind: 'barsReceived', symbol, timeframe: 'M1', bars: closed, forming: null }, listener);
  };
  const tick = (bid: number, occurredAtUtcMs: number): void => {
    const ticksNow = [sampleQuote({ bid, occurredAtUtcMs })];
    recorder.record(
      {
        kind: 'ticksReceived',
        symbol,
        ticks: ticksNow,
        cursor: { stampMs: occurredAtUtcMs, takenAtStamp: 1 },
        isRewind: false,
      },
      listener,
    );
  };
  const stored = (timeframe: Timeframe): readonly Bar[] =>
    bars.read({ series: series(timeframe), beforeUtcMs: endOfTimeUtcMs, limit: 10_000 });
  return { bars, recorder, clock, marketClock, kept, lines, told, minutes, tick, stored };
}

const silent = { barFormed: () => undefined, barClosed: () => undefined };

test('stores minutes and the bars they build before it tells of them', () => {
  const rig = createRig();
  rig.minutes(sampleBars({ count: 15, startUtcMs }));
  expect(rig.stored('M1')).toHaveLength(15);
  expect(rig.stored('M5')).toHaveLength(3);
  expect(rig.stored('M15')).toHaveLength(1);
  expect(rig.told.slice(-4)).toEqual(['closed M1 10:13', 'closed M1 10:14', 'closed M5 10:10', 'closed M15 10:00']);
  expect(rig.marketClock.nowUtcMs()).toBe(startUtcMs + 15 * 60_000);
});

test('takes a page that begins with bars it has for what is new in it', () => {
  const rig = createRig();
  const bars = sampleBars({ count: 10, startUtcMs });
  rig.minutes(bars.slice(0, 7));
  rig.told.length = 0;
  rig.minutes(bars.slice(5));
  expect(rig.told).toEqual(['closed M1 10:07', 'closed M1 10:08', 'closed M1 10:09', 'closed M5 10:05']);
});

test('goes on with the bars that were forming when the engine stopped', () => {
  const first = createRig();
  const bars = sampleBars({ count: 30, startUtcMs });
  first.minutes(bars.slice(0, 17));
  const again = createRig(first.bars);
  again.minutes(bars.slice(16));
  const undisturbed = createRig();
  undisturbed.minutes(bars);
  for (const timeframe of ['M5', 'M15', 'M30'] as const) {
    expect(again.stored(timeframe)).toEqual(undisturbed.stored(timeframe));
  }
});

test('leaves out a longer bar whose first minutes are not stored', () => {
  const rig = createRig();
  rig.minutes(sampleBars({ count: 13, startUtcMs: startUtcMs + 2 * 60_000 }));
  expect(rig.told.filter((it) => it.startsWith('closed M5'))).toEqual(['closed M5 10:05', 'closed M5 10:10']);
  expect(rig.stored('M15')).toEqual([]);
});

test('takes up minutes that were stored past it', () => {
  const rig = createRig();
  const minutes = sampleBars({ count: 30, startUtcMs });
  rig.minutes(minutes.slice(10, 12));
  rig.bars.record([{ series: series('M1'), bars: minutes.slice(0, 12) }], null);
  expect(rig.recorder.rebuildFrom(symbol, utcMs(startUtcMs))?.inserted).toBe(2);
  rig.minutes(minutes.slice(12));
  const undisturbed = createRig();
  undisturbed.minutes(minutes);
  for (const timeframe of ['M5', 'M15', 'M30'] as const) {
    expect(rig.stored(timeframe)).toEqual(undisturbed.stored(timeframe));
  }
});

test('lets the broker correct minutes, and builds the bars that hold them anew', () => {
  const rig = createRig();
  const minutes = sampleBars({ count: 30, startUtcMs });
  rig.minutes(minutes);
  const corrected = minutes.slice(3, 6).map((bar) => ({ ...bar, high: price(bar.high + 1) }));
  rig.told.length = 0;
  rig.minutes(corrected);
  const undisturbed = createRig();
  undisturbed.minutes(minutes.map((bar, index) => corrected[index - 3] ?? bar));
  for (const timeframe of ['M1', 'M5', 'M15', 'M30'] as const) {
    expect(rig.stored(timeframe)).toEqual(undisturbed.stored(timeframe));
  }
  expect(rig.told).toEqual([]);
  expect(rig.lines).toContainEqual(
    expect.objectContaining({ message: 'the broker corrected bars; what it says now stands' }),
  );
});

test('changes nothing where the store refuses, and goes on from there', () => {
  const full = fault('STORE_FULL', 'The disk is full.');
  const memory = createMemoryBarStore();
  let isFull = false;
  const rig = createRig({
    ...memory,
    record: (batch, state) => {
      if (isFull) throw new FaultError(full);
      return memory.record(batch, state);
    },
  });
  const minutes = sampleBars({ count: 30, startUtcMs });
  rig.minutes(minutes.slice(0, 13));
  isFull = true;
  expect(() => {
    rig.minutes(minutes.slice(13, 20));
  }).toThrow(full.code);
  isFull = false;
  rig.minutes(minutes.slice(12));
  const undisturbed = createRig();
  undisturbed.minutes(minutes);
  for (const timeframe of ['M1', 'M5', 'M15', 'M30'] as const) {
    expect(rig.stored(timeframe)).toEqual(undisturbed.stored(timeframe));
  }
});

test('shows forming bars of every timeframe from ticks, at most ten times a second', () => {
  const rig = createRig();
  rig.tick(2000, startUtcMs + 1000);
  expect(rig.told).toHaveLength(7);
  rig.tick(2001, startUtcMs + 2000);
  expect(rig.told).toHaveLength(7);
  rig.clock.advance(100);
  rig.tick(2002, startUtcMs + 3000);
  expect(rig.told).toHaveLength(14);
  expect(rig.kept).toHaveLength(3);
});

test('never lets the market’s clock go back', () => {
  const rig = createRig();
  rig.tick(2000, startUtcMs + 5000);
  rig.tick(2000, startUtcMs + 1000);
  expect(rig.marketClock.nowUtcMs()).toBe(startUtcMs + 5000);
});

test('keeps the market’s clock by what the terminal says of its account, and the forming minute by ticks of the minute', () => {
  const rig = createRig();
  const account = sampleAccount({ occurredAtUtcMs: startUtcMs + 90_000 });
  expect(rig.recorder.record({ kind: 'accountReported', account }, silent)).toBeNull();
  expect(rig.marketClock.nowUtcMs()).toBe(startUtcMs + 90_000);
  rig.tick(2000, startUtcMs + 100_000);
  rig.clock.advance(100);
  rig.told.length = 0;
  rig.tick(1999, startUtcMs + 130_000);
  expect(rig.told[0]).toBe('formed M1 10:02');
});
