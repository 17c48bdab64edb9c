import { regimeCode } from '#main/features/regime.ts';
import { valueAt } from '#main/features/columns.ts';
import { decisionCodes, type DecisionCode } from '../decision-code.ts';
import { isStopDistance, stopDistanceMax } from '../stop-distance.ts';
import type { HoldingState, StrategyState } from '../strategy-state.ts';
import { chandelierLevel, exitChannelLevel, isLastOfWeek, stopDistance } from './levels.ts';
import type { ScenarioBRows } from './rows.ts';

/**
 * Scenario B on the close of bar `index`. Flat: the fast average above the slow one sets up a buy, below it a sell, and a close beyond
 * the entry channel of that side enters. In a position: a close beyond the opposite exit channel or beyond the chandelier leaves; where
 * both are broken the channel is the reason given. Where that is asked for, the last close of the week leaves, too, and enters nothing.
 */
export function decide(rows: ScenarioBRows, index: number, state: StrategyState): DecisionCode {
  return state.kind === 'flat' ? decideFlat(rows, index) : decideHolding(rows, index, state);
}

export const trendUpCode = regimeCode('trendUp');
export const trendDownCode = regimeCode('trendDown');

function decideFlat(rows: ScenarioBRows, index: number): DecisionCode {
  const close = valueAt(rows.close, index);
  const smaFast = valueAt(rows.smaFast, index);
  const smaSlow = valueAt(rows.smaSlow, index);
  const entryHigh = valueAt(rows.entryHigh, index);
  const entryLow = valueAt(rows.entryLow, index);
  const distance = stopDistance(rows, index);
  // One undefined summand makes the sum undefined.
  if (Number.isNaN(close + smaFast + smaSlow + entryHigh + entryLow + distance)) return decisionCodes.noData;
  const asksRegime = rows.parameters.regimeFilter === 'trend';
  const regime = asksRegime ? valueAt(rows.regime, index) : NaN;
  if (asksRegime && Number.isNaN(regime)) return decisionCodes.noData;
  if (isLastOfWeek(rows, index) || !isStopDistance(distance, stopDistanceMax(close))) return decisionCodes.none;
  if (smaFast > smaSlow && (!asksRegime || regime === trendUpCode))
    return close > entryHigh ? decisionCodes.enterBuy : decisionCodes.setupBuy;
  if (smaFast < smaSlow && (!asksRegime || regime === trendDownCode))
    return close < entryLow ? decisionCodes.enterSell : decisionCodes.setupSell;
  return decisionCodes.none;
}

function decideHolding(rows: ScenarioBRows, index: number, state: HoldingState): DecisionCode {
  const close = valueAt(rows.close, index);
  const channel = exitChannelLevel(rows, index, state);
  const chandelier = chandelierLevel(rows, index, state);
  if (state.side === 'buy' ? close < channel : close > channel) return decisionCodes.exitOppositeChannel;
  if (state.side === 'buy' ? close < chandelier : close > chandelier) return decisionCodes.exitChandelier;
  if (isLastOfWeek(rows, index)) return decisionCodes.exitWeekend;
  return Number.isNaN(close + channel + chandelier) ? decisionCodes.noData : decisionCodes.hold;
}
