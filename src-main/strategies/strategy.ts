import type { z } from 'zod';
import { assertDefined } from '#shared/base/assert.ts';
import type { Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { FilterReport } from '#shared/trading/filter-report.ts';
import type { Scenario } from '#shared/trading/scenario.ts';
import { valueAt, type Column } from '#main/features/columns.ts';
import type { FeatureSpec } from '#main/features/feature-spec.ts';
import type { MarketColumns } from '#main/features/market-columns.ts';
import type { BoundStrategy, CommonParameters, Decider, StrategyColumns } from './bound-strategy.ts';
import { decisionCodes, type DecisionCode } from './decision-code.ts';
import { notBelow } from './filters.ts';
import { formFields, type FormField } from './form-fields.ts';
import { parseParameters } from './parse-parameters.ts';
import { signalOf, type Levels } from './signal-of.ts';
import type { HoldingState, StrategyState } from './strategy-state.ts';

/** Everything that a strategy's own file says. All of it is pure, and none of it reads a row beyond the index that it is given. */
export interface StrategyRules<Parameters extends CommonParameters, Name extends string> {
  /** As it is asked for; a scenario's is the scenario. */
  readonly id: string;
  readonly title: string;
  readonly scenario: Scenario | null;
  readonly parametersSchema: z.ZodType<Parameters>;
  /** The numbers that it reads, by its own names for them; null: with these parameters it does not read that one. */
  readonly features: (parameters: Parameters) => Readonly<Record<Name, FeatureSpec | null>>;
  /** The names that `explain` gives. */
  readonly filters: readonly string[];
  /** Allocates nothing. */
  readonly decide: (rows: StrategyRows<Parameters, Name>, index: number, state: StrategyState) => DecisionCode;
  /** The filters behind `decide`: all have passed exactly where it said enter or hold. */
  readonly explain: (
    rows: StrategyRows<Parameters, Name>,
    index: number,
    state: StrategyState,
  ) => readonly FilterReport[];
  /** From the close to an entry's stop, as a difference of prices. */
  readonly stopDistance: (rows: StrategyRows<Parameters, Name>, index: number) => number;
  /** Likewise to its target; left out: it has none. */
  readonly targetDistance?: (rows: StrategyRows<Parameters, Name>, index: number) => number;
  /** Where `moveStop` puts the stop; left out: it is never said. */
  readonly movedStop?: (rows: StrategyRows<Parameters, Name>, index: number, state: HoldingState) => number;
  /** The share of the position that `closePart` closes, above 0 and below 1; left out: it is never said. */
  readonly partRatio?: (parameters: Parameters) => number;
}

/** The market's columns and its features' side by side, each bound once: what `decide` reads is two loads away. */
export type StrategyRows<Parameters, Name extends string> = Readonly<Record<keyof MarketColumns | Name, Column>> & {
  readonly parameters: Parameters;
};

/** A strategy as engine, backtest and window know it: their types of parameters and rows end here. */
export interface Strategy {
  readonly id: string;
  readonly title: string;
  readonly scenario: Scenario | null;
  readonly fields: readonly FormField[];
  readonly filters: readonly string[];
  /** With parameters as they came from outside. PARAMETER_INVALID. */
  readonly bind: (parameters: unknown) => Result<BoundStrategy, Fault>;
}

/** The filter that says of an entry how many bars hang together, and how many have to; given where they are too few. */
export const historyFilter = 'history';

/**
 * Makes a strategy of its rules, and does for all of them what is alike: parameters checked, warm-up and look-back told by the features, prices on the
 * tick grid, and no entry while an unexpected hole lies in the bars that its numbers need.
 */
export function defineStrategy<Parameters extends CommonParameters, Name extends string>(
  rules: StrategyRules<Parameters, Name>,
): Strategy {
  const { id, title, scenario, parametersSchema } = rules;
  return {
    ...{ id, title, scenario },
    fields: formFields(parametersSchema),
    filters: [historyFilter, ...rules.filters],
    bind: (wish) => {
      const parsed = parseParameters(rules, wish);
      return parsed.ok ? ok(bindStrategy(rules, parsed.value)) : parsed;
    },
  };
}

function bindStrategy<Parameters extends CommonParameters, Name extends string>(
  rules: StrategyRules<Parameters, Name>,
  parameters: Parameters,
): BoundStrategy {
  const features = askedFor(rules.features(parameters));
  const traits = Object.values(features);
  const contiguousBars = Math.max(1, ...traits.map((feature) => feature.contiguousBars ?? feature.warmUpBars));
  return {
    ...{ id: rules.id, scenario: rules.scenario, parameters, features, contiguousBars },
    warmUpBars: Math.max(1, ...traits.map((feature) => feature.warmUpBars)),
    lookBackBars: Math.max(1, ...traits.map((feature) => feature.lookBackBars)),
    over: (columns) => deciderOver(rules, rowsOf(rules, parameters, columns), contiguousBars),
  };
}

const askedFor = (features: Readonly<Record<string, FeatureSpec | null>>): Readonly<Record<string, FeatureSpec>> =>
  Object.fromEntries(Object.entries(features).flatMap(([name, spec]) => (spec === null ? [] : [[name, spec]])));

/** In the place of a column that is not read: not defined anywhere. */
const noColumn: Column = { values: new Float64Array(0), length: 0 };

function rowsOf<Parameters extends CommonParameters, Name extends string>(
  rules: StrategyRules<Parameters, Name>,
  parameters: Parameters,
  { market, features }: StrategyColumns,
): StrategyRows<Parameters, Name> {
  const columns = Object.entries<FeatureSpec | null>(rules.features(parameters)).map(([name, spec]) => [
    name,
    spec === null ? noColumn : assertDefined(features[name], `a column for the feature ${name}`),
  ]);
  return { ...market, ...(Object.fromEntries(columns) as Record<Name, Column>), parameters };
}

function deciderOver<Parameters extends CommonParameters, Name extends string>(
  rules: StrategyRules<Parameters, Name>,
  rows: StrategyRows<Parameters, Name>,
  contiguousBars: number,
): Decider {
  const { decide, explain } = rules;
  const { barsSinceHole, close }: Pick<MarketColumns, 'barsSinceHole' | 'close'> = rows;
  const levels: Levels = {
    close: (index) => valueAt(close, index),
    stopDistance: (index) => rules.stopDistance(rows, index),
    targetDistance: (index) => rules.targetDistance?.(rows, index) ?? null,
    movedStop: (index, state) => rules.movedStop?.(rows, index, state) ?? null,
    partRatio: rules.partRatio?.(rows.parameters) ?? null,
  };
  // A position is not left alone for a hole: what its rules can still tell only reduces.
  const lacksHistory = (index: number, state: StrategyState): boolean =>
    state.kind === 'flat' && !(valueAt(barsSinceHole, index) >= contiguousBars);
  return {
    decide: (index, state) => (lacksHistory(index, state) ? decisionCodes.noData : decide(rows, index, state)),
    explain: (index, state) => {
      const filters = explain(rows, index, state);
      if (!lacksHistory(index, state)) return filters;
      return [notBelow(historyFilter, valueAt(barsSinceHole, index), contiguousBars), ...filters];
    },
    signal: (index, decided) => signalOf(levels, index, decided),
  };
}
