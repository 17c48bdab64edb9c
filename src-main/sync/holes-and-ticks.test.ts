import { expect, test } from 'vitest';
import { fault } from '#shared/base/fault.ts';
import type { CalendarEvent } from '#shared/market/calendar-event.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { sampleInstrument } from '#main/testkit/sample-instrument.ts';
import { memoryTickBytes } from '#main/testkit/memory-tick-store.ts';
import {
  createSource,
  createSyncRig,
  dayMs,
  minuteMs,
  rigNowUtcMs,
  sampleTick,
  shortPlan,
  symbol,
} from './sync-rig.suite.ts';

const oneWeek = { ...shortPlan, m1Years: 6 / 365.25, coarseYears: 6 / 365.25 };
const hourMs = 60 * minuteMs;

test('asks a source again for what it did not have, and repairs the hole', async () => {
  const source = createSource();
  const whole = source.minutes;
  const from = Date.UTC(2024, 1, 16, 12);
  source.minutes = whole.filter(({ openTimeUtcMs: at }) => at < from || at >= from + hourMs);
  const rig = createSyncRig({ source, plan: oneWeek });
  rig.connect();
  await rig.pass(500);
  expect(rig.stream('bars', 'M1').holes).toMatchObject({
    unexpected: 1,
    missingBars: 60,
    newest: [{ fromUtcMs: from, toUtcMs: from + hourMs, kind: 'unexpected', attempts: 1, isEmptyAtSource: false }],
  });
  rig.source.minutes = whole;
  await rig.pass(10 * minuteMs, 1000);
  expect(rig.stream('bars', 'M1').holes).toMatchObject({ unexpected: 0, newest: [] });
  expect(rig.sync.logs(50).some(({ action }) => action === 'repair')).toBe(true);
  expect(rig.differences()).toEqual([]);
});

test('asks three times over growing time for what the source does not have, and then no more', async () => {
  const source = createSource();
  const from = Date.UTC(2024, 1, 16, 12);
  source.minutes = source.minutes.filter(({ openTimeUtcMs: at }) => at < from || at >= from + hourMs);
  const rig = createSyncRig({ source, plan: oneWeek });
  rig.connect();
  await rig.pass(2 * hourMs, 10_000);
  const repairs = () => rig.sync.logs(500).filter(({ action }) => action === 'repair').length;
  expect(repairs()).toBe(2);
  expect(rig.stream('bars', 'M1').holes?.newest).toMatchObject([
    { attempts: 3, kind: 'unexpected', isEmptyAtSource: true },
  ]);
  await rig.pass(hourMs, 10_000);
  expect(repairs()).toBe(2);
  rig.synchronizer.syncNow({ symbols: [symbol] });
  await rig.pass(500);
  expect(repairs()).toBe(3);
});

test('takes for a holiday what the source does not have on a day that may be one', async () => {
  // Presidents’ Day: brokers differ in whether gold rests at noon already.
  const source = createSource();
  const from = Date.UTC(2024, 1, 19, 14);
  source.minutes = source.minutes.filter(({ openTimeUtcMs: at }) => at < from || at >= from + hourMs);
  const rig = createSyncRig({ source, plan: oneWeek });
  rig.connect();
  await rig.pass(500);
  expect(rig.stream('bars', 'M1').holes).toMatchObject({ unexpected: 1 });
  await rig.pass(2 * hourMs, 10_000);
  expect(rig.stream('bars', 'M1').holes).toMatchObject({ unexpected: 0 });
});

test('notices what the terminal left out while it was connected, and asks for it', async () => {
  const rig = createSyncRig({ plan: oneWeek });
  rig.connect();
  await rig.pass(500);
  rig.historyLeaves();
  const later = rig.source.minutes.filter(({ openTimeUtcMs: at }) => at === rigNowUtcMs + 30 * minuteMs);
  rig.source.nowUtcMs = rigNowUtcMs + 31 * minuteMs;
  rig.tellMinutes(later);
  expect(rig.stream('bars', 'M1').holes).toMatchObject({ unexpected: 1, missingBars: 30, newest: [{ attempts: 0 }] });
  rig.historyComes();
  await rig.pass(500);
  expect(rig.differences()).toEqual([]);
});

