import type { EngineEvent } from '#shared/events/engine-event.ts';
import type { Deal } from '#shared/trading/deal.ts';
import { hasEnded, type Order, type OrderRequest } from '#shared/trading/order.ts';
import { lots } from '#shared/units/lots.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { EngineState } from './engine-state.ts';

type StatusChange = Extract<EngineEvent, { kind: 'orderStatusChanged' }>;

export function journaledOrder(request: OrderRequest, at: UtcMs): Order {
  return {
    request,
    status: 'journaled',
    orderTicket: null,
    filledVolume: lots(0),
    fault: null,
    journaledAtUtcMs: at,
    changedAtUtcMs: at,
  };
}

export const withStatus = (order: Order, change: StatusChange, at: UtcMs): Order => ({
  ...order,
  status: change.status,
  orderTicket: change.orderTicket ?? order.orderTicket,
  fault: change.fault,
  changedAtUtcMs: at,
});

export function recordOrder(state: EngineState, request: OrderRequest, at: UtcMs): EngineState {
  const id = request.clientOrderId;
  const owners = request.kind === 'entry' ? { ...state.owners, [id]: request.scenario } : state.owners;
  return { ...state, owners, orders: { ...state.orders, [id]: journaledOrder(request, at) } };
}

/** An order that ended leaves the state; the ledger's table keeps it. Its owner's mark stays only where something was filled. */
export function recordOrderStatus(state: EngineState, change: StatusChange, at: UtcMs): EngineState {
  const { [change.clientOrderId]: order, ...others } = state.orders;
  if (order === undefined) return state;
  if (!hasEnded(change.status)) {
    return { ...state, orders: { ...others, [change.clientOrderId]: withStatus(order, change, at) } };
  }
  if (order.filledVolume > 0) return { ...state, orders: others };
  const { [change.clientOrderId]: _unfilled, ...owners } = state.owners;
  return { ...state, orders: others, owners };
}

/** Adds a deal to the order and to the closed volume of the position that it belongs to. */
export function recordDeal(state: EngineState, deal: Deal, at: UtcMs): EngineState {
  const closedVolumes = deal.entry === 'in' ? state.closedVolumes : withClosed(state, deal);
  const order = deal.clientOrderId === null ? undefined : state.orders[deal.clientOrderId];
  if (order === undefined) return { ...state, closedVolumes };
  const changed: Order = {
    ...order,
    filledVolume: lots(Number((order.filledVolume + deal.volume).toFixed(8))),
    orderTicket: deal.orderTicket,
    changedAtUtcMs: at,
  };
  return { ...state, closedVolumes, orders: { ...state.orders, [order.request.clientOrderId]: changed } };
}

/** Only of positions that are known: an out-deal of one that is gone already has nothing left to prove. */
function withClosed(state: EngineState, deal: Deal): EngineState['closedVolumes'] {
  if (!state.positions.some((position) => position.positionId === deal.positionId)) return state.closedVolumes;
  const closed = Number(((state.closedVolumes[deal.positionId] ?? 0) + deal.volume).toFixed(8));
  return { ...state.closedVolumes, [deal.positionId]: closed };
}
