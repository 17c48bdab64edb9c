import { assertNever } from '#shared/base/assert.ts';
import { partOf } from '#shared/market/instrument-volume.ts';
import { nextPhase } from '#shared/trading/phase.ts';
import { exitInRow, rowExits } from '#main/fills/exit-in-row.ts';
import { bidAt, highestBid, lowestBid } from '#main/fills/price-at.ts';
import { tickAtOrAbove, tickAtOrBelow } from '#main/fills/tick-grid.ts';
import { ownEquity, profitAt } from './account-book.ts';
import { closePart } from './close-part.ts';
import { closePosition, type PositionExit } from './close-position.ts';
import type { ExitFill } from './exit-deal.ts';
import { seeAmount } from './fall-tracker.ts';
import { fillEntry, slippageFor } from './fill-entry.ts';
import { setDue } from './lane-due.ts';
import { offerEntry } from './offer-entry.ts';
import type { DueExit, DuePart, DueStop, LaneState, MarketState, OpenPosition, RunState } from './run-state.ts';
import { readRow } from './see-row.ts';
import { stopOut } from './stop-out-positions.ts';

/**
 * One row of a market in which something is open or due: gaps at its opening, then what is due in the order of time with the stretches of the path
 * between, then the broker's stop-out at the worst prices, then the mark at its close.
 */
export function playRow(run: RunState, market: MarketState): void {
  const { now, positions } = market;
  readRow(market, market.row, run.input.costs.multiple);
  market.row += 1;
  if (positions.length > 0) playGap(run, market);
  if (market.dueUtcMs < now.closeTimeUtcMs) playDues(run, market);
  else playStretch(run, market, now.low, now.high);
  if (positions.length > 0) {
    stopOut(run, market);
    markRow(run, market);
  }
  market.bid = now.close;
  market.spread = now.spread;
}

/** A stop beyond the opening fills there on its own side, a target at its limit. */
function playGap(run: RunState, market: MarketState): void {
  const { now, positions } = market;
  let index = 0;
  for (let position = positions[0]; position !== undefined; position = positions[index]) {
    const { sign, target } = position;
    const first = sign > 0 ? now.open : now.open + now.spread;
    position.rowWorst = first;
    const exit = exitInRow(position, first, first, market.priceTolerance);
    if (exit === rowExits.none) index += 1;
    else {
      const isStop = exit !== rowExits.target;
      const trigger = isStop ? first : target;
      closePosition(run, position, {
        reason: isStop ? 'stop' : 'target',
        atUtcMs: now.openTimeUtcMs,
        price: isStop ? soldAt(position, trigger) : target,
        trigger,
        spread: now.spread,
        isAmbiguous: false,
      });
    }
  }
}

/** Stops and targets on a stretch of the row's path between two bids. */
function playStretch(run: RunState, market: MarketState, lowest: number, highest: number): void {
  const { now, positions } = market;
  let index = 0;
  for (let position = positions[0]; position !== undefined; position = positions[index]) {
    const { sign } = position;
    const worst = sign > 0 ? lowest : highest + now.spread;
    const best = sign > 0 ? highest : lowest + now.spread;
    const exit = exitInRow(position, worst, best, market.priceTolerance);
    if (exit === rowExits.none) {
      index += 1;
      if (sign * (worst - position.worst) < 0) position.worst = worst;
      if (sign * (best - position.best) > 0) position.best = best;
      if (sign * (worst - position.rowWorst) < 0) position.rowWorst = worst;
    } else {
      closePosition(
        run,
        position,
        exit === rowExits.target ? targetExit(position) : stopExit(run, position, exit === rowExits.stopOrTarget),
      );
    }
  }
}

function stopExit(run: RunState, position: OpenPosition, isAmbiguous: boolean): PositionExit {
  const { lane, decidedAtUtcMs, sign, stop } = position;
  const { spread, closeTimeUtcMs } = position.market.now;
  const slip = slippageFor(run, lane, { purpose: 'stop', decidedAtUtcMs, spread });
  return {
    reason: 'stop',
    atUtcMs: closeTimeUtcMs,
    price: soldAt(position, stop - sign * slip),
    trigger: stop,
    spread,
    isAmbiguous,
  };
}

const targetExit = ({ target, market }: OpenPosition): PositionExit => ({
  reason: 'target',
  atUtcMs: market.now.closeTimeUtcMs,
  price: target,
  trigger: target,
  spread: market.now.spread,
  isAmbiguous: false,
});

/** A price of the side on which a position is closed, on the tick grid and rounded against it. */
const soldAt = ({ sign, market }: OpenPosition, value: number): number =>
  sign > 0 ? tickAtOrBelow(value, market.instrument) : tickAtOrAbove(value, market.instrument);

