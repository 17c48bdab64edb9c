import { nextMidnight } from '#shared/time/next-midnight.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { roundToCents } from '#main/fills/round-to-cents.ts';
import { swapOfNight } from '#main/fills/swap-of-night.ts';
import { nextGovernance } from '#main/strategies/governance.ts';
import { ownEquity } from './account-book.ts';
import { notePoint } from './equity-curve.ts';
import { scaledByCash, seeAmount, seeCash } from './fall-tracker.ts';
import { firstAfter } from './first-after.ts';
import type { RunState } from './run-state.ts';

/** The broker's midnight: nights are charged to what is open, then the day is closed and the next one begins. */
export function passMidnight(run: RunState): void {
  const { day, input } = run;
  const atUtcMs = day.endUtcMs;
  chargeNight(run);
  closeDay(run, atUtcMs);
  day.startUtcMs = atUtcMs;
  day.endUtcMs = nextMidnight(utcMs(atUtcMs), input.clock);
  day.baseline = Math.max(run.balance, ownEquity(run));
  day.cash = 0;
  day.trades = 0;
}

function chargeNight(run: RunState): void {
  if (run.positions.length === 0) return;
  const { input, day } = run;
  const weekday = new Date(input.clock.toBroker(utcMs(day.startUtcMs))).getUTCDay();
  for (const position of run.positions) {
    const { market, side, volume, openPrice } = position;
    market.instrument.tickValue = market.tickValue;
    const swap = swapOfNight({ side, volume, openPrice, price: market.bid, weekday }, market.instrument);
    position.swap += roundToCents(swap < 0 ? swap * input.costs.multiple : swap);
  }
  seeAmount(run.equityFall, ownEquity(run), day.endUtcMs);
}

/** Notes the day and lets the governance look at it, where any market had a row in it. */
export function closeDay(run: RunState, atUtcMs: number): void {
  const { day, book, input } = run;
  if (!hadMarket(run, atUtcMs)) return;
  const equity = ownEquity(run);
  book.days.startUtcMs.push(day.startUtcMs);
  book.days.equity.push(equity);
  book.days.cash.push(day.cash);
  notePoint(run, atUtcMs);
  if (run.governance === null || input.governance === null) return;
  const { state, switched } = nextGovernance(run.governance, { depositUsd: equity }, input.governance);
  run.governance = state;
  if (switched !== null) book.switches.push({ atUtcMs, ...switched });
}

function hadMarket({ markets, day }: RunState, atUtcMs: number): boolean {
  let hasRow = false;
  for (const market of markets) {
    const { closeTimeUtcMs } = market.fills;
    market.dayRow = firstAfter(closeTimeUtcMs, day.startUtcMs, market.dayRow);
    if ((closeTimeUtcMs[market.dayRow] ?? Infinity) <= atUtcMs) hasRow = true;
  }
  return hasRow;
}

/** The next deposit or withdrawal: neither gain nor loss. */
export function bookCash(run: RunState): void {
  const flow = run.input.cash[run.cashIndex];
  run.cashIndex += 1;
  if (flow === undefined) return;
  const { amount, atUtcMs } = flow;
  const equity = ownEquity(run);
  run.startEquity = scaledByCash(run.startEquity, amount, equity);
  seeCash(run.equityFall, amount, equity);
  seeCash(run.balanceFall, amount, run.balance);
  run.balance += amount;
  run.day.cash += amount;
  notePoint(run, atUtcMs);
}
