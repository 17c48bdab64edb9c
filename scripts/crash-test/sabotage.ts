import type { ClientOrderId } from '#shared/trading/ids.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import type { createBridge } from '#main/wiring/create-bridge.ts';
import type { createEngine } from '#main/wiring/create-engine.ts';
import type { Machine } from '#main/wiring/machine.ts';
import type { Stores } from '#main/wiring/open-stores.ts';

type Bridge = Extract<ReturnType<typeof createBridge>, { ok: true }>['value']['bridge'];
type Gateway = Parameters<typeof createEngine>[1]['gateway'];
type Feed = Pick<Bridge, 'subscribe'>;
type TerminalEvent = Parameters<Parameters<Feed['subscribe']>[0]>[0];
type OrderIds = Stores['ledger']['orderIds'];

/**
 * What the market does in a run: fill at once; fill late without a word; have the terminal logged in elsewhere while an order is on its way, for half
 * a minute or for good; fill the stop before the close.
 */
export const marketScripts = ['plain', 'slow', 'otherAccount', 'otherAccountForGood', 'stopFirst'] as const;

export type MarketScript = (typeof marketScripts)[number];

/**
 * A fault that a cockpit could have, planted from outside at the ports of its engine or on its disk. None of them exists in the product; each has
 * to be found by the verdict, or the verdict would find nothing in the product either.
 */
export interface Sabotage {
  readonly market: MarketScript;
  readonly gateway?: (gateway: Gateway, orderIds: OrderIds) => Gateway;
  readonly feed?: (feed: Feed) => Feed;
  readonly orderIds?: (orderIds: OrderIds) => OrderIds;
  readonly engineMachine?: (machine: Machine) => Machine;
  /** `unflushed`: a loss of power takes all that both journals wrote since the approval. `backup`: both come back as they were before it. */
  readonly disk?: 'unflushed' | 'backup';
}

/** In the engine's eyes the first minute of a life lasts twenty: sixty seconds of proof pass in three. */
const hurried = (machine: Machine): Machine => ({
  ...machine,
  monotonicClock: {
    nowMs: () => {
      const nowMs = machine.monotonicClock.nowMs();
      return durationMs(nowMs + 19 * Math.min(nowMs, 60_000));
    },
  },
});

/** "I cannot tell" is taken for "there is no such order". */
const hasty = mapped((event) =>
  event.kind === 'orderReported' && event.report.kind === 'unknown'
    ? { ...event, report: { kind: 'notFound' } }
    : event,
);

const sabotages = {
  /** Neither ledger nor journal is on the disk before the order leaves. */
  noJournalFlush: { market: 'plain', disk: 'unflushed' },
  /** A restored ledger gives its old ids out again, whatever the terminal's journal says. */
  idReused: { market: 'plain', disk: 'backup', orderIds: heedless },
  /** An order whose answer is missing is sent again, under a new id. */
  resendOnTimeOut: { market: 'slow', gateway: resending },
  /** That the terminal cannot tell is taken for a proof, and at once. */
  earlyNotFound: { market: 'slow', engineMachine: hurried, feed: hasty },
  /** What another account says is taken for the pinned one's. */
  accountSwitch: { market: 'otherAccountForGood', engineMachine: hurried, feed: (feed) => unswitched(hasty(feed)) },
  /** Nobody looks whether a close has opened a position. */
  nettingClose: { market: 'stopFirst', feed: blindToOpenings },
} as const satisfies Readonly<Record<string, Sabotage>>;

export type SabotageName = keyof typeof sabotages;

export const sabotageNames = Object.keys(sabotages) as SabotageName[];

export const sabotageOf = (name: SabotageName): Sabotage => sabotages[name];

function heedless(orderIds: OrderIds): OrderIds {
  return {
    get installationTag() {
      return orderIds.installationTag;
    },
    next: () => orderIds.next(),
    heedJournalMark: () => false,
  };
}

function resending(gateway: Gateway, orderIds: OrderIds): Gateway {
  const sent = new Map<ClientOrderId, Parameters<Gateway['send']>>();
  return {
    refresh: () => gateway.refresh(),
    setHalt: (halt) => gateway.setHalt(halt),
    send: (authorized, request) => {
      sent.set(request.clientOrderId, [authorized, request]);
      return gateway.send(authorized, request);
    },
    query: (id) => {
      const [authorized, request] = sent.get(id) ?? [];
      if (authorized === undefined || request === undefined) return gateway.query(id);
      sent.delete(id);
      return gateway.send(authorized, { ...request, clientOrderId: orderIds.next() });
    },
  };
}

function unswitched(feed: Feed): Feed {
  let pinned: Extract<TerminalEvent, { kind: 'accountReported' }>['account']['identity'] | null = null;
  return mapped((event) => {
    if (event.kind === 'sessionOpened') {
      pinned ??= event.snapshot.account.identity;
      return { ...event, snapshot: { ...event.snapshot, account: { ...event.snapshot.account, identity: pinned } } };
    }
    if (event.kind !== 'accountReported' || pinned === null) return event;
    return { ...event, account: { ...event.account, identity: pinned } };
  })(feed);
}

function blindToOpenings(feed: Feed): Feed {
  let isClosed = false;
  return mapped((event) => {
    if (event.kind === 'positionsReported') {
      isClosed ||= event.positions.length === 0;
      return isClosed ? { ...event, positions: [] } : event;
    }
    if (event.kind === 'dealsReported') return { ...event, deals: event.deals.map(asClosing) };
    if (event.kind !== 'orderReported' || !('deals' in event.report)) return event;
    return { ...event, report: { ...event.report, deals: event.report.deals.map(asClosing) } };
  })(feed);
}

type Deal = Extract<TerminalEvent, { kind: 'dealsReported' }>['deals'][number];

const asClosing = (deal: Deal): Deal => (deal.side === 'sell' ? { ...deal, entry: 'out' } : deal);

function mapped(change: (event: TerminalEvent) => TerminalEvent): (feed: Feed) => Feed {
  return (feed) => ({
    subscribe: (listener) =>
      feed.subscribe((event) => {
        listener(change(event));
      }),
  });
}
