import { valueAt } from '#main/features/columns.ts';
import { decisionCodes, type DecisionCode } from '../decision-code.ts';
import { isStopDistance, stopDistanceMax } from '../stop-distance.ts';
import type { FlatState, HoldingState, StrategyState } from '../strategy-state.ts';
import {
  buyLevel,
  isBreakEven,
  isPartDue,
  newsMinutes,
  sellLevel,
  sessionLeftMinutes,
  spreadInAtr,
  stopDistance,
} from './levels.ts';
import { asksNews, asksRank, asksSpread, asksVolume, type ScenarioARows } from './rows.ts';

/**
 * Scenario A on the close of bar `index`. Flat: inside a session, with everything that is asked for in its range, the fast average above the slow
 * one sets up a buy, below it a sell, and a close beyond the channel of that side enters. In a position: the end of the session leaves, enough profit
 * closes a part, and enough profit moves the stop to the entry.
 */
export function decide(rows: ScenarioARows, index: number, state: StrategyState): DecisionCode {
  return state.kind === 'flat' ? decideFlat(rows, index, state) : decideHolding(rows, index, state);
}

function decideFlat(rows: ScenarioARows, index: number, { tradesToday }: FlatState): DecisionCode {
  const { parameters } = rows;
  // Most of the day is settled by the clock alone.
  if (sessionLeftMinutes(rows, index) <= parameters.entryEndMinutes) return decisionCodes.none;
  if (tradesToday >= parameters.tradesPerDayMax) return decisionCodes.none;
  const close = valueAt(rows.close, index);
  const emaFast = valueAt(rows.emaFast, index);
  const emaSlow = valueAt(rows.emaSlow, index);
  const buyAbove = buyLevel(rows, index);
  const sellBelow = sellLevel(rows, index);
  const distance = stopDistance(rows, index);
  // One undefined summand makes the sum undefined.
  if (Number.isNaN(close + emaFast + emaSlow + buyAbove + sellBelow + distance)) return decisionCodes.noData;
  if (lacksCondition(rows, index)) return decisionCodes.noData;
  if (!isStopDistance(distance, stopDistanceMax(close, parameters.targetR))) return decisionCodes.none;
  if (!allowsConditions(rows, index)) return decisionCodes.none;
  if (emaFast > emaSlow) return close > buyAbove ? decisionCodes.enterBuy : decisionCodes.setupBuy;
  if (emaFast < emaSlow) return close < sellBelow ? decisionCodes.enterSell : decisionCodes.setupSell;
  return decisionCodes.none;
}

/** Whether something that is asked for is not known, and that denies. */
function lacksCondition(rows: ScenarioARows, index: number): boolean {
  const { parameters } = rows;
  const { spreadUnknown, newsUnknown } = parameters;
  return (
    (asksVolume(parameters) && Number.isNaN(valueAt(rows.rvol, index))) ||
    (asksRank(parameters) && Number.isNaN(valueAt(rows.atrPercentile, index))) ||
    (asksSpread(parameters) && spreadUnknown === 'deny' && Number.isNaN(spreadInAtr(rows, index))) ||
    (asksNews(parameters) && newsUnknown === 'deny' && Number.isNaN(newsMinutes(rows, index)))
  );
}

/** Whether all that is asked for is in its range; a spread or news that are not known stand in nobody's way here. */
function allowsConditions(rows: ScenarioARows, index: number): boolean {
  const { parameters } = rows;
  const { rvolMin, atrPercentileMin, atrPercentileMax, spreadAtrMax, newsBlackoutMinutes } = parameters;
  if (asksVolume(parameters) && valueAt(rows.rvol, index) < rvolMin) return false;
  if (asksSpread(parameters) && spreadInAtr(rows, index) > spreadAtrMax) return false;
  if (asksNews(parameters) && newsMinutes(rows, index) < newsBlackoutMinutes) return false;
  if (!asksRank(parameters)) return true;
  const rank = valueAt(rows.atrPercentile, index);
  return rank >= atrPercentileMin && rank <= atrPercentileMax;
}

function decideHolding(rows: ScenarioARows, index: number, state: HoldingState): DecisionCode {
  if (Number.isNaN(valueAt(rows.close, index))) return decisionCodes.noData;
  if (sessionLeftMinutes(rows, index) === 0) return decisionCodes.exitSession;
  // The stop follows on the next close: one thing at a time is on its way to the market.
  if (isPartDue(rows, index, state)) return decisionCodes.closePart;
  return isBreakEven(rows, index, state) ? decisionCodes.moveStop : decisionCodes.hold;
}
