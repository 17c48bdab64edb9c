import { expect, test } from 'vitest';
import { barAnchor, terminalSource, type BarSeries } from '#shared/market/bar-series.ts';
import { calendarEventSchema } from '#shared/market/calendar-event.ts';
import type { Hole, HoleKind } from '#shared/market/hole.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { createManualClock } from '#main/testkit/manual-clock.ts';
import { createMemoryBarStore } from '#main/testkit/memory-bar-store.ts';
import { createMemoryCalendarStore } from '#main/testkit/memory-calendar-store.ts';
import { sampleBar } from '#main/testkit/sample-bars.ts';
import { sampleGold, sampleInstrument } from '#main/testkit/sample-instrument.ts';
import { marketFacts } from './market-facts.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** The broker's Wednesday 3 January 2024. */
const midnight = Date.UTC(2024, 0, 2, 22);
const at = (ms: number) => utcMs(midnight + ms);

const seriesOf = (symbol: string, timeframe: Timeframe): BarSeries => ({
  ...{ symbol, timeframe, source: terminalSource, anchor: barAnchor(timeframe, 'ny+7') },
});

function factsOf({ holes = [], instrument = sampleGold }: { holes?: readonly Hole[]; instrument?: Instrument | null }) {
  const bars = createMemoryBarStore();
  const calendar = createMemoryCalendarStore();
  const clock = createManualClock();
  const facts = marketFacts(
    {
      bars,
      calendar,
      sync: { holes: () => holes },
      trades: { instrumentAt: () => (instrument === null ? null : { version: 1, instrument, toldAtUtcMs: at(0) }) },
    },
    { clockRule: 'ny+7', monotonicClock: clock.monotonic },
  );
  return { facts, bars, calendar, clock };
}

const release = (atMs: number, importance = 'high') =>
  calendarEventSchema.parse({
    ...{ valueId: String(atMs), eventId: '1', releaseUtcMs: midnight + atMs, currency: 'USD', importance, name: 'CPI' },
    ...{ actual: null, forecast: null, previous: null, revisedPrevious: null },
  });

test('the nearest release counts, before or after; a week where there is none, and nothing is known outside', () => {
  const { facts, calendar, clock } = factsOf({});
  const distance = (atMs: number) => facts.newsDistanceMs('XAUUSD', at(atMs));
  expect(distance(0)).toBeNull();
  const events = [release(hourMs), release(2 * hourMs, 'moderate'), release(5 * hourMs)];
  calendar.record({ source: terminalSource, fromUtcMs: at(-dayMs), toUtcMs: at(30 * dayMs), events });
  // What was read is kept for a minute.
  expect(distance(0)).toBeNull();
  clock.advance(60_000);
  expect([0, 2 * hourMs, 4 * hourMs, 20 * dayMs].map(distance)).toEqual([hourMs, hourMs, hourMs, 7 * dayMs]);
  expect(distance(-2 * dayMs)).toBeNull();
  expect(factsOf({ instrument: null }).facts.newsDistanceMs('XAUUSD', at(0))).toBeNull();
});

test('a gap is a hole as the map of holes says, else by the hours that the terminal told', () => {
  const series = seriesOf('XAUUSD', 'M15');
  const gap = { lastBeforeUtcMs: at(2 * hourMs), firstAfterUtcMs: at(4 * hourMs) };
  const hole = (kind: HoleKind, fromMs: number): Hole => ({
    ...{
      fromUtcMs: at(fromMs),
      toUtcMs: gap.firstAfterUtcMs,
      kind,
      missingBars: 1,
      attempts: 0,
      isEmptyAtSource: false,
    },
  });
  const open = { day: 3, fromMinute: 60, toMinute: 1440 };
  const isHole = (given: Parameters<typeof factsOf>[0]) => factsOf(given).facts.isUnexpectedHole(series, gap);
  expect(isHole({})).toBe(false);
  expect(isHole({ instrument: sampleInstrument({ sessions: [open] }) })).toBe(true);
  expect(isHole({ instrument: sampleInstrument({ sessions: [{ ...open, toMinute: 135 }] }) })).toBe(false);
  expect(isHole({ holes: [hole('unexpected', 2.25 * hourMs)] })).toBe(true);
  const sessions = { instrument: sampleInstrument({ sessions: [open] }) };
  expect(isHole({ ...sessions, holes: [hole('holiday', 2.25 * hourMs)] })).toBe(false);
  // A hole of before that touches the first bar says nothing of this gap.
  expect(isHole({ ...sessions, holes: [{ ...hole('session', hourMs), toUtcMs: gap.lastBeforeUtcMs }] })).toBe(true);
  expect(isHole({ instrument: null })).toBe(false);
});

/** Daily bars until midnight, whose log returns are these, each with a range of two about its close. */
function addDays(store: ReturnType<typeof createMemoryBarStore>, symbol: string, returns: readonly number[]): void {
  let close = 2000;
  const bars = returns.map((it, index) => {
    close *= Math.exp(it);
    return sampleBar({
      openTimeUtcMs: midnight - (returns.length - index) * dayMs,
      close,
      high: close + 1,
      low: close - 1,
    });
  });
  store.append(seriesOf(symbol, 'D1'), bars);
}

const wave = Array.from({ length: 70 }, (_, day) => Math.sin(day * day) / 1000);

test('the daily range is known of closed days alone', () => {
  const { facts, bars } = factsOf({});
  expect(facts.dailyAtr('XAUUSD', at(0))).toBeNull();
  addDays(
    bars,
    'XAUUSD',
    Array.from({ length: 20 }, () => 0),
  );
  expect(facts.dailyAtr('XAUUSD', at(-10 * dayMs))).toBeNull();
  expect(facts.dailyAtr('XAUUSD', at(0))).toBeCloseTo(2, 9);
});

test('two symbols move together as their daily returns do, the same whichever comes first', () => {
  const { facts, bars } = factsOf({});
  expect(facts.correlation('XAUUSD', 'XAGUSD', at(0))).toBeNull();
  addDays(bars, 'XAUUSD', wave);
  addDays(
    bars,
    'XAGUSD',
    wave.map((it) => -2 * it),
  );
  expect(facts.correlation('XAUUSD', 'XAGUSD', at(0))).toBeCloseTo(-1, 6);
  expect(facts.correlation('XAGUSD', 'XAUUSD', at(dayMs - 1))).toBeCloseTo(-1, 6);
  expect(facts.correlation('XAUUSD', 'EURUSD', at(0))).toBeNull();
});

test('what is known of a day stands for it, and is asked for again on the next', () => {
  const { facts, bars } = factsOf({});
  addDays(
    bars,
    'XAUUSD',
    Array.from({ length: 20 }, () => 0),
  );
  const before = facts.dailyAtr('XAUUSD', at(0));
  const wide = sampleBar({ openTimeUtcMs: midnight, close: 2000, high: 2100, low: 1900 });
  bars.append(seriesOf('XAUUSD', 'D1'), [wide]);
  expect(facts.dailyAtr('XAUUSD', at(dayMs - 1))).toBe(before);
  expect(facts.dailyAtr('XAUUSD', at(dayMs))).toBeGreaterThan(10);
});
