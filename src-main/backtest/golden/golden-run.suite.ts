import { assert, assertDefined } from '#shared/base/assert.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { RunTrade } from '#shared/contract/backtest.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import type { CostTerms } from '#shared/trading/cost-terms.ts';
import type { Scenario } from '#shared/trading/scenario.ts';
import type { Side } from '#shared/trading/side.ts';
import type { Signal } from '#shared/trading/signal.ts';
import { price, type Price } from '#shared/units/price.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { riskLimitsSchema, type RiskLimits } from '#main/risk/risk-limits.ts';
import type { Decider } from '#main/strategies/bound-strategy.ts';
import type { GovernanceRule } from '#main/strategies/governance.ts';
import { decisionCodes } from '#main/strategies/decision-code.ts';
import { sampleGold } from '#main/testkit/sample-instrument.ts';
import { plainCosts } from '#main/testkit/synthetic-plans.ts';
import type { RunAccount, RunInput, RunLane } from '../run-input.ts';
import type { RunOutput } from '../run-output.ts';
import { simulate } from '../simulate.ts';

export const minuteMs = 60_000;

/** Open, high, low and close of the bid, and the spread where it is not the usual 0.20. */
export type Row = readonly [open: number, high: number, low: number, close: number, spread?: number];

/** A minute in which nothing happens. */
export const still = (at: number): Row => [at, at, at, at];

/** What a lane asks for at the close of a row: to enter while it is flat; to leave, whole or by a share, or to move its stop while it holds. */
export type Asked =
  | { readonly enter: Side; readonly stop: number; readonly target?: number }
  | { readonly leave: true }
  | { readonly closePart: number }
  | { readonly moveStop: number };

/** By the index of the decision bar on whose close it is asked. */
export type Script = Readonly<Record<number, Asked>>;

export interface Golden {
  readonly rows: readonly Row[];
  /** One lane a script, all in this one market. */
  readonly scripts: readonly Script[];
  readonly startUtcMs?: number;
  readonly instrument?: Instrument;
  readonly account?: Partial<RunAccount>;
  readonly costs?: Partial<CostTerms>;
  readonly limits?: Partial<RiskLimits>;
  readonly riskRatio?: number;
  readonly scenario?: Scenario | null;
  /** So many rows make a decision bar: one unless told otherwise. */
  readonly rowsPerDecision?: number;
  /** A minute unless told otherwise. */
  readonly rowMs?: number;
  /** Of each lane, where they are not all of one scenario. */
  readonly scenarios?: readonly Scenario[];
  readonly governance?: GovernanceRule;
  readonly cash?: RunInput['cash'];
  /** By row. */
  readonly commissionRate?: Float64Array;
}

/** A Tuesday in the morning, far from the broker's midnight. */
export const usualStartUtcMs = Date.UTC(2024, 0, 2, 10);

/** No limit in the way but the size by risk, and no drift: the price that is sized by is the price that is paid. */
export const wideLimits: RiskLimits = {
  ...riskLimitsSchema.parse({}),
  ...{ driftRMax: 0, openRiskRatioMax: 1, correlatedRiskRatioMax: 1, dailyLossRatioMax: 1, drawdownRatioMax: 1 },
  ...{ marginUseRatioMax: 1, positionsMax: 50, tradesPerDayMax: 1000, lossesInARowMax: 100 },
};

export const goldenRun = (golden: Golden): RunOutput => simulate(goldenInput(golden));

