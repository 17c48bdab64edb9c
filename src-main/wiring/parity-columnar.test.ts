import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assertDefined } from '#shared/base/assert.ts';
import { faultSchema } from '#shared/base/fault.ts';
import type { RunRecord, RunTrade } from '#shared/contract/backtest.ts';
import { dealSchema, type Deal } from '#shared/trading/deal.ts';
import { tradeIntentSchema, type TradeIntent } from '#shared/trading/trade-intent.ts';
import { plainCosts } from '#main/testkit/synthetic-plans.ts';
import { createBacktests } from './create-backtests.ts';
import {
  forgetTicks,
  logIn,
  playBacktest,
  playedFromUtcMs,
  playedSettings,
  recordingIn,
  valueOf,
} from './play-recording.suite.ts';
import { temporaryDataFolder, type TemporaryFolder } from './while-cockpit-runs.suite.ts';

/*
 * The columnar backtest over the bars that the engine stored while it played a recording, on the instrument that its terminal told, beside the engine's
 * own log. parity.test.ts has it that paper and live log the same as this engine.
 */

const balance = 25_000;

let folder: TemporaryFolder;
let record: RunRecord;
let intents: readonly TradeIntent[];
let deals: readonly Deal[];
let deniedByCode: Readonly<Record<string, number>>;

beforeAll(async () => {
  folder = temporaryDataFolder();
  const data = path.join(folder.beside, 'backtest');
  await playBacktest(data, recordingIn(folder.beside));
  const bodies = (kind: string): readonly Readonly<Record<string, unknown>>[] =>
    logIn(data)
      .filter((it) => it.kind === kind)
      .map(({ body }) => JSON.parse(body) as Readonly<Record<string, unknown>>);
  const denied = bodies('intentDenied').map((it) => ({
    intentId: it.intentId,
    code: faultSchema.parse(it.fault).code,
  }));
  const isDenied = new Set(denied.map(({ intentId }) => intentId));
  deniedByCode = Object.fromEntries(
    Object.entries(Object.groupBy(denied, ({ code }) => code)).map(([code, all]) => [code, all.length]),
  );
  intents = bodies('intentFormed')
    .map(({ intent }) => tradeIntentSchema.parse(intent))
    .filter(({ intentId }) => !isDenied.has(intentId));
  deals = bodies('dealRecorded').map(({ deal }) => dealSchema.parse(deal));
  forgetTicks(data);
  writeFileSync(path.join(data, 'settings.json'), JSON.stringify(playedSettings));
  const { scenarioA, scenarioB } = playedSettings;
  const named = (id: string, parameters: object) =>
    Object.entries(parameters).map(([name, value]: [string, string | number]) => [`${id}.${name}`, value] as const);
  const set = Object.fromEntries([...named('A', scenarioA), ...named('B', scenarioB)]);
  const wish = { symbols: [playedSettings.symbol], fromUtcMs: playedFromUtcMs, set, costs: plainCosts, balance };
  record = valueOf(
    await createBacktests(data).run(
      { scenario: 'both', ...wish },
      { workers: 1, onProgress: () => undefined, signal: new AbortController().signal },
    ),
  );
});

afterAll(() => {
  folder[Symbol.dispose]();
});

test('both enter at the same closes, on the same side, with the same stop and target', () => {
  const wanted = intents.flatMap((it) =>
    it.kind === 'enter' ? [{ decidedAtUtcMs: it.decidedAtUtcMs, side: it.side, stop: it.stop, target: it.target }] : [],
  );
  const traded = record.trades.map(({ decidedAtUtcMs, side, stop, target }) => ({
    decidedAtUtcMs,
    side,
    stop,
    target,
  }));
  expect(traded).toEqual(wanted);
  expect(wanted.length).toBeGreaterThan(15);
  expect(new Set(wanted.map(({ side }) => side)).size).toBe(2);
});

test('both deny as many entries, for the same reasons: among them those of the scenario that is not active', () => {
  expect(record.report.deniedByCode).toEqual(deniedByCode);
  expect(deniedByCode.SCENARIO_INACTIVE).toBeGreaterThan(0);
});

test('both leave by rule at the same closes, for the same reasons', () => {
  const wanted = intents.flatMap((it) =>
    it.kind === 'close' ? [{ atUtcMs: it.decidedAtUtcMs, reason: it.reason }] : [],
  );
  const isByRule = ({ exitReason }: RunTrade): boolean =>
    exitReason === 'oppositeChannel' || exitReason === 'chandelier';
  const left = record.trades.filter(isByRule).map((it) => ({ atUtcMs: it.closedAtUtcMs, reason: it.exitReason }));
  expect(left).toEqual(wanted);
  expect(new Set(left.map(({ reason }) => reason)).size).toBe(2);
});

test('fills agree: volume, prices and money to the cent; a stop’s time within its minute', () => {
  const filled = record.trades.map((trade) => {
    const [entry, exit] = dealsOf(trade);
    expect(Math.abs(exit.occurredAtUtcMs - trade.closedAtUtcMs)).toBeLessThan(60_000);
    return {
      ...{ openedAtUtcMs: entry.occurredAtUtcMs, volume: entry.volume, openPrice: entry.price, closePrice: exit.price },
      net: entry.commission + exit.profit + exit.commission + exit.swap,
    };
  });
  expect(filled).toEqual(
    record.trades.map(({ openedAtUtcMs, volume, openPrice, closePrice, net }) => ({
      ...{ openedAtUtcMs, volume, openPrice, closePrice, net: expect.closeTo(net, 6) as number },
    })),
  );
  expect(record.trades.filter(({ exitReason }) => exitReason === 'stop').length).toBeGreaterThan(5);
});

/** In and out of the position that the trade was in the engine's terminal: trades and positions are both in the order of their entries. */
function dealsOf(trade: RunTrade): readonly [Deal, Deal] {
  const ordinal = record.trades.toSorted((a, b) => a.openedAtUtcMs - b.openedAtUtcMs).indexOf(trade);
  const positionId = [...new Set(deals.map((deal) => deal.positionId))][ordinal];
  const [entry, exit] = deals.filter((deal) => deal.positionId === positionId);
  return [assertDefined(entry, 'the deal that opened it'), assertDefined(exit, 'the deal that closed it')];
}
