import { numberAt } from '#main/features/columns.ts';
import { decisionCodes } from '#main/strategies/decision-code.ts';
import { seeAmount } from './fall-tracker.ts';
import type { LaneState, RunState } from './run-state.ts';
import { valueCommission } from './see-row.ts';

/**
 * Plays on while the only position of the run is held and nothing happens to it: rows that close at or before a moment, and decisions before it. It
 * stops before the first row or decision that asks for more, which `playRow` and `decideLane` then see as if this had not been: it says nothing that
 * they would not, only without leaving one loop. Most of a run's rows pass here.
 */
export function holdQuietly(run: RunState, lane: LaneState, untilUtcMs: number): void {
  const { market, position, terms, holding, end } = lane;
  if (position === null || lane.due !== null || run.positions.length > 1 || isAnythingDue(run)) return;
  const { decider, closeTimeUtcMs: decisionCloses, high: decisionHighs, low: decisionLows } = terms;
  const { closeTimeUtcMs, high, low, close, spread, tickValue: tickValues } = market.fills;
  const { sign, stop, target, openPrice, volume, swap } = position;
  const { balance, margin, equityFall } = run;
  const { account, costs } = run.input;
  const { tickSize } = market.instrument;
  const isLong = sign > 0;
  // Nearer than this to an exit it is for playRow to say; a comparison with NaN, no target, is false.
  const near = 2 * market.priceTolerance;
  const lowestQuiet = (isLong ? stop : target) + near;
  const highestQuiet = (isLong ? target : stop) - near;
  const stopOutEquity = account.stopOutRatio * margin;
  const balanceAndCredit = balance + account.credit;
  const spreadMultiple = costs.multiple;
  const constantTickValue = typeof tickValues === 'number' ? tickValues : NaN;
  const tickValueOf = typeof tickValues === 'number' ? null : tickValues;
  // At a rate that never changes no price before the stop loses more than the stop.
  const profitAtStop = ((sign * (stop - openPrice)) / tickSize) * constantTickValue * volume;
  const mayStopOut = margin > 0 && !(balanceAndCredit + (swap + profitAtStop) > stopOutEquity);
  let { row, tickValue } = market;
  let { profit } = position;
  let { peak, deeperBelow } = equityFall;
  let highestSeen = isLong ? position.best : position.worst;
  let lowestSeen = isLong ? position.worst : position.best;
  let lowestEquity = Infinity;
  let index = lane.next;
  let nextCloses = lane.nextCloseUtcMs;

  decisions: for (;;) {
    const rowsUntil = Math.min(nextCloses, untilUtcMs);
    for (let closes = numberAt(closeTimeUtcMs, row); closes <= rowsUntil; closes = numberAt(closeTimeUtcMs, ++row)) {
      const askAway = isLong ? 0 : numberAt(spread, row) * spreadMultiple;
      const highest = numberAt(high, row) + askAway;
      const lowest = numberAt(low, row) + askAway;
      if (lowest <= lowestQuiet || highest >= highestQuiet) break decisions;
      const value = tickValueOf === null ? constantTickValue : numberAt(tickValueOf, row);
      if (mayStopOut) {
        const worstProfit = ((sign * ((isLong ? lowest : highest) - openPrice)) / tickSize) * value * volume;
        if (balanceAndCredit + (swap + worstProfit) <= stopOutEquity) break decisions;
      }
      tickValue = value;
      if (highest > highestSeen) highestSeen = highest;
      if (lowest < lowestSeen) lowestSeen = lowest;
      profit = ((sign * (numberAt(close, row) + askAway - openPrice)) / tickSize) * value * volume;
      const equity = balance + (profit + swap);
      if (equity < lowestEquity) lowestEquity = equity;
      if (equity >= peak || equity < deeperBelow) {
        seeAmount(equityFall, equity, closes);
        ({ peak, deeperBelow } = equityFall);
      }
    }
    if (nextCloses >= untilUtcMs) break;
    const reached = numberAt(isLong ? decisionHighs : decisionLows, index);
    if (isLong ? reached > holding.extreme : reached < holding.extreme) holding.extreme = reached;
    const code = decider.decide(index, holding);
    if (code !== decisionCodes.hold && code !== decisionCodes.noData) break;
    index += 1;
    nextCloses = index < end ? numberAt(decisionCloses, index) : Infinity;
  }

  if (row !== market.row) {
    market.row = row;
    market.tickValue = tickValue;
    valueCommission(market, row - 1);
    market.bid = numberAt(close, row - 1);
    market.spread = numberAt(spread, row - 1) * spreadMultiple;
    position.worst = isLong ? lowestSeen : highestSeen;
    position.best = isLong ? highestSeen : lowestSeen;
    position.profit = profit;
    if (margin > run.book.peakMarginRatio * lowestEquity) run.book.peakMarginRatio = margin / lowestEquity;
  }
  lane.next = index;
  lane.nextCloseUtcMs = nextCloses;
}

const isAnythingDue = ({ markets }: RunState): boolean => markets.some(({ dueUtcMs }) => dueUtcMs < Infinity);
