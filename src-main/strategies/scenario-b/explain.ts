import type { FilterReport } from '#shared/trading/filter-report.ts';
import type { Side } from '#shared/trading/side.ts';
import { valueAt } from '#main/features/columns.ts';
import { above, below, filterReport, notAbove, notBelow } from '../filters.ts';
import { stopDistanceMax, stopDistanceReport } from '../stop-distance.ts';
import type { HoldingState, StrategyState } from '../strategy-state.ts';
import { trendDownCode, trendUpCode } from './decide.ts';
import { barMinutes, chandelierLevel, exitChannelLevel, stopDistance, weekLeftMinutes } from './levels.ts';
import type { ScenarioBRows } from './rows.ts';

/** The filters of scenario B. Those of a flat book let a trade open, those of a position let it stay open. */
export const scenarioBFilters = [
  'trendUp',
  'trendDown',
  'regimeUp',
  'regimeDown',
  'breakoutUp',
  'breakoutDown',
  'stopDistance',
  'aboveExitChannel',
  'belowExitChannel',
  'aboveChandelier',
  'belowChandelier',
  'weekLeft',
] as const;

/**
 * Why `decide` said what it said: all filters pass exactly where it said enter or hold. A filter without data has the value null. Prices are
 * compared with levels; `stopDistance` is a distance, which passes above zero and below its threshold.
 */
export function explain(rows: ScenarioBRows, index: number, state: StrategyState): readonly FilterReport[] {
  return state.kind === 'flat' ? explainFlat(rows, index) : explainHolding(rows, index, state);
}

function explainFlat(rows: ScenarioBRows, index: number): readonly FilterReport[] {
  const close = valueAt(rows.close, index);
  const smaFast = valueAt(rows.smaFast, index);
  const smaSlow = valueAt(rows.smaSlow, index);
  const entryHigh = valueAt(rows.entryHigh, index);
  const entryLow = valueAt(rows.entryLow, index);
  const isSell = sideInQuestion({ close, smaFast, smaSlow, entryHigh, entryLow }) === 'sell';
  return [
    isSell ? below('trendDown', smaFast, smaSlow) : above('trendUp', smaFast, smaSlow),
    ...explainRegime(rows, index, isSell),
    isSell ? below('breakoutDown', close, entryLow) : above('breakoutUp', close, entryHigh),
    stopDistanceReport(stopDistance(rows, index), stopDistanceMax(close)),
    ...explainWeek(rows, index),
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

/** A regime is a kind, not a measure: value and threshold are its place among the regimes, which have to be the same. */
function explainRegime(rows: ScenarioBRows, index: number, isSell: boolean): readonly FilterReport[] {
  if (rows.parameters.regimeFilter === 'off') return [];
  const value = valueAt(rows.regime, index);
  const threshold = isSell ? trendDownCode : trendUpCode;
  return [filterReport(isSell ? 'regimeDown' : 'regimeUp', { value, threshold, passed: value === threshold })];
}

function explainHolding(rows: ScenarioBRows, index: number, state: HoldingState): readonly FilterReport[] {
  const close = valueAt(rows.close, index);
  const channel = exitChannelLevel(rows, index, state);
  const chandelier = chandelierLevel(rows, index, state);
  const levels =
    state.side === 'buy'
      ? [notBelow('aboveExitChannel', close, channel), notBelow('aboveChandelier', close, chandelier)]
      : [notAbove('belowExitChannel', close, channel), notAbove('belowChandelier', close, chandelier)];
  return [...levels, ...explainWeek(rows, index)];
}

/** Minutes left of the week against those until the next close. */
const explainWeek = (rows: ScenarioBRows, index: number): readonly FilterReport[] =>
  rows.parameters.weekend === 'hold' ? [] : [above('weekLeft', weekLeftMinutes(rows, index), barMinutes(rows))];
