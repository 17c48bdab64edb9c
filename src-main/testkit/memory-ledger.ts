import type { EngineEvent } from '#shared/events/engine-event.ts';
import { formatClientOrderId, parseClientOrderId } from '#shared/trading/client-order-id.ts';
import type { Deal } from '#shared/trading/deal.ts';
import type { ClientOrderId, PositionId } from '#shared/trading/ids.ts';
import type { Order } from '#shared/trading/order.ts';
import type { TradeOwner } from '#shared/trading/trade.ts';
import { byTime, tradesOfDeals } from '#shared/trading/trades-of-deals.ts';
import { lots } from '#shared/units/lots.ts';
import type { WallClock } from '#main/ports/clock.ts';
import type { EventLog, StateSnapshot, StoredEvent } from '#main/ports/event-log.ts';
import type { LedgerReads } from '#main/ports/ledger-reads.ts';
import type { OrderIds } from '#main/ports/order-ids.ts';

/** A ledger that forgets with its test: the same log may be given to a second engine, as a restart would. */
export interface MemoryLedger {
  readonly log: EventLog;
  readonly reads: LedgerReads;
  readonly orderIds: OrderIds;
  readonly events: readonly StoredEvent[];
  /** The next append throws, as a full disk would make it. */
  readonly failNextAppend: () => void;
}

export function createMemoryLedger(wallClock: WallClock, installationTag = 7): MemoryLedger {
  const events: StoredEvent[] = [];
  let snapshot: (StateSnapshot & { readonly reducerVersion: number }) | null = null;
  let isFull = false;
  let counter = 0;
  let tag = installationTag;
  const kept = <Kind extends EngineEvent['kind']>(kind: Kind): readonly Extract<EngineEvent, { kind: Kind }>[] =>
    events.flatMap(({ event }) => (event.kind === kind ? [event as Extract<EngineEvent, { kind: Kind }>] : []));

  const dealsOf = (position: PositionId): readonly Deal[] =>
    kept('dealRecorded')
      .map(({ deal }) => deal)
      .filter(({ positionId }) => positionId === position)
      .toSorted(byTime);
  const ownerOf = ({ clientOrderId }: Deal): TradeOwner => {
    const request = clientOrderId === null ? undefined : findOrder(clientOrderId)?.request;
    return request?.kind === 'entry' ? request.scenario : 'manual';
  };

  const findOrder = (id: ClientOrderId): Order | null =>
    events.reduce<Order | null>((order, stored) => orderAfter(order, stored, id), null);

  return {
    events,
    failNextAppend: () => {
      isFull = true;
    },
    log: {
      append: (added) => {
        if (isFull) {
          isFull = false;
          throw new Error('database or disk is full');
        }
        const stored = added.map((it, index) => ({
          ...structuredClone(it),
          sequence: events.length + index + 1,
          receivedAtUtcMs: wallClock.nowUtcMs(),
        }));
        events.push(...stored);
        return stored;
      },
      readAfter: (sequence) => events.slice(sequence),
      latestSnapshot: (version) => (snapshot?.reducerVersion === version ? snapshot : null),
      saveSnapshot: (reducerVersion, saved) => {
        snapshot = { ...structuredClone(saved), reducerVersion };
      },
    },
    reads: {
      hasDeal: (ticket) => kept('dealRecorded').some(({ deal }) => deal.dealTicket === ticket),
      hasCash: (ticket) => kept('cashRecorded').some(({ operation }) => operation.dealTicket === ticket),
      findOrder,
      latestDeals: (limit) =>
        kept('dealRecorded')
          .map(({ deal }) => deal)
          .toSorted(byTime)
          .toReversed()
          .slice(0, limit),
      dealsOf,
      tradesOf: (position) => tradesOfDeals(dealsOf(position), ownerOf),
      latestCash: (limit) =>
        kept('cashRecorded')
          .map(({ operation }) => operation)
          .toSorted(byTime)
          .toReversed()
          .slice(0, limit),
      latestOrders: (limit) =>
        kept('orderJournaled')
          .flatMap(({ request }) => findOrder(request.clientOrderId) ?? [])
          .toReversed()
          .slice(0, limit),
      latestDecisions: (limit) =>
        kept('decisionMade')
          .map(({ decision }) => decision)
          .toReversed()
          .slice(0, limit),
      decisionOf: (intent) => {
        const formed = kept('intentFormed').findLast((it) => it.intent.intentId === intent)?.intent;
        const id = formed === undefined || formed.kind === 'modify' ? null : formed.decisionId;
        return kept('decisionMade').findLast(({ decision }) => decision.decisionId === id)?.decision ?? null;
      },
      opinionOn: (decision) =>
        kept('opinionGiven').findLast(({ decisionId, opinion }) => decisionId === decision && opinion !== null)
          ?.opinion ?? null,
      lesson: (id) => {
        const lesson = kept('lessonLearnt').find((it) => it.lesson.lessonId === id)?.lesson;
        if (lesson === undefined) return null;
        const retired = events.find(({ event }) => event.kind === 'lessonRetired' && event.lessonId === id);
        if (retired?.event.kind !== 'lessonRetired') return { lesson, retired: null };
        return { lesson, retired: { atUtcMs: retired.occurredAtUtcMs, reason: retired.event.reason } };
      },
    },
    orderIds: {
      get installationTag() {
        return tag;
      },
      next: () => formatClientOrderId({ installationTag: tag, counter: ++counter }),
      heedJournalMark: (highest) => {
        const mark = parseClientOrderId(highest);
        if (mark?.installationTag !== tag || mark.counter <= counter) return false;
        tag += 1;
        return true;
      },
    },
  };
}

function orderAfter(order: Order | null, { event, occurredAtUtcMs: at }: StoredEvent, id: ClientOrderId): Order | null {
  if (event.kind === 'orderJournaled' && event.request.clientOrderId === id) {
    const { request } = event;
    const unsent = { status: 'journaled', orderTicket: null, filledVolume: lots(0), fault: null } as const;
    return { request, ...unsent, journaledAtUtcMs: at, changedAtUtcMs: at };
  }
  if (order === null) return null;
  if (event.kind === 'orderStatusChanged' && event.clientOrderId === id) {
    return { ...order, status: event.status, fault: event.fault, changedAtUtcMs: at };
  }
  if (event.kind === 'dealRecorded' && event.deal.clientOrderId === id) {
    return { ...order, filledVolume: lots(order.filledVolume + event.deal.volume), changedAtUtcMs: at };
  }
  return order;
}
