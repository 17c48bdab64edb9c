import { assert, assertDefined } from '#shared/base/assert.ts';
import { nextMidnight } from '#shared/time/next-midnight.ts';
import { wakingFrom } from '#shared/time/waking-hours.ts';
import { createGrowingFloat64 } from '#main/features/columns.ts';
import { firstScenario } from '#main/strategies/governance.ts';
import { startAccountFacts } from './account-facts.ts';
import { passOn } from './decide-lane.ts';
import { startFallTracker } from './fall-tracker.ts';
import { firstAfter } from './first-after.ts';
import { correlationsOf } from './judge-intent.ts';
import { laneKey } from './lane-key.ts';
import { paceOf, validityMsMax } from './lane-pace.ts';
import type { RunInput, RunLane, RunMarket } from './run-input.ts';
import { noFill, type LaneState, type MarketState, type RunBook, type RunState } from './run-state.ts';

/** A run before its first decision. */
export function startRun(input: RunInput): RunState {
  const { account, clock, fromUtcMs, costs, governance } = input;
  assert(fromUtcMs < input.toUtcMs, 'a run begins before it ends');
  const markets = input.markets.map((terms, index) => startMarket(terms, index, input));
  const lanes = input.lanes.map((terms) => startLane(terms, markets, input));
  const dayStart = clock.midnightBefore(fromUtcMs);
  const run: RunState = {
    input,
    markets,
    lanes,
    positions: [],
    endUtcMs: endOf(input),
    nextAwake: wakingFrom(costs.wakingHours),
    instruments: new Map(markets.map(({ instrument }) => [instrument.symbol, instrument])),
    correlationOf: correlationsOf(markets, () => run.nowUtcMs),
    opened: 0,
    nowUtcMs: fromUtcMs,
    balance: account.balance,
    margin: 0,
    startEquity: account.balance,
    cashIndex: 0,
    day: {
      startUtcMs: dayStart,
      endUtcMs: nextMidnight(fromUtcMs, clock),
      baseline: account.balance,
      cash: 0,
      trades: 0,
    },
    governance: governance === null ? null : { active: firstScenario(account.balance, governance), closes: [] },
    equityFall: startFallTracker(account.balance, fromUtcMs),
    balanceFall: startFallTracker(account.balance, fromUtcMs),
    facts: startAccountFacts(input),
    book: startBook(lanes, fromUtcMs),
  };
  return run;
}

/** The close of the last row before the input's end. */
function endOf({ markets, fromUtcMs, toUtcMs }: RunInput): number {
  const lastCloses = markets.map(({ fills: { closeTimeUtcMs } }) => {
    return closeTimeUtcMs[firstAfter(closeTimeUtcMs, toUtcMs, 0) - 1] ?? fromUtcMs;
  });
  return Math.max(fromUtcMs, ...lastCloses);
}

function startMarket(terms: RunMarket, index: number, { fromUtcMs, costs }: RunInput): MarketState {
  const { fills, commissionRate = 1 } = terms;
  const perLot = terms.instrument.commissionPerLotSide * costs.multiple;
  const commissionPerLot = typeof commissionRate === 'number' ? perLot * commissionRate : perLot;
  return {
    index,
    terms,
    fills,
    instrument: { ...terms.instrument, commissionPerLotSide: commissionPerLot },
    lanes: [],
    positions: [],
    commissionPerLot,
    commissionRates: typeof commissionRate === 'number' ? null : commissionRate,
    priceTolerance: terms.instrument.tickSize * 1e-6,
    row: 0,
    dayRow: firstAfter(fills.closeTimeUtcMs, fromUtcMs, 0),
    now: { openTimeUtcMs: NaN, closeTimeUtcMs: NaN, open: NaN, high: NaN, low: NaN, close: NaN, spread: NaN },
    dueUtcMs: Infinity,
    bid: NaN,
    spread: NaN,
    tickValue: terms.instrument.tickValue,
  };
}

function startLane(terms: RunLane, markets: readonly MarketState[], input: RunInput): LaneState {
  const market = assertDefined(markets[terms.market], 'the market of a lane');
  const pace = paceOf(terms);
  const lane: LaneState = {
    key: laneKey(terms.strategy, market.instrument.symbol),
    terms,
    market,
    approvalDelayMs: input.costs.approvalDelayMs[pace],
    validityMsMax: validityMsMax(pace),
    holding: {
      ...{
        kind: 'holding',
        side: 'buy',
        extreme: NaN,
        entryPrice: NaN,
        stop: NaN,
        stopAsSent: NaN,
        isPartClosed: false,
      },
      ...{ volume: NaN, volumeStep: market.instrument.volumeStep, volumeMin: market.instrument.volumeMin },
    },
    flat: { kind: 'flat', tradesToday: 0 },
    phase: 'idle',
    next: 0,
    nextCloseUtcMs: Infinity,
    end: firstAfter(terms.closeTimeUtcMs, input.toUtcMs - 1, 0),
    tradesUntilUtcMs: 0,
    position: null,
    due: null,
  };
  market.lanes.push(lane);
  passOn(lane, firstAfter(terms.closeTimeUtcMs, input.fromUtcMs - 1, 0));
  return lane;
}

function startBook(lanes: readonly LaneState[], fromUtcMs: number): RunBook {
  const column = createGrowingFloat64;
  return {
    trades: [],
    deniedByCode: {},
    switches: [],
    curve: { timeUtcMs: column(), equity: column(), balance: column() },
    days: { startUtcMs: column(), equity: column(), cash: column() },
    intents: 0,
    stopOuts: 0,
    lossesInARow: 0,
    lastClosedAtUtcMs: 0,
    peakMarginRatio: 0,
    peakOpenRiskRatio: 0,
    inMarketMs: 0,
    inMarketSinceUtcMs: 0,
    ...decisionSpan(lanes, fromUtcMs),
    filledAtUtcMs: noFill,
  };
}

function decisionSpan(
  lanes: readonly LaneState[],
  fromUtcMs: number,
): Pick<RunBook, 'firstDecisionUtcMs' | 'lastDecisionUtcMs'> {
  let firstDecisionUtcMs = Infinity;
  let lastDecisionUtcMs = -Infinity;
  for (const { terms, end } of lanes) {
    const first = firstAfter(terms.closeTimeUtcMs, fromUtcMs - 1, 0);
    if (first < end) {
      firstDecisionUtcMs = Math.min(firstDecisionUtcMs, terms.closeTimeUtcMs[first] ?? Infinity);
      lastDecisionUtcMs = Math.max(lastDecisionUtcMs, terms.closeTimeUtcMs[end - 1] ?? -Infinity);
    }
  }
  return { firstDecisionUtcMs, lastDecisionUtcMs };
}
