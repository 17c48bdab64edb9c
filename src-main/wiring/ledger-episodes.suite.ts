import { fault } from '#shared/base/fault.ts';
import type { EngineEvent } from '#shared/events/engine-event.ts';
import { approvalId, clientOrderId, intentId, orderTicket } from '#shared/trading/ids.ts';
import type { OrderStatus } from '#shared/trading/order.ts';
import { orderRequestSchema } from '#shared/trading/order.ts';
import { tradeIntentSchema } from '#shared/trading/trade-intent.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { NewEvent } from '#main/ports/event-log.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleApprovalTicket } from '#main/testkit/sample-approval-ticket.ts';
import { sampleDeal } from '#main/testkit/sample-deal.ts';
import { sampleDecision } from '#main/testkit/sample-decision.ts';
import { sampleIntent } from '#main/testkit/sample-intent.ts';
import { sampleLesson } from '#main/testkit/sample-lesson.ts';
import { sampleOpinion } from '#main/testkit/sample-opinion.ts';
import { sampleClose, sampleEntryRequest } from '#main/testkit/sample-order.ts';

export const episodeKinds = [
  'denied',
  'rejected',
  'lost',
  'traded',
  'byHand',
  'reversedLate',
  'manualDenied',
  'replayed',
  'learnt',
] as const;

export interface Episode {
  readonly kind: (typeof episodeKinds)[number];
  /** Makes its ids its own. */
  readonly index: number;
  /** Quarters of an hour after the sample's start. */
  readonly quarter: number;
}

const quarterMs = 900_000;

/** What the engine writes of something that happens: the events of one story, in their order. */
export function eventsOf({ kind, index, quarter }: Episode): readonly NewEvent[] {
  const at = utcMs(sampleStartUtcMs + quarter * quarterMs);
  const later = (quarters: number): UtcMs => utcMs(at + quarters * quarterMs);
  const events = (...list: readonly EngineEvent[]): readonly NewEvent[] =>
    list.map((event) => ({ occurredAtUtcMs: at, event }));
  const entry = entryOf(index, at);
  const dealt = (ticket: number, changes: Parameters<typeof sampleDeal>[0]): EngineEvent => ({
    kind: 'dealRecorded',
    deal: sampleDeal({
      dealTicket: `${index}${ticket}`,
      orderTicket: `${index}${ticket}`,
      positionId: String(index),
      clientOrderId: null,
      reason: 'manual',
      ...changes,
    }),
  });
  switch (kind) {
    case 'denied':
      return events(...entry.asked, entry.denied);
    case 'rejected':
      return events(...entry.asked, entry.opened, entry.ended('rejectedByTrader', `reason ${index}`));
    case 'lost':
      return events(...entry.asked, entry.opened, entry.approved, ...entry.ordered, entry.status('unknown'));
    case 'traded': {
      const exit = exitOf(index, later(3));
      return events(
        ...[...entry.asked, entry.opened, entry.approved, ...entry.ordered],
        dealt(1, { clientOrderId: entry.orderId, reason: 'adviser', occurredAtUtcMs: at }),
        ...[entry.status('filled'), ...exit.asked],
        dealt(2, { ...exit.deal, occurredAtUtcMs: later(3) }),
      );
    }
    case 'learnt': {
      const lesson = sampleLesson({
        lessonId: `lesson:reflection/${index}#1`,
        tradeId: `trade:${index}#1`,
        decisionId: entry.decisionId,
        learntAtUtcMs: later(4),
      });
      const retired = { lessonId: lesson.lessonId, reason: `one of ${index}`, actor: 'window' } as const;
      return events(
        ...[...entry.asked, entry.thought, entry.opened, entry.approved, ...entry.ordered],
        dealt(1, { clientOrderId: entry.orderId, reason: 'adviser', occurredAtUtcMs: at }),
        dealt(2, { side: 'sell', entry: 'out', reason: 'stop', profit: -40, occurredAtUtcMs: later(3) }),
        { kind: 'lessonLearnt', lesson },
        ...(index % 2 === 0 ? [{ kind: 'lessonRetired' as const, ...retired }] : []),
      );
    }
    case 'byHand':
      return events(
        dealt(1, { occurredAtUtcMs: at }),
        dealt(2, { side: 'sell', entry: 'out', volume: 0.1, profit: 12, occurredAtUtcMs: later(5) }),
      );
    case 'reversedLate':
      // What is told last happened second: there was no reversal, and the second trade is no more.
      return events(
        dealt(1, { occurredAtUtcMs: at }),
        dealt(3, { side: 'sell', entry: 'inOut', volume: 0.2, profit: 3, occurredAtUtcMs: later(4) }),
        dealt(2, { volume: 0.1, occurredAtUtcMs: later(2) }),
      );
    case 'manualDenied': {
      const intent = tradeIntentSchema.parse({
        kind: 'close',
        intentId: `close:${index}`,
        decisionId: null,
        positionId: '1',
        symbol: 'XAUUSD',
        volume: 0.1,
        reason: 'trader',
        decidedAtUtcMs: at,
      });
      const denial = fault('NOT_A_REDUCTION', 'No such position is open.');
      return events(
        { kind: 'intentFormed', intent },
        { kind: 'intentDenied', intentId: intent.intentId, fault: denial },
      );
    }
    case 'replayed':
      return events(
        ...entry.asked,
        entry.thought,
        entry.denied,
        ...entry.asked,
        entry.opened,
        entry.ended('expired', ''),
      );
  }
}

