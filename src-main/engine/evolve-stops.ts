import { isSamePrice } from '#shared/market/instrument-prices.ts';
import type { Deal } from '#shared/trading/deal.ts';
import type { EngineEvent } from '#shared/events/engine-event.ts';
import { hasEnded, type OrderRequest } from '#shared/trading/order.ts';
import type { Position } from '#shared/trading/position.ts';
import type { EngineState, StopWatch } from './engine-state.ts';
import { volumeTolerance } from './remaining-volume.ts';
import { withoutKeys } from './without-keys.ts';

type Watches = EngineState['stopWatches'];

/**
 * From the first deal of an entry on its position is watched until the stop that was approved is read back from it. What leaves the position
 * ends the watch with the last of its lots.
 */
export function watchStop(state: EngineState, deal: Deal): EngineState {
  const { positionId } = deal;
  const watch = state.stopWatches[positionId] ?? watchOf(state, deal);
  if (watch === null) return state;
  const volume = Number((watch.volume + (deal.entry === 'in' ? deal.volume : -deal.volume)).toFixed(8));
  const isOver = volume <= volumeTolerance || isReadBack(state, { ...watch, volume }, positionOf(state, positionId));
  return withWatch(state, positionId, isOver ? null : { ...watch, volume });
}

/**
 * Those whose stop a report does not show as it has to be; without an instrument nothing is proved. Of a position that was reported before and
 * that nobody has tried to set right since, an older program wrote, which had no such watch: it is none of ours.
 */
export function stillWatched(
  state: EngineState,
  { reported, gone }: { readonly reported: readonly Position[]; readonly gone: ReadonlySet<string | null> },
): Watches {
  const left = Object.entries(withoutKeys(state.stopWatches, gone)).filter(([positionId, watch]) => {
    const wasLeft = positionOf(state, positionId) !== undefined && watch.attempts === 0 && !watch.hasFailed;
    return (
      !wasLeft &&
      !isReadBack(
        state,
        watch,
        reported.find((it) => it.positionId === positionId),
      )
    );
  });
  return Object.fromEntries(left);
}

/** An order that sets the stop of a watched position is an attempt. */
export function countRepair(state: EngineState, request: OrderRequest): EngineState {
  if (request.kind !== 'modify') return state;
  const watch = state.stopWatches[request.positionId];
  if (watch === undefined) return state;
  const isAttempt = request.stop === watch.stop;
  const attempts = watch.attempts + (isAttempt ? 1 : 0);
  return withWatch(state, request.positionId, { ...watch, attempts, isAnswered: false });
}

/** The stops that an order has set, the trader's own hand included, are those that have to be read from now on. */
export function heedStopsSet(
  state: EngineState,
  { clientOrderId, status }: Extract<EngineEvent, { kind: 'orderStatusChanged' }>,
): EngineState {
  const request = state.orders[clientOrderId]?.request;
  if (request?.kind !== 'modify' || !hasEnded(status)) return state;
  const watch = state.stopWatches[request.positionId];
  if (watch === undefined || status !== 'modified') return state;
  const { stop, target, positionId } = request;
  const set = { ...watch, stop, target, isAnswered: true };
  return withWatch(state, positionId, isReadBack(state, set, positionOf(state, positionId)) ? null : set);
}

export function recordStopFailure(
  state: EngineState,
  { positionId, symbol }: Extract<EngineEvent, { kind: 'stopRepairFailed' }>,
): EngineState {
  const watch = state.stopWatches[positionId];
  const failed = watch === undefined ? state : withWatch(state, positionId, { ...watch, hasFailed: true });
  return { ...failed, stopAlarm: { positionId, symbol } };
}

/** Only our own entries say what stop their position has to have. */
function watchOf(state: EngineState, { clientOrderId, entry }: Deal): StopWatch | null {
  const request = clientOrderId === null ? undefined : state.orders[clientOrderId]?.request;
  if (request?.kind !== 'entry' || entry === 'out') return null;
  const { symbol, stop, target } = request;
  const fresh = { volume: 0, attempts: 0, isAnswered: false, hasFailed: false };
  return { clientOrderId: request.clientOrderId, symbol, stop, target, ...fresh };
}

function isReadBack(state: EngineState, { symbol, stop }: StopWatch, position: Position | undefined): boolean {
  const instrument = state.instruments[symbol]?.instrument;
  if (position === undefined || position.stop === null || instrument === undefined) return false;
  return isSamePrice(position.stop, stop, instrument);
}

const positionOf = (state: EngineState, positionId: string): Position | undefined =>
  state.positions.find((it) => it.positionId === positionId);

function withWatch(state: EngineState, positionId: string, watch: StopWatch | null): EngineState {
  const { [positionId]: _before, ...others } = state.stopWatches;
  return { ...state, stopWatches: watch === null ? others : { ...others, [positionId]: watch } };
}