test('knows the break before a minute that comes while the first chunk is looked through', async () => {
  const rig = createSyncRig({ plan: oneWeek, source: createSource(Date.UTC(2024, 1, 20, 22, 30)) });
  rig.connect();
  const isLookedThrough = () => rig.sync.holeCounts(rig.series('M1')).expected > 0;
  for (let step = 0; step < 500 && !isLookedThrough(); step++) await rig.pass(1, 1);
  expect(rig.sync.state({ kind: 'bars', symbol, timeframe: 'M1' })?.backfilledFromUtcMs ?? null).toBeNull();
  rig.source.nowUtcMs = Date.UTC(2024, 1, 20, 23, 6);
  rig.tellMinutes(
    rig.source.minutes.filter(
      ({ openTimeUtcMs: at }) => at >= Date.UTC(2024, 1, 20, 23) && at < Date.UTC(2024, 1, 20, 23, 6),
    ),
  );
  await rig.pass(500);
  expect(rig.differences()).toEqual([]);
});

test('knows a break between minutes that came by themselves while the first chunk was fetched', async () => {
  const rig = createSyncRig({ plan: oneWeek, source: createSource(Date.UTC(2024, 1, 20, 21, 41)) });
  const minutesOf = (from: number, to: number) =>
    rig.source.minutes.filter(({ openTimeUtcMs: at }) => at >= from && at < to);
  rig.connect();
  for (let step = 0; step < 100 && rig.requests.length === 0; step++) await rig.pass(1, 1);
  rig.source.nowUtcMs = Date.UTC(2024, 1, 20, 23, 6);
  rig.tellMinutes(minutesOf(Date.UTC(2024, 1, 20, 21, 41), Date.UTC(2024, 1, 20, 22)));
  rig.tellMinutes(minutesOf(Date.UTC(2024, 1, 20, 23), Date.UTC(2024, 1, 20, 23, 6)));
  await rig.pass(500);
  expect(rig.differences()).toEqual([]);
  expect(rig.sync.state({ kind: 'bars', symbol, timeframe: 'M1' })?.cursorUtcMs).toBe(Date.UTC(2024, 1, 20, 23, 5));
});

const ticksEvery = (ms: number, from: number, to: number) =>
  Array.from({ length: Math.floor((to - from) / ms) }, (_, index) =>
    sampleTick(from + index * ms, 2000 + (index % 50)),
  );

test('fetches the ticks of the last days up to the first that came by itself', async () => {
  const source = createSource();
  source.ticks = ticksEvery(20_000, rigNowUtcMs - dayMs, rigNowUtcMs);
  const rig = createSyncRig({ source, plan: { ...oneWeek, tickDays: 0.5 } });
  rig.connect();
  const live = sampleTick(rigNowUtcMs - hourMs, 2000);
  const cursor = { stampMs: live.occurredAtUtcMs, takenAtStamp: 1 };
  rig.hear({ kind: 'ticksReceived', symbol, ticks: [live], cursor, isRewind: false });
  await rig.pass(1000);
  const wanted = source.ticks.filter(
    ({ occurredAtUtcMs: at }) => at >= rigNowUtcMs - dayMs / 2 && at < rigNowUtcMs - hourMs,
  );
  expect(rig.ticks.read({ symbol, beforeUtcMs: live.occurredAtUtcMs, limit: 100_000 })).toEqual(wanted);
  expect(rig.ticks.cursor(symbol)).toEqual(cursor);
  expect(rig.stream('ticks')).toMatchObject({ phase: 'live', stored: wanted.length + 1, backfill: null, fault: null });
});

