import type { CockpitDelta, CockpitSnapshot } from '#shared/contract/cockpit-snapshot.ts';
import type { Position } from '#shared/trading/position.ts';
import type { StoredEvent } from '#main/ports/event-log.ts';
import type { EngineState } from './engine-state.ts';
import { withStatus } from './evolve-orders.ts';
import type { LiveMarket } from './live-market.ts';
import { openApproval, type TicketScene } from './open-approval.ts';

/** What an event changes on the screen. `before` is the state that the event met, the scene's the one that it left. */
export function deltasOf(
  { event, occurredAtUtcMs }: StoredEvent,
  scene: TicketScene & { readonly before: EngineState },
): readonly CockpitDelta[] {
  const { before, state: after, market } = scene;
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
      return [{ kind: 'approvalOpened', approval: openApproval(event.ticket, scene) }];
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
    case 'opinionAsked':
    case 'opinionGiven':
      return [{ kind: 'questionsChanged', questions: openQuestions(after) }];
    case 'proposalMade':
    case 'proposalEnded':
      return [{ kind: 'proposalsChanged', proposals: openProposals(after) }];
    case 'lessonLearnt':
      return [{ kind: 'lessonsChanged', lessonId: event.lesson.lessonId }];
    case 'lessonRetired':
      return [{ kind: 'lessonsChanged', lessonId: event.lessonId }];
    default:
      return [];
  }
}

export const openQuestions = ({ questions }: EngineState): CockpitSnapshot['questions'] =>
  Object.values(questions).map(({ decision: { decisionId, scenario, symbol }, deadlineMs, askedAtUtcMs }) => ({
    ...{ decisionId, scenario, symbol, deadlineMs, askedAtUtcMs },
  }));

/** Newest first. */
export const openProposals = ({ proposals }: EngineState): CockpitSnapshot['proposals'] =>
  Object.values(proposals).toReversed();

/** The log's positions with the profit that the terminal last gave for them. */
export function withLiveProfit(positions: readonly Position[], market: LiveMarket): readonly Position[] {
  return positions.map((position) => market.positions.find((it) => it.positionId === position.positionId) ?? position);
}
