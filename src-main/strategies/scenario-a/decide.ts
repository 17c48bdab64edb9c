import { valueAt } from '#main/features/columns.ts';
import { decisionCodes, type DecisionCode } from '../decision-code.ts';
import { isStopDistance, stopDistanceMax } from '../stop-distance.ts';
import type { FlatState, HoldingState, StrategyState } from '../strategy-state.ts';
import {
  buyLevel,
  isBreakEven,
  newsMinutes,
  sellLevel,
  sessionLeftMinutes,
  spreadInAtr,
  stopDistance,
} from './levels.ts';
import { asksNews, asksRank, asksSpread, asksVolume, type ScenarioARows } from './rows.ts';

/**
 * Scenario A on the close of bar `index`. Flat: inside a session, with everything that is asked for in its range, the fast average above the slow
 * one sets up a buy, below it a sell, and a close beyond the channel of that side enters. In a position: the end of the session leaves, and
 * enough profit moves the stop to the entry.
 */
export function decide(rows: ScenarioARows, index: number, state: StrategyState): DecisionCode {
  return state.kind === 'flat' ? decideFlat(rows, index, state) : decideHolding(rows, index, state);
}

function decideFlat(rows: ScenarioARows, index: number, { tradesToday }: FlatState): DecisionCode {
  const { parameters } = rows;
  const close = valueAt(rows.close, index);
  const emaFast = valueAt(rows.emaFast, index);
  const emaSlow = valueAt(rows.emaSlow, index);
  const buyAbove = buyLevel(rows, index);
  const sellBelow = sellLevel(rows, index);
  const distance = stopDistance(rows, index);
  // One undefined summand makes the sum undefined.
  const isDefined = !Number.isNaN(close + emaFast + emaSlow + buyAbove + sellBelow + distance);
  const allowed = isDefined ? conditionsAllow(rows, index) : NaN;
  if (Number.isNaN(allowed)) return decisionCodes.noData;
  if (allowed === 0 || tradesToday >= parameters.tradesPerDayMax) return decisionCodes.none;
  if (sessionLeftMinutes(rows, index) <= parameters.entryEndMinutes) return decisionCodes.none;
  if (!isStopDistance(distance, stopDistanceMax(close, parameters.targetR))) return decisionCodes.none;
  if (emaFast > emaSlow) return close > buyAbove ? decisionCodes.enterBuy : decisionCodes.setupBuy;
  if (emaFast < emaSlow) return close < sellBelow ? decisionCodes.enterSell : decisionCodes.setupSell;
  return decisionCodes.none;
}

/** Volume, volatility, spread and news, as far as they are asked for: 1 or 0, NaN where one is not known and that denies. */
function conditionsAllow(rows: ScenarioARows, index: number): number {
  const { parameters } = rows;
  const { rvolMin, atrPercentileMin, atrPercentileMax, spreadAtrMax, newsBlackoutMinutes } = parameters;
  const { spreadUnknown, newsUnknown } = parameters;
  // What is not asked for passes.
  const volume = asksVolume(parameters) ? valueAt(rows.rvol, index) : rvolMin;
  const rank = asksRank(parameters) ? valueAt(rows.atrPercentile, index) : atrPercentileMin;
  const spread = asksSpread(parameters) ? knownOr(spreadInAtr(rows, index), spreadUnknown, 0) : spreadAtrMax;
  const news = asksNews(parameters) ? knownOr(newsMinutes(rows, index), newsUnknown, Infinity) : newsBlackoutMinutes;
  if (Number.isNaN(volume + rank + spread + news)) return NaN;
  const isCalmEnough = rank <= atrPercentileMax && spread <= spreadAtrMax && news >= newsBlackoutMinutes;
  return isCalmEnough && volume >= rvolMin && rank >= atrPercentileMin ? 1 : 0;
}

/** A number that is not known counts as one that passes, where that is allowed. */
const knownOr = (value: number, unknown: 'allow' | 'deny', passing: number): number =>
  Number.isNaN(value) && unknown === 'allow' ? passing : value;

function decideHolding(rows: ScenarioARows, index: number, state: HoldingState): DecisionCode {
  if (Number.isNaN(valueAt(rows.close, index))) return decisionCodes.noData;
  if (sessionLeftMinutes(rows, index) === 0) return decisionCodes.exitSession;
  return isBreakEven(rows, index, state) ? decisionCodes.moveStop : decisionCodes.hold;
}
