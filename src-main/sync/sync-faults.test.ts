import { expect, test } from 'vitest';
import { fault } from '#shared/base/fault.ts';
import type { SyncHealth } from '#shared/contract/sync-health.ts';
import { sampleInstrument } from '#main/testkit/sample-instrument.ts';
import { answerStallMsMax } from './ask-history.ts';
import { failuresMax } from './circuit-breaker.ts';
import {
  createSource,
  createSyncRig,
  dayMs,
  gold,
  minuteMs,
  rigNowUtcMs,
  shortPlan,
  symbol,
} from './sync-rig.suite.ts';

const storeFull = fault('STORE_FULL', 'The disk is full.');

/** Only the newest week of minutes: one request. */
const oneWeek = { ...shortPlan, m1Years: 6 / 365.25, coarseYears: 6 / 365.25 };

test('keeps what came where the history service leaves halfway, says so, and goes on when it is back', async () => {
  const rig = createSyncRig();
  rig.manners.push('leaveHalfway');
  rig.connect();
  await rig.pass(150);
  rig.historyLeaves();
  const kept = rig.stored('M1').length;
  expect(kept).toBeGreaterThan(1000);
  expect(rig.stream('bars', 'M1')).toMatchObject({ phase: 'waiting', fault: { code: 'NOT_CONNECTED' } });
  expect(rig.sync.logs(1)).toMatchObject([
    { action: 'backfill', symbol, timeframe: 'M1', fault: { code: 'NOT_CONNECTED' } },
  ]);
  await rig.pass(200);
  rig.historyComes();
  await rig.pass(500);
  expect(rig.differences()).toEqual([]);
});

test('stores what is new where nobody brings history, and says that the past is not fetched', async () => {
  const rig = createSyncRig();
  rig.connect({ withHistory: false });
  await rig.pass(3 * minuteMs, 1000);
  expect(rig.stored('M1')).toHaveLength(4);
  expect(rig.requests).toEqual([]);
  expect(rig.stream('bars', 'M1')).toMatchObject({ phase: 'waiting', lagMs: 0, fault: { code: 'NOT_CONNECTED' } });
  expect(rig.synchronizer.health().isHistoryConnected).toBe(false);
});

test('waits for a terminal without asking anything', async () => {
  const rig = createSyncRig();
  await rig.pass(1000, 100);
  expect(rig.requests).toEqual([]);
  expect(rig.synchronizer.health().streams.map(({ phase }) => phase)).toEqual(Array(7).fill('waiting'));
});

test('goes on after a kill from the last whole chunk', async () => {
  const rig = createSyncRig();
  rig.connect();
  const reached = () => rig.sync.state({ kind: 'bars', symbol, timeframe: 'M1' })?.backfilledFromUtcMs ?? null;
  for (let step = 0; step < 100 && reached() === null; step++) await rig.pass(10);
  const backfilledFromUtcMs = reached();
  expect(backfilledFromUtcMs).toBe(Date.UTC(2024, 1, 13, 22));
  rig.restart();
  rig.requests.length = 0;
  rig.connect();
  await rig.pass(500);
  expect(rig.differences()).toEqual([]);
  const past = rig.requests.filter(({ timeframe }) => timeframe === 'M1').map(({ fromUtcMs }) => fromUtcMs);
  expect(past).not.toContain(backfilledFromUtcMs);
});

test('gives up an answer that stalls, and asks again', async () => {
  const rig = createSyncRig({ plan: oneWeek });
  rig.manners.push('hang');
  rig.connect();
  await rig.pass(answerStallMsMax + 1000, 1000);
  expect(rig.sync.logs(10).map(({ fault: why }) => why?.code)).toContain('SYNC_TIMEOUT');
  await rig.pass(5000, 100);
  expect(rig.differences()).toEqual([]);
  expect(rig.stream('bars', 'M1')).toMatchObject({ phase: 'live', attempts: 0, fault: null });
});