export function goldenInput(golden: Golden): RunInput {
  const {
    rows,
    scripts,
    instrument = sampleGold,
    startUtcMs = usualStartUtcMs,
    rowMs = minuteMs,
    commissionRate,
  } = golden;
  const column = (valueOf: (row: Row, index: number) => number): Float64Array => Float64Array.from(rows, valueOf);
  const fills = {
    length: rows.length,
    openTimeUtcMs: column((_, index) => startUtcMs + index * rowMs),
    closeTimeUtcMs: column((_, index) => startUtcMs + (index + 1) * rowMs),
    open: column(([open]) => open),
    high: column(([, high]) => high),
    low: column(([, , low]) => low),
    close: column(([, , , close]) => close),
    spread: column(([, , , , spread = 0.2]) => spread),
    tickValue: instrument.tickValue,
  };
  const decisions = decisionBars(rows, { startUtcMs, rowMs, rowsPerDecision: golden.rowsPerDecision ?? 1 });
  const lane = (script: Script, index: number): RunLane => {
    const { close, ...bars } = decisions;
    return {
      ...{
        strategy: `script${index}`,
        scenario: golden.scenarios?.[index] ?? golden.scenario ?? null,
        market: 0,
        ...bars,
      },
      parameters: { timeframe: 'M1', riskRatio: golden.riskRatio ?? 0.01 },
      decider: scripted(script, close),
    };
  };
  return {
    account: {
      ...{ currency: 'USD', balance: 100_000, credit: 0, marginMode: 'hedging', stopOutRatio: 0.5 },
      ...golden.account,
    },
    clock: brokerClock('ny+7'),
    markets: [{ instrument, fills, correlations: null, ...(commissionRate !== undefined && { commissionRate }) }],
    lanes: scripts.map(lane),
    governance: golden.governance ?? null,
    limits: { ...wideLimits, ...golden.limits },
    costs: { ...plainCosts, ...golden.costs },
    cash: golden.cash ?? [],
    seed: 1,
    fromUtcMs: utcMs(startUtcMs),
    toUtcMs: utcMs(startUtcMs + rows.length * rowMs + 1),
  };
}

function decisionBars(
  rows: readonly Row[],
  bars: { readonly startUtcMs: number; readonly rowMs: number; readonly rowsPerDecision: number },
): Pick<RunLane, 'closeTimeUtcMs' | 'high' | 'low'> & { readonly close: Float64Array } {
  const { startUtcMs, rowMs, rowsPerDecision } = bars;
  const decisions = Array.from({ length: Math.floor(rows.length / rowsPerDecision) }, (_, index) =>
    rows.slice(index * rowsPerDecision, (index + 1) * rowsPerDecision),
  );
  return {
    closeTimeUtcMs: Float64Array.from(decisions, (_, index) => startUtcMs + (index + 1) * rowsPerDecision * rowMs),
    high: Float64Array.from(decisions, (bar) => Math.max(...bar.map(([, high]) => high))),
    low: Float64Array.from(decisions, (bar) => Math.min(...bar.map(([, , low]) => low))),
    close: Float64Array.from(decisions, (bar) => bar.at(-1)?.[3] ?? NaN),
  };
}

/** The only trade of a run. */
export function onlyTrade({ trades }: RunOutput): RunTrade {
  assert(trades.length === 1, () => `one trade was made, not ${trades.length}`);
  return assertDefined(trades[0], 'one trade was made');
}

function scripted(script: Script, close: Float64Array): Decider {
  return {
    decide: (index, state) => {
      const asked = script[index];
      if (state.kind === 'flat') {
        if (asked === undefined || !('enter' in asked)) return decisionCodes.none;
        return asked.enter === 'buy' ? decisionCodes.enterBuy : decisionCodes.enterSell;
      }
      if (asked === undefined || 'enter' in asked) return decisionCodes.hold;
      if ('leave' in asked) return decisionCodes.exitOppositeChannel;
      return 'closePart' in asked ? decisionCodes.closePart : decisionCodes.moveStop;
    },
    explain: () => [],
    signal: (index, { state }) =>
      signalOf(script[index], price(close[index] ?? NaN), state.kind === 'holding' ? state.side : 'buy'),
  };
}

function signalOf(asked: Asked | undefined, reference: Price, side: Side): Signal {
  if (asked === undefined) return { kind: 'none' };
  if ('leave' in asked) return { kind: 'exit', side, reference, reason: 'oppositeChannel' };
  if ('closePart' in asked)
    return { kind: 'closePart', side, reference, ratio: asked.closePart, reason: 'partialTarget' };
  if ('moveStop' in asked)
    return { kind: 'moveStop', side, reference, stop: price(asked.moveStop), reason: 'breakEven' };
  const target = asked.target === undefined ? null : price(asked.target);
  return { kind: 'enter', side: asked.enter, reference, stop: price(asked.stop), target };
}
