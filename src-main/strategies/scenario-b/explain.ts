import type { FilterReport } from '#shared/trading/filter-report.ts';
import type { Side } from '#shared/trading/side.ts';
import { valueAt } from '#main/features/columns.ts';
import { definedOrNull } from '#main/features/defined-or-null.ts';
import type { HoldingState, StrategyState } from '../strategy-state.ts';
import type { ScenarioBRows } from './columns.ts';
import { chandelierLevel, exitChannelLevel, stopDistance, stopDistanceMax } from './levels.ts';

/** The filters of scenario B. Those of a flat book let a trade open, those of a position let it stay open. */
export const scenarioBFilters = [
  'trendUp',
  'trendDown',
  'breakoutUp',
  'breakoutDown',
  'stopDistance',
  'aboveExitChannel',
  'belowExitChannel',
  'aboveChandelier',
  'belowChandelier',
] as const;

type ScenarioBFilter = (typeof scenarioBFilters)[number];

/**
 * Why `decide` said what it said: all filters pass exactly where it said enter or hold. A filter without data has the value null. Prices are
 * compared with levels; `stopDistance` is a distance, which passes above zero and below its threshold.
 */
export function explain(columns: ScenarioBRows, index: number, state: StrategyState): readonly FilterReport[] {
  return state.kind === 'flat' ? explainFlat(columns, index) : explainHolding(columns, index, state);
}

function explainFlat(columns: ScenarioBRows, index: number): readonly FilterReport[] {
  const close = valueAt(columns.close, index);
  const smaFast = valueAt(columns.smaFast, index);
  const smaSlow = valueAt(columns.smaSlow, index);
  const entryHigh = valueAt(columns.entryHigh, index);
  const entryLow = valueAt(columns.entryLow, index);
  const distance = stopDistance(columns, index);
  const distanceMax = stopDistanceMax(close);
  const isSell = sideInQuestion({ close, smaFast, smaSlow, entryHigh, entryLow }) === 'sell';
  return [
    isSell ? below('trendDown', smaFast, smaSlow) : above('trendUp', smaFast, smaSlow),
    isSell ? below('breakoutDown', close, entryLow) : above('breakoutUp', close, entryHigh),
    report('stopDistance', { value: distance, threshold: distanceMax, passed: distance > 0 && distance < distanceMax }),
  ];
}

/** The side to speak of: that of the breakout, which the averages may then contradict; without one that of the averages. */
function sideInQuestion(row: {
  readonly close: number;
  readonly smaFast: number;
  readonly smaSlow: number;
  readonly entryHigh: number;
  readonly entryLow: number;
}): Side {
  if (row.close > row.entryHigh) return 'buy';
  if (row.close < row.entryLow) return 'sell';
  return row.smaFast < row.smaSlow ? 'sell' : 'buy';
}

function explainHolding(columns: ScenarioBRows, index: number, state: HoldingState): readonly FilterReport[] {
  const close = valueAt(columns.close, index);
  const channel = exitChannelLevel(columns, index, state);
  const chandelier = chandelierLevel(columns, index, state);
  return state.side === 'buy'
    ? [notBelow('aboveExitChannel', close, channel), notBelow('aboveChandelier', close, chandelier)]
    : [notAbove('belowExitChannel', close, channel), notAbove('belowChandelier', close, chandelier)];
}

const above = (filter: ScenarioBFilter, value: number, threshold: number): FilterReport =>
  report(filter, { value, threshold, passed: value > threshold });

const below = (filter: ScenarioBFilter, value: number, threshold: number): FilterReport =>
  report(filter, { value, threshold, passed: value < threshold });

const notBelow = (filter: ScenarioBFilter, value: number, threshold: number): FilterReport =>
  report(filter, { value, threshold, passed: value >= threshold });

const notAbove = (filter: ScenarioBFilter, value: number, threshold: number): FilterReport =>
  report(filter, { value, threshold, passed: value <= threshold });

/** A comparison that lacks either side has no data: its value is null, whichever side is missing. */
function report(
  filter: ScenarioBFilter,
  { value, threshold, passed }: { readonly value: number; readonly threshold: number; readonly passed: boolean },
): FilterReport {
  const isDefined = !Number.isNaN(value) && !Number.isNaN(threshold);
  return { filter, value: isDefined ? value : null, threshold: definedOrNull(threshold), passed };
}