function playDues(run: RunState, market: MarketState): void {
  const { now } = market;
  const { open, high, low, close, openTimeUtcMs, closeTimeUtcMs } = now;
  let from = 0;
  while (market.dueUtcMs < closeTimeUtcMs) {
    const atUtcMs = Math.max(market.dueUtcMs, openTimeUtcMs);
    const to = (atUtcMs - openTimeUtcMs) / (closeTimeUtcMs - openTimeUtcMs);
    playPath(run, market, from, to);
    from = to;
    const lane = market.lanes.find(({ due }) => due !== null && due.dueUtcMs === market.dueUtcMs);
    if (lane !== undefined) meetMarket(run, lane, atUtcMs, bidAt(to, open, high, low, close));
  }
  playPath(run, market, from, 1);
}

function playPath(run: RunState, market: MarketState, from: number, to: number): void {
  if (from === to) return;
  const { open, high, low, close } = market.now;
  const lowest = lowestBid(from, to, open, high, low, close);
  playStretch(run, market, lowest, highestBid(from, to, open, high, low, close));
}

function meetMarket(run: RunState, lane: LaneState, atUtcMs: number, bid: number): void {
  const { due, position, market } = lane;
  if (due === null) return;
  switch (due.kind) {
    case 'offer':
      return offerEntry(run, lane, due, { atUtcMs, bid, spread: market.now.spread });
    case 'entry':
      return fillEntry(run, lane, due, { atUtcMs, bid, spread: market.now.spread });
    case 'exit':
      return position === null ? undefined : exitByRule(run, position, { due, atUtcMs, bid });
    case 'closePart':
      return position === null ? undefined : closePartByRule(run, position, { due, atUtcMs, bid });
    case 'moveStop':
      return position === null ? undefined : moveStop(position, due, bid);
    default:
      return assertNever(due, 'due');
  }
}

function exitByRule(
  run: RunState,
  position: OpenPosition,
  met: { readonly due: DueExit; readonly atUtcMs: number; readonly bid: number },
): void {
  const { atUtcMs, price, trigger, spread } = fillByRule(run, position, met);
  closePosition(run, position, { reason: met.due.reason, atUtcMs, price, trigger, spread, isAmbiguous: false });
}

/** Nothing happens where the position is too small to be divided. */
function closePartByRule(
  run: RunState,
  position: OpenPosition,
  met: { readonly due: DuePart; readonly atUtcMs: number; readonly bid: number },
): void {
  const { lane, market, volume } = position;
  const part = partOf(volume, met.due.ratio, market.instrument);
  setDue(lane, null);
  if (part > 0) closePart(run, position, part, fillByRule(run, position, met));
}

function fillByRule(
  run: RunState,
  position: OpenPosition,
  { due, atUtcMs, bid }: { readonly due: DueExit | DuePart; readonly atUtcMs: number; readonly bid: number },
): ExitFill {
  const { sign, lane, market } = position;
  const { spread } = market.now;
  const slip = slippageFor(run, lane, { purpose: 'exit', decidedAtUtcMs: due.decidedAtUtcMs, spread });
  const trigger = sign > 0 ? bid : bid + spread;
  return { atUtcMs, price: soldAt(position, trigger - sign * slip), trigger, spread };
}

/** A stop moves nearer only, and where the broker takes it: on the losing side of the market, the stops level off it. */
function moveStop(position: OpenPosition, { stop }: DueStop, bid: number): void {
  const { sign, lane, market } = position;
  const { point, tickSize, stopsLevelPoints } = market.instrument;
  const distance = sign * ((sign > 0 ? bid : bid + market.now.spread) - stop);
  const isTaken = distance >= Math.max(point / 2, stopsLevelPoints * point - point / 2);
  if (isTaken && sign * (stop - position.stop) > tickSize / 2) {
    position.stop = stop;
    lane.holding.stop = stop;
  }
  setDue(lane, null);
  lane.phase = nextPhase(lane.phase, { isSetup: false, isEntering: false, isInPosition: true, isExiting: false });
}

function markRow(run: RunState, market: MarketState): void {
  const { now, positions, tickValue } = market;
  for (const position of positions) {
    position.profit = profitAt(position, position.sign > 0 ? now.close : now.close + now.spread, tickValue);
  }
  const equity = ownEquity(run);
  seeAmount(run.equityFall, equity, now.closeTimeUtcMs);
  const { book } = run;
  if (run.margin > book.peakMarginRatio * equity) book.peakMarginRatio = run.margin / equity;
}