/** A scenario's wish to enter and what can come of it. */
function entryOf(index: number, at: UtcMs) {
  const decisionId = `decision-${index}`;
  const intent = sampleIntent({ intentId: `enter:${decisionId}`, decisionId, decidedAtUtcMs: at });
  const decision = sampleDecision({ decisionId, asOfUtcMs: at, barOpenTimeUtcMs: at - quarterMs });
  const ticket = sampleApprovalTicket({ approvalId: `approval-${index}`, intent, openedAtUtcMs: at });
  const request = sampleEntryRequest({
    clientOrderId: `${index}001`,
    intentId: intent.intentId,
    approvalId: ticket.approvalId,
  });
  type End = Extract<EngineEvent, { kind: 'approvalEnded' }>;
  const ended = (outcome: End['outcome'], reason: string): EngineEvent => ({
    kind: 'approvalEnded',
    approvalId: approvalId(`approval-${index}`),
    outcome,
    actor: 'window',
    reason,
  });
  const status = (to: OrderStatus): EngineEvent => ({
    kind: 'orderStatusChanged',
    clientOrderId: request.clientOrderId,
    status: to,
    orderTicket: orderTicket(`${index}7`),
    fault: to === 'unknown' ? fault('ORDER_OUTCOME_UNKNOWN', 'No answer came.') : null,
  });
  const asked: readonly EngineEvent[] = [
    { kind: 'decisionMade', decision },
    { kind: 'intentFormed', intent },
  ];
  const denial = fault('SPREAD_TOO_WIDE', 'The spread is too wide.', { spread: 70 });
  const denied: EngineEvent = { kind: 'intentDenied', intentId: intent.intentId, fault: denial };
  const opened: EngineEvent = { kind: 'approvalOpened', ticket };
  const lessons = [`lesson:reflection/${index - 1}#1` as const];
  const opinion = sampleOpinion({ decisionId, lessons });
  const thought: EngineEvent = { kind: 'opinionGiven', decisionId: opinion.decisionId, opinion, fault: null };
  const ordered: readonly EngineEvent[] = [{ kind: 'orderJournaled', request }, status('sent')];
  const approved = ended('approved', '');
  return {
    decisionId,
    asked,
    thought,
    denied,
    opened,
    ended,
    approved,
    ordered,
    status,
    orderId: request.clientOrderId,
  };
}

/** A rule's wish to leave, which needs nobody's approval. */
function exitOf(index: number, at: UtcMs) {
  const signal = { kind: 'exit', side: 'buy', reference: 2005, reason: 'chandelier' };
  const decision = sampleDecision({ decisionId: `exit-${index}`, asOfUtcMs: at, signal, filters: [] });
  const id = clientOrderId(`${index}002`);
  const intent = tradeIntentSchema.parse({
    kind: 'close',
    intentId: intentId(`close:${id}`),
    decisionId: decision.decisionId,
    positionId: String(index),
    symbol: 'XAUUSD',
    volume: 0.1,
    reason: 'chandelier',
    decidedAtUtcMs: at,
  });
  const { request } = sampleClose();
  const close = { ...request, clientOrderId: id, intentId: intent.intentId, positionId: String(index) };
  const asked: readonly EngineEvent[] = [
    { kind: 'decisionMade', decision },
    { kind: 'intentFormed', intent },
    { kind: 'orderJournaled', request: orderRequestSchema.parse(close) },
  ];
  return { asked, deal: { clientOrderId: id, side: 'sell', entry: 'out', reason: 'adviser', profit: 50 } };
}
