import type { CockpitDelta } from '#shared/contract/cockpit-snapshot.ts';
import type { Position } from '#shared/trading/position.ts';
import type { StoredEvent } from '#main/ports/event-log.ts';
import type { EngineState } from './engine-state.ts';
import { withStatus } from './evolve-orders.ts';
import type { LiveMarket } from './live-market.ts';

/** What an event changes on the screen. `before` is the state that the event met, `after` the one that it left. */
export function deltasOf(
  { event, occurredAtUtcMs }: StoredEvent,
  { before, after, market }: { readonly before: EngineState; readonly after: EngineState; readonly market: LiveMarket },
): readonly CockpitDelta[] {
  switch (event.kind) {
    case 'tradingStateChanged':
      return [
        { kind: 'tradingStateChanged', tradingState: after.tradingState },
        { kind: 'differencesChanged', differences: after.differences },
      ];
    case 'differencesChanged':
      return [{ kind: 'differencesChanged', differences: event.differences }];
    case 'instrumentChanged':
      return [{ kind: 'instrumentChanged', instrument: event.instrument }];
    case 'positionsChanged':
      return [{ kind: 'positionsChanged', positions: withLiveProfit(event.positions, market) }];
    case 'approvalOpened':
      return [{ kind: 'approvalOpened', approval: { ticket: event.ticket, remainingMs: event.ticket.validForMs } }];
    case 'approvalEnded': {
      const ended = after.endedApprovals.find((it) => it.ticket.approvalId === event.approvalId);
      return ended === undefined ? [] : [{ kind: 'approvalEnded', approval: ended }];
    }
    case 'flattenStarted':
    case 'flattenEnded':
      return [{ kind: 'flatteningChanged', flattening: after.flattening }];
    case 'orderJournaled': {
      const order = after.orders[event.request.clientOrderId];
      return order === undefined ? [] : [{ kind: 'orderChanged', order }];
    }
    case 'orderStatusChanged': {
      const order = before.orders[event.clientOrderId];
      return order === undefined ? [] : [{ kind: 'orderChanged', order: withStatus(order, event, occurredAtUtcMs) }];
    }
    case 'dealRecorded': {
      const order = event.deal.clientOrderId === null ? undefined : after.orders[event.deal.clientOrderId];
      const deal: CockpitDelta = { kind: 'dealRecorded', deal: event.deal };
      return order === undefined ? [deal] : [deal, { kind: 'orderChanged', order }];
    }
    default:
      return [];
  }
}

/** The log's positions with the profit that the terminal last gave for them. */
export function withLiveProfit(positions: readonly Position[], market: LiveMarket): readonly Position[] {
  return positions.map((position) => market.positions.find((it) => it.positionId === position.positionId) ?? position);
}
