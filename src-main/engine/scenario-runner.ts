import { assertDefined } from '#shared/base/assert.ts';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import type { JsonValue } from '#shared/base/json-value.ts';
import type { Bar } from '#shared/market/bar.ts';
import { barAnchor, terminalSource, type BarSeries } from '#shared/market/bar-series.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import type { FilterReport } from '#shared/trading/filter-report.ts';
import type { Position } from '#shared/trading/position.ts';
import type { Scenario } from '#shared/trading/scenario.ts';
import type { Signal, SignalDecision } from '#shared/trading/signal.ts';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import { endOfTimeUtcMs } from '#shared/units/utc-ms.ts';
import type { BarStore } from '#main/ports/bar-store.ts';
import type { Digest } from '#main/ports/digest.ts';
import type { BarColumns } from '#main/strategies/bar-columns.ts';
import type { DecisionCode } from '#main/strategies/decision-code.ts';
import type { Strategy } from '#main/strategies/strategy.ts';
import { flatState, holdingSince, type StrategyState } from '#main/strategies/strategy-state.ts';

/** A strategy's answer on the last closed bar; prices and reasons are worked out only when they are asked for. */
export interface Judgement {
  readonly code: DecisionCode;
  readonly bar: Bar;
  readonly filters: () => readonly FilterReport[];
  readonly signal: (instrument: Instrument) => Signal;
}

/** One scenario on one symbol, with the columns that it decides on. */
export interface ScenarioRunner {
  readonly scenario: Scenario;
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly riskRatio: number;
  readonly parametersHash: string;
  readonly append: (bar: Bar) => void;
  /** Null before the first bar. */
  readonly judge: (position: Position | null) => Judgement | null;
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
}

/** A scenario as it is set up: the strategy's own types end here. */
export type ScenarioSetup = (context: ScenarioContext) => ScenarioRunner;

/** More than any look-back: the trail of a position is measured from its entry, which may lie long before the numbers' own look-back. */
const barsLoadedMin = 5_000;

export function scenarioSetup<
  Parameters extends Readonly<Record<string, JsonValue>>,
  Columns extends BarColumns,
>(setup: {
  readonly strategy: Strategy<Parameters, Columns>;
  readonly parameters: Parameters;
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly riskRatio: number;
}): ScenarioSetup {
  return ({ bars, digest, clockRule }) => {
    const { strategy, parameters, symbol, timeframe, riskRatio } = setup;
    const series: BarSeries = { symbol, timeframe, source: terminalSource, anchor: barAnchor(timeframe, clockRule) };
    const readNewest = (limit: number): readonly Bar[] => bars.read({ series, beforeUtcMs: endOfTimeUtcMs, limit });
    const columns = strategy.createColumns(parameters);
    let last: Bar | null = null;
    const append = (bar: Bar): void => {
      if (last !== null && bar.openTimeUtcMs <= last.openTimeUtcMs) return;
      strategy.appendBar(columns, bar);
      last = bar;
    };
    readNewest(Math.max(barsLoadedMin, strategy.lookBackBars(parameters))).forEach(append);
    const judge = (position: Position | null): Judgement | null => {
      if (last === null) return null;
      const index = columns.close.length - 1;
      const state: StrategyState =
        position === null ? flatState : holdingSince(columns, index, { ...position, timeframe });
      const code = strategy.decide(columns, index, state);
      return {
        code,
        bar: assertDefined(last, 'a judged bar'),
        filters: () => strategy.explain(columns, index, state),
        signal: (instrument) => strategy.signal(columns, index, { code, state, instrument }),
      };
    };
    return {
      scenario: strategy.scenario,
      symbol,
      timeframe,
      riskRatio,
      parametersHash: digest(canonicalJson(parameters)),
      append,
      judge,
      windowHash: () => digest(canonicalJson(readNewest(strategy.lookBackBars(parameters)))),
      decision: null,
      code: null,
    };
  };
}
