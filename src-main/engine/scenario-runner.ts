import { assert } from '#shared/base/assert.ts';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import { barCloses } from '#shared/market/bar-close.ts';
import type { Bar } from '#shared/market/bar.ts';
import { barAnchor, terminalSource, type BarSeries } from '#shared/market/bar-series.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import type { FilterReport } from '#shared/trading/filter-report.ts';
import type { Scenario } from '#shared/trading/scenario.ts';
import type { Signal, SignalDecision } from '#shared/trading/signal.ts';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import { endOfTimeUtcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import { valueAt } from '#main/features/columns.ts';
import type { BarStore } from '#main/ports/bar-store.ts';
import type { Digest } from '#main/ports/digest.ts';
import type { MarketFacts } from '#main/ports/market-facts.ts';
import type { RiskRequest } from '#main/risk/risk-request.ts';
import type { BoundStrategy } from '#main/strategies/bound-strategy.ts';
import type { DecisionCode } from '#main/strategies/decision-code.ts';
import { holdingSince, type Held, type StrategyState } from '#main/strategies/strategy-state.ts';
import { createStreamingColumns } from '#main/strategies/streaming-columns.ts';
import { marketRow } from './market-row.ts';

/** A strategy's answer on the last closed bar; prices and reasons are worked out only when they are asked for. */
export interface Judgement {
  readonly code: DecisionCode;
  readonly bar: Bar;
  readonly closedAtUtcMs: UtcMs;
  /** When the next bar closes, which is decided on anew. */
  readonly nextCloseUtcMs: UtcMs;
  readonly filters: () => readonly FilterReport[];
  readonly signal: (instrument: Instrument) => Signal;
}

/** What a scenario has of the book. */
export interface ScenarioBook {
  readonly held: Held | null;
  /** See FlatState. */
  readonly tradesToday: number;
}

/** One scenario on one symbol, with the columns that it decides on. */
export interface ScenarioRunner {
  readonly scenario: Scenario;
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly riskRatio: number;
  readonly parametersHash: string;
  /** When a bar that opened then closes. */
  readonly closeOf: (openTimeUtcMs: UtcMs) => UtcMs;
  readonly append: (bar: Bar) => void;
  /** Null before the first bar. */
  readonly judge: (bookAt: (closeUtcMs: UtcMs) => ScenarioBook) => Judgement | null;
  /** How far the last bar is from a hole, and how far the rules look back; null before the first bar. */
  readonly lookBack: () => NonNullable<RiskRequest['lookBack']> | null;
  /** SHA-256 over the bars behind the last one's numbers, as they are stored now. */
  readonly windowHash: () => string;
  /** What was said of the last bar that was decided on, for the window. */
  decision: SignalDecision | null;
  code: DecisionCode | null;
}

export interface ScenarioContext {
  readonly bars: BarStore;
  readonly digest: Digest;
  readonly clockRule: ClockRule;
  readonly facts: MarketFacts;
  /** Of a point of the symbol as a difference of prices; null before its instrument is known. */
  readonly pointOf: (symbol: string) => number | null;
}

/** A scenario as it is set up, before there is an engine that runs it. */
export type ScenarioSetup = (context: ScenarioContext) => ScenarioRunner;

/** More than any look-back: the trail of a position is measured from its entry, which may lie long before the numbers' own look-back. */
const barsLoadedMin = 5_000;

/** A strategy of the governance on one symbol. */
export function scenarioSetup({
  strategy,
  symbol,
}: {
  readonly strategy: BoundStrategy;
  readonly symbol: string;
}): ScenarioSetup {
  const { scenario, parameters, lookBackBars } = strategy;
  const { timeframe, riskRatio } = parameters;
  assert(scenario !== null, () => `strategy ${strategy.id} is no part of the governance`);
  return ({ bars, digest, clockRule, facts, pointOf }) => {
    const series: BarSeries = { symbol, timeframe, source: terminalSource, anchor: barAnchor(timeframe, clockRule) };
    const closeOf = barCloses(series);
    const readNewest = (limit: number): readonly Bar[] => bars.read({ series, beforeUtcMs: endOfTimeUtcMs, limit });
    const columns = createStreamingColumns(strategy);
    const decider = strategy.over(columns);
    const rowOf = marketRow({ series, closeOf, facts, pointOf });
    let last: Bar | null = null;
    const append = (bar: Bar): void => {
      if (last !== null && bar.openTimeUtcMs <= last.openTimeUtcMs) return;
      columns.append(rowOf(bar));
      last = bar;
    };
    readNewest(Math.max(barsLoadedMin, lookBackBars)).forEach(append);
    const judge: ScenarioRunner['judge'] = (bookAt) => {
      if (last === null) return null;
      const index = columns.length - 1;
      const closedAtUtcMs = closeOf(last.openTimeUtcMs);
      const { held, tradesToday } = bookAt(closedAtUtcMs);
      const state: StrategyState =
        held === null ? { kind: 'flat', tradesToday } : holdingSince(columns.market, index, held);
      const code = decider.decide(index, state);
      return {
        ...{ code, bar: last, closedAtUtcMs, nextCloseUtcMs: closeOf(closedAtUtcMs) },
        filters: () => decider.explain(index, state),
        signal: (instrument) => decider.signal(index, { code, state, instrument }),
      };
    };
    const lookBack: ScenarioRunner['lookBack'] = () =>
      last === null
        ? null
        : {
            barsSinceHole: valueAt(columns.market.barsSinceHole, columns.length - 1),
            barsNeeded: strategy.contiguousBars,
          };
    return {
      ...{ scenario, symbol, timeframe, riskRatio, closeOf, append, judge, lookBack },
      parametersHash: digest(canonicalJson(parameters)),
      windowHash: () => digest(canonicalJson(readNewest(lookBackBars))),
      decision: null,
      code: null,
    };
  };
}
