import { timeframeDurationMs } from '#shared/market/timeframe.ts';
import { minutesToMs } from '#shared/units/duration-ms.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { paceOf } from './lane-pace.ts';
import type { LaneState, RunState } from './run-state.ts';

/** After the market reopens its spread is wide for so long; live trading waits as long. */
const calmAfterMs = minutesToMs(30);

const swingTimeframeMs = timeframeDurationMs('H4');

/**
 * When an entry that is decided on at a moment is offered to the trader: at once, or, of scenario B (and its like) at the broker's midnight, from 30
 * minutes after the opening of the first row from then on; Infinity where the market does not open again. The market stands at that moment.
 */
export function offeredAt({ input }: RunState, { terms, market }: LaneState, atUtcMs: number): number {
  const isSwing = paceOf(terms) === 'B' && timeframeDurationMs(terms.parameters.timeframe) >= swingTimeframeMs;
  if (!isSwing || input.clock.midnightBefore(utcMs(atUtcMs)) !== atUtcMs) return atUtcMs;
  const { openTimeUtcMs } = market.fills;
  // A row that is under way has opened before.
  const next = (openTimeUtcMs[market.row] ?? Infinity) < atUtcMs ? market.row + 1 : market.row;
  return (openTimeUtcMs[next] ?? Infinity) + calmAfterMs;
}
