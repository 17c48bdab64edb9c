import type { Price } from '#shared/units/price.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { deny } from './deny.ts';
import { judgeIntent, type MarketMoment } from './judge-intent.ts';
import { setDue } from './lane-due.ts';
import type { EntryWish, LaneState, RunState } from './run-state.ts';

/** An intent is judged by risk and becomes a ticket that waits for the trader's yes, or is denied. */
export function offerEntry(run: RunState, lane: LaneState, wish: EntryWish, moment: MarketMoment): void {
  const { intent, newsDistanceMs } = wish;
  const judged = judgeIntent(run, lane.market, { intent, moment, newsDistanceMs });
  if (!judged.ok) return deny(run, lane, judged.error.code);
  askTrader(run, lane, wish, { atUtcMs: moment.atUtcMs, worstPrice: judged.value.worstPrice });
}

/** The yes to a question of this moment meets the market after the delay, in waking hours, or after the ticket's end: then it is none. */
export function askTrader(
  run: RunState,
  lane: LaneState,
  { intent, newsDistanceMs }: EntryWish,
  { atUtcMs, worstPrice }: { readonly atUtcMs: number; readonly worstPrice: Price },
): void {
  const dueUtcMs = answerDueAt(run, lane, atUtcMs);
  if (dueUtcMs >= intent.validUntilUtcMs) deny(run, lane, 'APPROVAL_EXPIRED');
  else setDue(lane, { kind: 'entry', dueUtcMs, intent, newsDistanceMs, worstPrice });
}

/** When the yes to a question of a moment meets the market. */
export const answerDueAt = ({ nextAwake, input }: RunState, { approvalDelayMs }: LaneState, atUtcMs: number): number =>
  nextAwake(utcMs(atUtcMs + approvalDelayMs)) + input.costs.latencyMs;