test.each([
  { manner: 'loseRecords', why: 'records are missing' },
  { manner: 'outOfOrder', why: 'pages came in another order' },
  { manner: 'repeatPage', why: 'a page came twice' },
] as const)('does not take an answer for whole where $why', async ({ manner }) => {
  const rig = createSyncRig({ plan: oneWeek });
  rig.manners.push(manner);
  rig.connect();
  await rig.pass(200);
  expect(rig.stream('bars', 'M1')).toMatchObject({
    phase: 'waiting',
    attempts: 1,
    fault: { code: 'HISTORY_INCOMPLETE' },
  });
  expect(rig.stream('bars', 'M1').nextAttemptInMs).toBeGreaterThan(0);
  await rig.pass(3000, 50);
  expect(rig.differences()).toEqual([]);
});

test('does not go on asking a service that never answers, and tries it again later', async () => {
  const rig = createSyncRig({ plan: oneWeek });
  for (let index = 0; index < failuresMax; index++) rig.manners.push('refuse');
  rig.connect();
  for (let second = 0; second < 60 && rig.synchronizer.health().circuit === 'closed'; second++)
    await rig.pass(1000, 100);
  expect(rig.synchronizer.health().circuit).toBe('open');
  const asked = rig.requests.length;
  expect(asked).toBe(failuresMax);
  expect(rig.stream('bars', 'M1').fault?.code).toBe('HISTORY_UNAVAILABLE');
  await rig.pass(240_000, 500);
  expect(rig.synchronizer.health().circuit).toBe('closed');
  expect(rig.differences()).toEqual([]);
});

test('a wish of a person ends waits and an open circuit', async () => {
  const rig = createSyncRig({ plan: oneWeek });
  for (let index = 0; index < failuresMax; index++) rig.manners.push('refuse');
  rig.connect();
  await rig.pass(60_000, 100);
  expect(rig.synchronizer.syncNow({ symbols: [symbol] })).toMatchObject({ ok: true });
  await rig.pass(300);
  expect(rig.differences()).toEqual([]);
});

test('refuses wishes that it cannot fulfil', () => {
  const rig = createSyncRig();
  expect(rig.synchronizer.syncNow({ symbols: null })).toMatchObject({ error: { code: 'NOT_CONNECTED' } });
  expect(rig.synchronizer.syncNow({ symbols: ['GOLD'] })).toMatchObject({ error: { code: 'SYMBOL_UNKNOWN' } });
});

test('leaves alone what the source refuses for good, until a person asks', async () => {
  const rig = createSyncRig({ plan: oneWeek });
  rig.manners.push({ refuseWith: 'REQUEST_INVALID' });
  rig.connect();
  await rig.pass(10_000, 100);
  expect(rig.requests).toHaveLength(1);
  expect(rig.stream('bars', 'M1')).toMatchObject({ phase: 'failed', nextAttemptInMs: null });
  rig.synchronizer.syncNow({ symbols: null });
  await rig.pass(300);
  expect(rig.differences()).toEqual([]);
});

test('leaves with the terminal what cannot be stored, tells nobody of it, and takes it up again', async () => {
  const rig = createSyncRig({ plan: oneWeek });
  rig.connect();
  await rig.pass(500);
  rig.refuseToStore(storeFull);
  const before = rig.told.length;
  await rig.pass(minuteMs, 1000);
  expect(rig.told).toHaveLength(before);
  expect(rig.tellMinutes(rig.source.minutes.slice(-1))).toBe(false);
  expect(rig.stream('bars', 'M1')).toMatchObject({ phase: 'paused', fault: { code: 'STORE_FULL' } });
  expect(rig.stream('ticks')).toMatchObject({ phase: 'paused', fault: { code: 'STORE_FULL' } });
  expect(rig.subscriptions.filter((it) => !it.startsWith('calendar'))).toContain(`-${symbol}`);
  await rig.pass(5 * minuteMs, 1000);
  rig.refuseToStore(null);
  await rig.pass(3 * minuteMs, 1000);
  expect(rig.subscriptions.at(-1)).toBe(`+${symbol}`);
  expect(rig.differences()).toEqual([]);
  expect(rig.stream('bars', 'M1')).toMatchObject({ phase: 'live', fault: null });
  expect(rig.stream('ticks')).toMatchObject({ phase: 'live', fault: null });
  expect(rig.told.slice(before).filter((it) => it.startsWith('M1'))).toHaveLength(9);
});

