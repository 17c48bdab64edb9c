import { valueAt } from '#main/features/columns.ts';
import { decisionCodes, type DecisionCode } from '../decision-code.ts';
import type { HoldingState, StrategyState } from '../strategy-state.ts';
import type { ScenarioBRows } from './columns.ts';
import { chandelierLevel, exitChannelLevel, stopDistance, stopDistanceMax } from './levels.ts';

/**
 * Scenario B on the close of bar `index`. Flat: the fast average above the slow one sets up a buy, below it a sell, and a close beyond
 * the entry channel of that side enters. In a position: a close beyond the opposite exit channel or beyond the chandelier leaves; where
 * both are broken the channel is the reason given.
 */
export function decide(columns: ScenarioBRows, index: number, state: StrategyState): DecisionCode {
  return state.kind === 'flat' ? decideFlat(columns, index) : decideHolding(columns, index, state);
}

function decideFlat(columns: ScenarioBRows, index: number): DecisionCode {
  const close = valueAt(columns.close, index);
  const smaFast = valueAt(columns.smaFast, index);
  const smaSlow = valueAt(columns.smaSlow, index);
  const entryHigh = valueAt(columns.entryHigh, index);
  const entryLow = valueAt(columns.entryLow, index);
  const distance = stopDistance(columns, index);
  // One undefined summand makes the sum undefined.
  if (Number.isNaN(close + smaFast + smaSlow + entryHigh + entryLow + distance)) return decisionCodes.noData;
  if (distance <= 0 || distance >= stopDistanceMax(close)) return decisionCodes.none;
  if (smaFast > smaSlow) return close > entryHigh ? decisionCodes.enterBuy : decisionCodes.setupBuy;
  if (smaFast < smaSlow) return close < entryLow ? decisionCodes.enterSell : decisionCodes.setupSell;
  return decisionCodes.none;
}

function decideHolding(columns: ScenarioBRows, index: number, state: HoldingState): DecisionCode {
  const close = valueAt(columns.close, index);
  const channel = exitChannelLevel(columns, index, state);
  const chandelier = chandelierLevel(columns, index, state);
  if (state.side === 'buy' ? close < channel : close > channel) return decisionCodes.exitOppositeChannel;
  if (state.side === 'buy' ? close < chandelier : close > chandelier) return decisionCodes.exitChandelier;
  return Number.isNaN(close + channel + chandelier) ? decisionCodes.noData : decisionCodes.hold;
}
