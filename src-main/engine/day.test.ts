import { expect, test } from 'vitest';
import { barAnchor, terminalSource } from '#shared/market/bar-series.ts';
import { cashOperationSchema, type CashOperation } from '#shared/trading/cash-operation.ts';
import type { Deal } from '#shared/trading/deal.ts';
import { createMemoryBarStore } from '#main/testkit/memory-bar-store.ts';
import { sampleAccount } from '#main/testkit/sample-account.ts';
import { sampleBar } from '#main/testkit/sample-bars.ts';
import { sampleDeal } from '#main/testkit/sample-deal.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { createEngineRig, type EngineRig } from './engine-rig.suite.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Of New York's winter: the broker's Wednesday 3 January 2024 begins. */
const midnight = Date.UTC(2024, 0, 2, 22);

const account = (atMs: number, equity: number, changes: object = {}) =>
  sampleAccount({ balance: equity, equity, occurredAtUtcMs: midnight + atMs, ...changes });

const report = (rig: EngineRig, atMs: number, equity: number, changes: object = {}): void =>
  rig.tell({ kind: 'accountReported', account: account(atMs, equity, changes) });

const cashAt = (atMs: number, amount: number, kind = 'balance'): CashOperation =>
  cashOperationSchema.parse({ dealTicket: String(1e12 + atMs), kind, amount, occurredAtUtcMs: midnight + atMs });

const dealsReported = (rig: EngineRig, deals: readonly Deal[], cash: readonly CashOperation[] = []): void =>
  rig.tell({ kind: 'dealsReported', deals, cash });

const dayOf = (rig: EngineRig) => rig.engine.snapshot().day;

const limitOf = (rig: EngineRig, code: string) =>
  rig.engine.snapshot().risk.limits.find((limit) => limit.code === code);

/** A rig whose terminal speaks first so long after the broker's midnight. */
function connectedAt(
  atMs: number,
  { equity = 25_000, given = {}, snapshot = {} }: { equity?: number; given?: object; snapshot?: object } = {},
): EngineRig {
  const rig = createEngineRig(given);
  rig.connect({ account: account(atMs, equity), ...snapshot });
  return rig;
}

/** M1 bars of gold, opened so long after midnight, at one close. */
function barsAt(openedAtMs: number, close: number) {
  const bars = createMemoryBarStore();
  const series = {
    symbol: 'XAUUSD',
    timeframe: 'M1',
    source: terminalSource,
    anchor: barAnchor('M1', 'ny+7'),
  } as const;
  const bar = sampleBar({
    openTimeUtcMs: midnight + openedAtMs,
    close,
    high: close + 1,
    low: close - 1,
  });
  bars.append(series, [bar]);
  return bars;
}

test('a baseline that is seen at midnight is max(balance, equity) − credit of that report', () => {
  const rig = connectedAt(30_000, { snapshot: { account: account(30_000, 25_000, { equity: 25_600, credit: 500 }) } });
  expect(dayOf(rig)).toEqual({ baseline: 25_100, source: 'observed', cash: 0, profit: 0, lossLimit: 753 });
});

test('a date sets its baseline once; the next one only moves forward, at most once in 20 hours', () => {
  const rig = connectedAt(0, { equity: 25_000 });
  const baselines = [hourMs, 19 * hourMs, -2 * dayMs, dayMs - 1].map((atMs) => {
    report(rig, atMs, 30_000);
    return dayOf(rig)?.baseline;
  });
  expect(baselines).toEqual([25_000, 25_000, 25_000, 25_000]);
  report(rig, dayMs, 30_000);
  expect(dayOf(rig)?.baseline).toBe(30_000);
  report(rig, hourMs, 20_000);
  expect(dayOf(rig)?.baseline).toBe(30_000);
});

test('a midnight that was slept through is rebuilt by taking out what was booked since', () => {
  const out = sampleDeal({
    dealTicket: '8',
    entry: 'out',
    side: 'sell',
    profit: -400,
    commission: -1,
    swap: -2,
    occurredAtUtcMs: midnight + hourMs,
  });
  const before = sampleDeal({ occurredAtUtcMs: midnight - 5 * hourMs, price: 2000 });
  const rig = connectedAt(5 * hourMs, {
    equity: 25_597,
    given: { bars: barsAt(-60_000, 2000) },
    snapshot: { deals: [before, out], cash: [cashAt(2 * hourMs, 1_000)] },
  });
  // 25,597 + 403 − 1,000, with nothing gained on what was open at 2000.
  expect(dayOf(rig)).toMatchObject({ baseline: 25_000, source: 'rebuilt', cash: 1_000, profit: -403 });
});

