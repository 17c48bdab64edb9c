import type { CashOperation } from '#shared/trading/cash-operation.ts';
import type { EngineEvent } from '#shared/events/engine-event.ts';
import { ownCash } from '#shared/trading/own-cash.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { DayState, EngineState } from './engine-state.ts';

type EventOf<Kind extends EngineEvent['kind']> = Extract<EngineEvent, { kind: Kind }>;

/** A baseline that was seen is of the report that showed it; one that was worked out afterwards is of midnight. */
export const dayStarted = (event: EventOf<'dayStarted'>, occurredAtUtcMs: UtcMs): DayState => ({
  midnightUtcMs: event.midnightUtcMs,
  baseline: event.baseline,
  source: event.source,
  asOfUtcMs: event.source === 'observed' ? occurredAtUtcMs : event.midnightUtcMs,
  cash: event.cash,
});

export const changeDrawdown = (
  state: EngineState,
  { start, peak }: EventOf<'drawdownBaselineChanged'>,
  occurredAtUtcMs: UtcMs,
): EngineState => ({
  ...state,
  drawdown: { start, peak, sinceUtcMs: state.drawdown?.sinceUtcMs ?? occurredAtUtcMs, unsettledCash: 0 },
});

/** Cash from before a baseline is in it already: a terminal also tells of the years behind an account. */
export function heedCash(state: EngineState, operation: CashOperation): EngineState {
  const { day, drawdown } = state;
  const { occurredAtUtcMs } = operation;
  const cash = ownCash(operation);
  const isOfDay = day !== null && occurredAtUtcMs > day.asOfUtcMs;
  const isUnsettled = drawdown !== null && occurredAtUtcMs > drawdown.sinceUtcMs;
  return {
    ...state,
    day: isOfDay ? { ...day, cash: day.cash + cash } : day,
    drawdown: isUnsettled ? { ...drawdown, unsettledCash: drawdown.unsettledCash + cash } : drawdown,
  };
}