test.each(['leaveHalfway', 'loseRecords', 'outOfOrder', 'hang'] as const)(
  'has every tick once after an answer that went wrong: %s',
  async (manner) => {
    const source = createSource();
    source.ticks = ticksEvery(5000, rigNowUtcMs - dayMs / 4, rigNowUtcMs);
    const rig = createSyncRig({
      source,
      plan: { ...oneWeek, m1Years: 1 / 365.25, coarseYears: 1 / 365.25, tickDays: 0.25 },
    });
    rig.tickManners.push(manner);
    rig.connect();
    const live = sampleTick(rigNowUtcMs);
    const cursor = { stampMs: live.occurredAtUtcMs, takenAtStamp: 1 };
    rig.hear({ kind: 'ticksReceived', symbol, ticks: [live], cursor, isRewind: false });
    await rig.pass(170_000, 500);
    expect(rig.sync.logs(20)).toContainEqual(expect.objectContaining({ kind: 'ticks', fault: expect.anything() }));
    const fromUtcMs = rig.stream('ticks').firstUtcMs ?? 0;
    expect(fromUtcMs - rigNowUtcMs + dayMs / 4).toBeLessThan(10 * minuteMs);
    expect(rig.ticks.read({ symbol, beforeUtcMs: live.occurredAtUtcMs, limit: 100_000 })).toEqual(
      source.ticks.filter(({ occurredAtUtcMs: at }) => at >= fromUtcMs),
    );
  },
);

test('replaces what the terminal has rewritten', () => {
  const rig = createSyncRig();
  rig.connect({ withHistory: false });
  const tell = (bids: readonly number[], isRewind: boolean) => {
    const ticks = bids.map((bid, index) => sampleTick(rigNowUtcMs + index, bid));
    const cursor = { stampMs: rigNowUtcMs + bids.length - 1, takenAtStamp: 1 };
    return rig.hear({ kind: 'ticksReceived', symbol, ticks, cursor, isRewind });
  };
  expect(tell([2000, 2001, 2002], false)).toBe(true);
  expect(tell([1990], true)).toBe(true);
  expect(rig.stream('ticks')).toMatchObject({ stored: 1 });
});

test('lets ticks go that are too old, in slices', async () => {
  const source = createSource();
  const rig = createSyncRig({ source, plan: { ...oneWeek, tickRetentionDays: 2 } });
  const old = ticksEvery(1000, rigNowUtcMs - 3 * dayMs, rigNowUtcMs - 3 * dayMs + 5000 * 1000);
  rig.ticks.append({ symbol, ticks: old, cursor: { stampMs: 1, takenAtStamp: 1 }, isRewind: false });
  rig.connect();
  await rig.pass(500);
  expect(rig.stream('ticks').stored).toBe(0);
});

test('lets the oldest ticks go that are above the budget, and warns', async () => {
  const source = createSource();
  const budgetTicks = 4000;
  const plan = { ...oneWeek, tickBudgetMb: (budgetTicks * memoryTickBytes) / (1024 * 1024) };
  const rig = createSyncRig({ source, plan });
  const ticks = ticksEvery(1000, rigNowUtcMs - 10_000_000, rigNowUtcMs);
  rig.ticks.append({ symbol, ticks, cursor: { stampMs: 1, takenAtStamp: 1 }, isRewind: false });
  rig.connect();
  await rig.pass(500);
  expect(rig.stream('ticks')).toMatchObject({ phase: 'live', stored: 4000, fault: { code: 'TICKS_OVER_BUDGET' } });
  expect(rig.lines.filter(({ message }) => message.includes('MiB'))).toHaveLength(1);
});