test('pauses a back-fill that cannot be stored, and goes on with it', async () => {
  const rig = createSyncRig({ plan: oneWeek });
  rig.connect();
  rig.refuseToStore(storeFull);
  await rig.pass(300);
  expect(rig.stream('bars', 'M1')).toMatchObject({ phase: 'paused', fault: { code: 'STORE_FULL' } });
  rig.refuseToStore(null);
  await rig.pass(90_000, 500);
  expect(rig.differences()).toEqual([]);
});

test('asks for what it missed after the machine slept or its clock was set', async () => {
  const rig = createSyncRig({ plan: oneWeek });
  rig.connect();
  await rig.pass(500);
  rig.requests.length = 0;
  rig.sleep(90 * minuteMs);
  await rig.pass(300);
  expect(rig.requests).toMatchObject([{ symbol, timeframe: 'M1' }]);
  expect(rig.refreshed).toBe(1);
  expect(rig.lines).toContainEqual(
    expect.objectContaining({ facts: { code: 'CLOCK_JUMPED', jumpedMs: 90 * minuteMs } }),
  );
  rig.clock.setWall(rig.clock.wall.nowUtcMs() + 1500);
  await rig.pass(300);
  expect(rig.requests).toHaveLength(1);
});

test('asks once more where it is wished while an answer is on its way', async () => {
  const rig = createSyncRig({ plan: oneWeek });
  rig.connect();
  await rig.pass(1000);
  rig.requests.length = 0;
  rig.synchronizer.syncNow({ symbols: null });
  await rig.pass(30);
  rig.synchronizer.syncNow({ symbols: null });
  await rig.pass(1000);
  expect(rig.requests.filter(({ timeframe }) => timeframe === 'M1')).toHaveLength(2);
  expect(rig.differences()).toEqual([]);
});

test('is right over the week in which New York changes to summer time', async () => {
  const rig = createSyncRig({ source: createSource(Date.UTC(2024, 2, 12, 15)) });
  rig.connect();
  await rig.pass(500);
  expect(rig.differences()).toEqual([]);
  expect(rig.stream('bars', 'M1').holes).toMatchObject({ unexpected: 0 });
  expect(
    rig
      .stored('D1')
      .slice(-2)
      .map(({ openTimeUtcMs }) => new Date(openTimeUtcMs).getUTCHours()),
  ).toEqual([22, 21]);
});

test('names what may be meant where the terminal does not have a symbol, and goes on when it has it', async () => {
  const rig = createSyncRig({ plan: oneWeek, known: [gold] });
  rig.connect({ instruments: [sampleInstrument({ symbol: 'XAUUSD.m' }), sampleInstrument({ symbol: 'GOLD' })] });
  await rig.pass(300);
  expect(rig.requests).toEqual([]);
  expect(rig.stream('bars', 'M1')).toMatchObject({
    phase: 'failed',
    fault: { code: 'SYMBOL_UNKNOWN', facts: { symbol, similar: 'XAUUSD.m, GOLD' } },
  });
  rig.hear({ kind: 'instrumentReported', instrument: gold });
  await rig.pass(500);
  expect(rig.differences()).toEqual([]);
});

test('notes that a broker changed a symbol’s digits', async () => {
  const rig = createSyncRig({ plan: oneWeek, known: [gold] });
  rig.connect({ instruments: [sampleInstrument({ ...gold, digits: 3, point: 0.001, tickSize: 0.001 })] });
  await rig.pass(500);
  expect(rig.stream('bars', 'M1')).toMatchObject({ phase: 'live', fault: { code: 'INSTRUMENT_CHANGED' } });
  expect(rig.sync.logs(20).filter(({ fault: why }) => why?.code === 'INSTRUMENT_CHANGED')).toHaveLength(1);
  expect(rig.differences()).toEqual([]);
});

test('counts the broker’s corrections', async () => {
  const rig = createSyncRig({ plan: oneWeek });
  rig.connect();
  await rig.pass(500);
  const index = rig.source.minutes.findLastIndex(({ openTimeUtcMs }) => openTimeUtcMs < rigNowUtcMs - 90 * minuteMs);
  const corrected = rig.source.minutes.slice(index, index + 2).map((bar) => ({ ...bar, tickVolume: 7 }));
  rig.source.minutes = rig.source.minutes.toSpliced(index, 2, ...corrected);
  rig.tellMinutes(corrected);
  expect(rig.stream('bars', 'M1').corrections).toBe(2);
  expect(rig.sync.logs(1)).toMatchObject([{ action: 'correction', rows: 2 }]);
  expect(rig.differences()).toEqual([]);
});

