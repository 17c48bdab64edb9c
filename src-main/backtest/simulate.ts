import { tickAtOrAbove, tickAtOrBelow } from '#main/fills/tick-grid.ts';
import type { RunTrade } from '#shared/contract/backtest.ts';
import type { GrowingFloat64 } from '#main/features/columns.ts';
import { closePosition } from './close-position.ts';
import { decideLane } from './decide-lane.ts';
import { deny } from './deny.ts';
import { notePoint } from './equity-curve.ts';
import { deepestFall } from './fall-tracker.ts';
import { holdQuietly } from './hold-quietly.ts';
import { intentUnderWay } from './lane-due.ts';
import { nextDateOf, playRows } from './play-rows.ts';
import { closeDay } from './run-day.ts';
import type { RunInput, RunWatch } from './run-input.ts';
import type { RunOutput } from './run-output.ts';
import type { BookedTrade, LaneState, RunState } from './run-state.ts';
import { RunCancelled } from './run-cancelled.ts';
import { startRun } from './start-run.ts';

/** A run is looked at so many times. */
const looks = 100;

/**
 * Plays strategies over stored bars as README.md says. Pure: the same input gives the same output, bit for bit. Throws RunCancelled where the watch
 * says so.
 */
export function simulate(input: RunInput, watch: RunWatch = {}): RunOutput {
  const run = startRun(input);
  const look = lookingAt(input, watch);
  notePoint(run, input.fromUtcMs);
  for (let lane = nextLane(run); lane !== null; lane = nextLane(run)) {
    look(lane.nextCloseUtcMs);
    if (lane.position !== null) {
      holdQuietly(run, lane, quietUntil(run, lane));
      if (nextLane(run) !== lane) continue;
    }
    const atUtcMs = lane.nextCloseUtcMs;
    playRows(run, atUtcMs, atUtcMs);
    run.nowUtcMs = atUtcMs;
    decideLane(run, lane);
  }
  finish(run);
  watch.onProgress?.(1);
  return outputOf(run);
}

/** The lane whose next close comes first; of those at one moment the first of the input. */
function nextLane({ lanes }: RunState): LaneState | null {
  let next: LaneState | null = null;
  let closes = Infinity;
  for (const lane of lanes) {
    if (lane.nextCloseUtcMs < closes) {
      next = lane;
      closes = lane.nextCloseUtcMs;
    }
  }
  return next;
}

/** Up to where nobody but the lane itself has a say. */
function quietUntil(run: RunState, holding: LaneState): number {
  let until = Math.min(nextDateOf(run), run.endUtcMs);
  for (const lane of run.lanes) {
    if (lane !== holding && lane.nextCloseUtcMs < until) until = lane.nextCloseUtcMs;
  }
  return until;
}

function lookingAt({ fromUtcMs, toUtcMs }: RunInput, { onProgress, isCancelled }: RunWatch): (atUtcMs: number) => void {
  const stepMs = (toUtcMs - fromUtcMs) / looks;
  let nextUtcMs: number = fromUtcMs;
  return (atUtcMs) => {
    if (atUtcMs < nextUtcMs) return;
    nextUtcMs = atUtcMs + stepMs;
    if (isCancelled?.() === true) throw new RunCancelled();
    onProgress?.((atUtcMs - fromUtcMs) / (toUtcMs - fromUtcMs));
  };
}

/** Plays what rows are left, closes everything at the last prices, and the day. */
function finish(run: RunState): void {
  const { endUtcMs } = run;
  // What lies at the end itself belongs to what would come after it.
  playRows(run, endUtcMs, endUtcMs - 1);
  for (const lane of run.lanes) {
    if (intentUnderWay(lane) !== null) deny(run, lane, 'APPROVAL_EXPIRED');
  }
  for (const position of [...run.positions]) {
    const { market, sign } = position;
    const trigger = sign > 0 ? market.bid : market.bid + market.spread;
    closePosition(run, position, {
      reason: 'endOfRun',
      atUtcMs: endUtcMs,
      price: sign > 0 ? tickAtOrBelow(trigger, market.instrument) : tickAtOrAbove(trigger, market.instrument),
      trigger,
      spread: market.spread,
      isAmbiguous: false,
    });
  }
  closeDay(run, endUtcMs);
  notePoint(run, endUtcMs);
}

function outputOf({ book, equityFall, balanceFall }: RunState): RunOutput {
  const { curve, days, firstDecisionUtcMs, lastDecisionUtcMs } = book;
  return {
    trades: numbered(book.trades),
    curve: {
      timeUtcMs: arrayOf(curve.timeUtcMs),
      equity: arrayOf(curve.equity),
      balance: arrayOf(curve.balance),
    },
    days: { startUtcMs: arrayOf(days.startUtcMs), equity: arrayOf(days.equity), cash: arrayOf(days.cash) },
    equityDrawdown: deepestFall(equityFall),
    balanceDrawdown: deepestFall(balanceFall),
    peakMarginRatio: book.peakMarginRatio,
    peakOpenRiskRatio: book.peakOpenRiskRatio,
    inMarketMs: book.inMarketMs,
    spanMs: Math.max(0, lastDecisionUtcMs - firstDecisionUtcMs),
    intents: book.intents,
    deniedByCode: book.deniedByCode,
    stopOuts: book.stopOuts,
    switches: book.switches,
  };
}

function numbered(trades: BookedTrade[]): readonly RunTrade[] {
  trades.forEach((trade, index) => {
    trade.ordinal = index + 1;
  });
  return trades;
}

const arrayOf = ({ values, length }: GrowingFloat64): Float64Array => values.slice(0, length);