test('keeps the calendar of the last weeks and the next month, and asks again every few hours', async () => {
  const rig = createSyncRig({ plan: oneWeek });
  rig.connect();
  await rig.pass(300);
  const asked = () => rig.subscriptions.filter((it) => it.startsWith('calendar'));
  expect(asked()).toEqual(['calendar 31', 'calendar 14']);
  const span = { fromUtcMs: utcMs(rigNowUtcMs - dayMs), toUtcMs: utcMs(rigNowUtcMs + dayMs) };
  const release = {
    ...{ valueId: '1', eventId: '1', currency: 'USD', importance: 'high' as const, name: 'CPI' },
    ...{ releaseUtcMs: span.fromUtcMs, actual: null, forecast: 3.1, previous: 3, revisedPrevious: null },
  } satisfies CalendarEvent;
  expect(rig.hear({ kind: 'calendarReported', ...span, events: [release] })).toBe(true);
  rig.hear({ kind: 'calendarReported', ...span, events: [{ ...release, actual: 3.2 }] });
  expect(rig.stream('calendar')).toMatchObject({
    phase: 'live',
    stored: 1,
    corrections: 1,
    firstUtcMs: span.fromUtcMs,
  });
  await rig.pass(4 * hourMs + minuteMs, minuteMs);
  expect(asked()).toHaveLength(4);
});

test('tells how far the deals are known, and asks for them on a wish', async () => {
  const rig = createSyncRig({ plan: oneWeek });
  rig.connect();
  await rig.pass(300);
  const at = utcMs(rigNowUtcMs - dayMs);
  rig.deals({ deals: 12, cashOperations: 1, firstUtcMs: at, lastUtcMs: at, changedAtUtcMs: at });
  rig.hear({ kind: 'dealsReported', deals: [], cash: [] });
  expect(rig.stream('deals')).toMatchObject({ phase: 'live', stored: 12, firstUtcMs: at, lagMs: 0, fault: null });
  rig.synchronizer.syncNow({ symbols: null });
  expect(rig.refreshed).toBe(1);
});

test('sees the hours of a symbol without sessions from its own minutes', async () => {
  const rig = createSyncRig({ plan: oneWeek });
  rig.connect({ instruments: [sampleInstrument()] });
  await rig.pass(1000);
  expect(rig.stream('bars', 'M1').holes).toMatchObject({ unexpected: 0, expected: 4 });
  expect(rig.differences()).toEqual([]);
});

test('asks for the calendar again where it could not be stored', async () => {
  const rig = createSyncRig({ plan: oneWeek });
  rig.connect();
  await rig.pass(1000);
  rig.refuseToStore(fault('STORE_FULL', 'The disk is full.'));
  const span = { fromUtcMs: utcMs(rigNowUtcMs - dayMs), toUtcMs: utcMs(rigNowUtcMs + dayMs) };
  expect(rig.hear({ kind: 'calendarReported', ...span, events: [] })).toBe(true);
  expect(rig.stream('calendar')).toMatchObject({ phase: 'paused', fault: { code: 'STORE_FULL' } });
  rig.refuseToStore(null);
  const asked = rig.subscriptions.length;
  await rig.pass(20_000, 100);
  expect(rig.subscriptions.slice(asked)).toEqual(['calendar 31', 'calendar 14']);
  rig.hear({ kind: 'calendarReported', ...span, events: [] });
  expect(rig.stream('calendar')).toMatchObject({ phase: 'live', fault: null });
});

test('retention that cannot be stored is tried again', async () => {
  const rig = createSyncRig({ plan: { ...oneWeek, tickRetentionDays: 2 } });
  const old = ticksEvery(1000, rigNowUtcMs - 3 * dayMs, rigNowUtcMs - 3 * dayMs + 10_000);
  rig.ticks.append({ symbol, ticks: old, cursor: { stampMs: 1, takenAtStamp: 1 }, isRewind: false });
  rig.refuseToStore(fault('STORE_BUSY', 'Somebody else writes.'));
  rig.connect();
  await rig.pass(200);
  expect(rig.stream('ticks')).toMatchObject({ stored: 10, fault: { code: 'STORE_BUSY' } });
  rig.refuseToStore(null);
  await rig.pass(hourMs + minuteMs, minuteMs);
  expect(rig.stream('ticks').stored).toBe(0);
});