test('tells at most twice a second, and of a phase at once', async () => {
  const rig = createSyncRig({ plan: oneWeek });
  const heard: SyncHealth[] = [];
  const subscription = rig.synchronizer.subscribe((health) => heard.push(health));
  await rig.pass(2000);
  expect(heard.length).toBeLessThanOrEqual(5);
  heard.length = 0;
  rig.connect();
  await rig.pass(100);
  expect(heard.some(({ streams }) => streams[0]?.phase === 'backfilling')).toBe(true);
  await rig.pass(1000);
  heard.length = 0;
  subscription[Symbol.dispose]();
  await rig.pass(1000);
  expect(heard).toEqual([]);
});

test('lags only while the market is open', async () => {
  const rig = createSyncRig({ plan: oneWeek });
  rig.connect();
  await rig.pass(500);
  rig.disconnect();
  await rig.pass(10 * minuteMs, 10_000);
  expect(rig.stream('bars', 'M1').lagMs).toBe(10 * minuteMs);
  const weekend = createSyncRig({ plan: oneWeek, source: createSource(Date.UTC(2024, 1, 17, 12)) });
  weekend.connect();
  await weekend.pass(500);
  expect(weekend.stream('bars', 'M1')).toMatchObject({ phase: 'live', lagMs: 0 });
});

test('does not let a replay that is held lag', async () => {
  const rig = createSyncRig({ plan: oneWeek });
  rig.connect({ replay: { heldBy: ['trader'], speed: 1, source: 'seed 7' } });
  await rig.pass(500);
  rig.disconnect();
  await rig.pass(10 * minuteMs, 10_000);
  expect(rig.stream('bars', 'M1').lagMs).toBe(0);
});

test('takes the coarse bars up to the first minute that the broker has', async () => {
  const source = createSource();
  source.minutesFromUtcMs = rigNowUtcMs - 3 * dayMs;
  const rig = createSyncRig({ source });
  rig.connect();
  await rig.pass(500);
  const first = rig.stored('M1')[0]?.openTimeUtcMs ?? 0;
  expect(first).toBe(Date.UTC(2024, 1, 18, 23));
  const hours = rig.stored('H1').map(({ openTimeUtcMs }) => openTimeUtcMs);
  expect(hours[0]).toBeLessThan(first - 20 * dayMs);
  expect(new Set(hours).size).toBe(hours.length);
  expect(rig.stream('bars', 'H1')).toMatchObject({ phase: 'live', holes: { unexpected: 0 } });
});

test('asks for each bar about once, however long the past is', async () => {
  const written: number[] = [];
  for (const days of [7, 14, 28]) {
    const rig = createSyncRig({ plan: { ...shortPlan, m1Years: days / 365.25, coarseYears: days / 365.25 } });
    rig.connect();
    await rig.pass(800);
    expect(rig.differences()).toEqual([]);
    const rows = rig.sync
      .logs(100)
      .filter(({ timeframe }) => timeframe === 'M1')
      .reduce((sum, it) => sum + it.rows, 0);
    written.push(rows / rig.stored('M1').length);
  }
  expect(Math.max(...written)).toBeLessThan(1.05);
});

test.each([30, 115, 150, 190])('stops wherever it is, and touches no store afterwards (after %i ms)', async (ms) => {
  const rig = createSyncRig();
  rig.connect();
  await rig.pass(ms);
  rig.synchronizer.dispose();
  const stored = rig.stored('M1').length;
  rig.refuseToStore(fault('STORE_UNREADABLE', 'It is closed.'));
  await rig.pass(500);
  rig.historyLeaves();
  await rig.pass(100);
  expect(rig.stored('M1')).toHaveLength(stored);
  expect(rig.lines).toEqual([]);
});

test('logs what came by itself over a session', async () => {
  const rig = createSyncRig({ plan: oneWeek });
  rig.connect();
  await rig.pass(1000);
  await rig.pass(3 * minuteMs, 1000);
  rig.disconnect();
  expect(rig.sync.logs(1)).toMatchObject([{ action: 'live', kind: 'bars', rows: 3, fault: null }]);
});