test('what was open at midnight is valued at the last bar that had closed, a sell with its spread', () => {
  const opened = { occurredAtUtcMs: midnight - 5 * hourMs, price: 2000 };
  const at = (given: object, deals: readonly Deal[], side = 'buy') =>
    dayOf(
      connectedAt(5 * hourMs, {
        given,
        snapshot: { deals, positions: [samplePosition({ side, stop: side === 'buy' ? 1900 : 2100 })] },
      }),
    );
  // A tenth of a lot, bought at 2000 and worth 2020 at midnight: 200.
  expect(at({ bars: barsAt(-60_000, 2020) }, [sampleDeal(opened)])).toMatchObject({
    baseline: 25_200,
    source: 'rebuilt',
  });
  // Sold at 2000 and worth 1990 and the 0.20 of its spread: 98.
  const sold = sampleDeal({ ...opened, side: 'sell' });
  expect(at({ bars: barsAt(-60_000, 1990) }, [sold], 'sell')).toMatchObject({ baseline: 25_098, source: 'rebuilt' });
});

test('half of a position that was closed since was open then as a whole', () => {
  const deals = [
    sampleDeal({ occurredAtUtcMs: midnight - 5 * hourMs, price: 2000, volume: 0.2 }),
    sampleDeal({
      dealTicket: '8',
      entry: 'out',
      side: 'sell',
      profit: 300,
      occurredAtUtcMs: midnight + hourMs,
      commission: 0,
    }),
  ];
  const rig = connectedAt(5 * hourMs, {
    equity: 25_300,
    given: { bars: barsAt(-60_000, 2010) },
    snapshot: { deals, positions: [samplePosition({ volume: 0.1 })] },
  });
  expect(dayOf(rig)).toMatchObject({ baseline: 25_200, source: 'rebuilt' });
});

test('where a bar of midnight is missing the equity of the report stands in, and it says so', () => {
  const positions = [samplePosition({ openedAtUtcMs: midnight - 5 * hourMs })];
  const at = (bars: object) =>
    dayOf(
      connectedAt(5 * hourMs, {
        given: { bars },
        snapshot: { positions, account: account(5 * hourMs, 25_000, { equity: 25_400 }) },
      }),
    );
  const estimated = { baseline: 25_400, source: 'estimated', profit: 0 };
  expect(at(createMemoryBarStore())).toMatchObject(estimated);
  // The market was open for three hours after that bar.
  expect(at(barsAt(-3 * hourMs, 2050))).toMatchObject(estimated);
  expect(at(barsAt(-60_000, 2050))).toMatchObject({ baseline: 25_500, source: 'rebuilt' });
});

test('a deposit is no profit and a withdrawal no loss; credit is neither, a fee is a loss', () => {
  const rig = connectedAt(0);
  const say = (atMs: number, amount: number, kind?: string): void =>
    dealsReported(rig, [], [cashAt(atMs, amount, kind)]);
  say(hourMs, 5_000);
  report(rig, hourMs + 1_000, 30_000);
  expect(dayOf(rig)).toMatchObject({ baseline: 25_000, cash: 5_000, profit: 0, lossLimit: 750 });
  say(2 * hourMs, -10_000);
  report(rig, 2 * hourMs + 1_000, 19_900);
  expect(dayOf(rig)).toMatchObject({ cash: -5_000, profit: -100 });
  say(3 * hourMs, 300, 'credit');
  report(rig, 3 * hourMs + 1_000, 19_900, { credit: 300, equity: 20_200 });
  expect(dayOf(rig)).toMatchObject({ cash: -5_000, profit: -100 });
  say(4 * hourMs, -50, 'charge');
  report(rig, 4 * hourMs + 1_000, 19_850, { credit: 300, equity: 20_150 });
  expect(dayOf(rig)).toMatchObject({ cash: -5_000, profit: -150 });
  expect(dayOf(rig.restart())).toBeNull();
  const again = rig.restart();
  again.connect({ account: account(5 * hourMs, 19_900), cash: [cashAt(hourMs, 5_000)] });
  expect(dayOf(again)).toMatchObject({ baseline: 25_000, cash: -5_000, profit: -100 });
});

test('cash from before the baseline is in it already', () => {
  const rig = connectedAt(0, { snapshot: { cash: [cashAt(-40 * dayMs, 20_000), cashAt(-hourMs, 5_000)] } });
  dealsReported(rig, [], [cashAt(-2 * hourMs, 700)]);
  report(rig, hourMs, 25_000);
  expect(dayOf(rig)).toMatchObject({ baseline: 25_000, cash: 0, profit: 0 });
});

