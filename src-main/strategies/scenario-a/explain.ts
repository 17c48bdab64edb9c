import type { FilterReport } from '#shared/trading/filter-report.ts';
import { valueAt } from '#main/features/columns.ts';
import { above, below, filterReport, notAbove, notBelow } from '../filters.ts';
import { stopDistanceMax, stopDistanceReport } from '../stop-distance.ts';
import type { FlatState, HoldingState, StrategyState } from '../strategy-state.ts';
import {
  awaitsPart,
  buyLevel,
  gainEntryR,
  gainR,
  isBreakEven,
  isPartDue,
  newsMinutes,
  sellLevel,
  sessionLeftMinutes,
  spreadInAtr,
  stopDistance,
} from './levels.ts';
import { asksNews, asksRank, asksSpread, asksVolume, type ScenarioARows } from './rows.ts';

/** The filters of scenario A. Those of a flat book let a trade open, those of a position let it stay as it is. */
export const scenarioAFilters = [
  'sessionLeft',
  'tradesToday',
  'emaUp',
  'emaDown',
  'rvol',
  'atrPercentileMin',
  'atrPercentileMax',
  'spreadAtr',
  'newsMinutes',
  'breakoutUp',
  'breakoutDown',
  'stopDistance',
  'partialR',
  'breakEvenR',
] as const;

/**
 * Why `decide` said what it said: all filters pass exactly where it said enter or hold. What is not asked for is not listed. A spread or news that are
 * not known have no value, and pass where that is allowed.
 */
export function explain(rows: ScenarioARows, index: number, state: StrategyState): readonly FilterReport[] {
  return state.kind === 'flat' ? explainFlat(rows, index, state) : explainHolding(rows, index, state);
}

function explainFlat(rows: ScenarioARows, index: number, { tradesToday }: FlatState): readonly FilterReport[] {
  const { parameters } = rows;
  const close = valueAt(rows.close, index);
  const emaFast = valueAt(rows.emaFast, index);
  const emaSlow = valueAt(rows.emaSlow, index);
  const buyAbove = buyLevel(rows, index);
  const sellBelow = sellLevel(rows, index);
  // The side of the breakout, which the averages may contradict; without one that of the averages.
  const isSell = close < sellBelow || (!(close > buyAbove) && emaFast < emaSlow);
  return [
    above('sessionLeft', sessionLeftMinutes(rows, index), parameters.entryEndMinutes),
    below('tradesToday', tradesToday, parameters.tradesPerDayMax),
    isSell ? below('emaDown', emaFast, emaSlow) : above('emaUp', emaFast, emaSlow),
    ...explainConditions(rows, index),
    isSell ? below('breakoutDown', close, sellBelow) : above('breakoutUp', close, buyAbove),
    stopDistanceReport(stopDistance(rows, index), stopDistanceMax(close, parameters.targetR)),
  ];
}

function explainConditions(rows: ScenarioARows, index: number): readonly FilterReport[] {
  const { parameters } = rows;
  const reports: FilterReport[] = [];
  if (asksVolume(parameters)) reports.push(notBelow('rvol', valueAt(rows.rvol, index), parameters.rvolMin));
  if (asksRank(parameters)) {
    const rank = valueAt(rows.atrPercentile, index);
    reports.push(notBelow('atrPercentileMin', rank, parameters.atrPercentileMin));
    reports.push(notAbove('atrPercentileMax', rank, parameters.atrPercentileMax));
  }
  if (asksSpread(parameters)) {
    const report = notAbove('spreadAtr', spreadInAtr(rows, index), parameters.spreadAtrMax);
    reports.push(passedWhereUnknown(report, parameters.spreadUnknown));
  }
  if (asksNews(parameters)) {
    const report = notBelow('newsMinutes', newsMinutes(rows, index), parameters.newsBlackoutMinutes);
    reports.push(passedWhereUnknown(report, parameters.newsUnknown));
  }
  return reports;
}

const passedWhereUnknown = (report: FilterReport, unknown: 'allow' | 'deny'): FilterReport =>
  report.value === null && unknown === 'allow' ? { ...report, passed: true } : report;

function explainHolding(rows: ScenarioARows, index: number, state: HoldingState): readonly FilterReport[] {
  const { breakEvenR, partialR } = rows.parameters;
  const reports = [above('sessionLeft', sessionLeftMinutes(rows, index), 0)];
  if (awaitsPart(rows, state)) {
    const value = gainEntryR(rows, index, state);
    const passed = !isPartDue(rows, index, state);
    reports.push(filterReport('partialR', { value, threshold: partialR, passed }));
  }
  if (breakEvenR > 0) {
    const value = gainR(rows, index, state);
    const passed = !isBreakEven(rows, index, state);
    reports.push(filterReport('breakEvenR', { value, threshold: breakEvenR, passed }));
  }
  return reports;
}