test('total drawdown is measured from the highest equity that stood for a minute', () => {
  const rig = connectedAt(0, { equity: 20_000 });
  const drawdown = () => limitOf(rig, 'DRAWDOWN_LIMIT');
  report(rig, 1_000, 25_000);
  report(rig, 2_000, 20_000);
  expect(drawdown()).toMatchObject({ value: 0, limit: 5_000 });
  report(rig, 3_000, 25_000);
  report(rig, 63_000, 24_000);
  report(rig, 64_000, 21_000);
  expect(drawdown()).toMatchObject({ value: 3_000, limit: 6_000 });
  const again = rig.restart();
  again.connect({ account: account(hourMs, 21_000) });
  expect(limitOf(again, 'DRAWDOWN_LIMIT')).toMatchObject({ value: 3_000, limit: 6_000 });
});

test('cash leaves the ratio of a fall as it is: a withdrawal is none, a deposit heals none', () => {
  const rig = connectedAt(0, { equity: 20_000 });
  report(rig, hourMs, 16_000);
  expect(limitOf(rig, 'DRAWDOWN_LIMIT')).toMatchObject({ value: 4_000, limit: 5_000 });
  dealsReported(rig, [], [cashAt(2 * hourMs, -8_000)]);
  report(rig, 2 * hourMs + 1_000, 8_000);
  expect(limitOf(rig, 'DRAWDOWN_LIMIT')).toMatchObject({ value: 2_000, limit: 2_500 });
  // The account shows the deposit before the terminal tells of it.
  report(rig, 3 * hourMs, 16_000);
  dealsReported(rig, [], [cashAt(3 * hourMs, 8_000)]);
  report(rig, 3 * hourMs + 1_000, 16_000);
  expect(limitOf(rig, 'DRAWDOWN_LIMIT')).toMatchObject({ value: 4_000, limit: 5_000 });
});

test('an account that was empty begins anew with its first deposit', () => {
  const rig = connectedAt(0, { equity: 1_000 });
  dealsReported(rig, [], [cashAt(hourMs, -1_000)]);
  report(rig, hourMs + 1_000, 0);
  dealsReported(rig, [], [cashAt(2 * hourMs, 3_000)]);
  report(rig, 2 * hourMs + 1_000, 3_000);
  expect(limitOf(rig, 'DRAWDOWN_LIMIT')).toMatchObject({ value: 0, limit: 750 });
});

/** A trade of the whole account, by hand, that ended with a result. */
const trade = (id: number, openedAtMs: number, profit: number): readonly Deal[] => {
  const common = { positionId: String(id), clientOrderId: null, commission: 0, reason: 'manual' };
  return [
    sampleDeal({ ...common, dealTicket: String(id * 2), occurredAtUtcMs: midnight + openedAtMs }),
    sampleDeal({
      ...{ ...common, dealTicket: String(id * 2 + 1), entry: 'out', side: 'sell', profit },
      occurredAtUtcMs: midnight + openedAtMs + 60_000,
    }),
  ];
};

test('trades of the day and losses in a row are counted from history, whoever traded', () => {
  const rig = connectedAt(10 * hourMs, {
    snapshot: { deals: [...trade(1, -5 * hourMs, -10), ...trade(2, -4 * hourMs, 10), ...trade(3, -3 * hourMs, -10)] },
  });
  const counts = () => ['TRADES_PER_DAY', 'LOSSES_IN_A_ROW'].map((code) => limitOf(rig, code)?.value);
  // Yesterday's loss was yesterday's.
  expect(counts()).toEqual([0, 0]);
  dealsReported(rig, trade(4, hourMs, -10));
  expect(counts()).toEqual([1, 2]);
  dealsReported(rig, [...trade(5, 2 * hourMs, -10), ...trade(6, 3 * hourMs, -10)]);
  expect(counts()).toEqual([3, 4]);
  const again = rig.restart();
  again.connect({ account: account(11 * hourMs, 25_000) });
  expect(limitOf(again, 'LOSSES_IN_A_ROW')).toMatchObject({ value: 4, isReached: true });
  dealsReported(again, trade(7, 4 * hourMs, 5));
  expect(limitOf(again, 'LOSSES_IN_A_ROW')).toMatchObject({ value: 0, isReached: false });
});

test('many losses in a row are found however far back they reach', () => {
  const losses = Array.from({ length: 40 }, (_, index) => trade(index + 1, -(50 - index) * hourMs, -1));
  const rig = connectedAt(hourMs, { snapshot: { deals: [...losses.flat(), ...trade(90, 10_000, -1)] } });
  expect(limitOf(rig, 'LOSSES_IN_A_ROW')?.value).toBe(41);
});
