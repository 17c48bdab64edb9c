import { assertNever } from '#shared/base/assert.ts';
import type { Opinion } from '#shared/agent/opinion.ts';
import type {
  CockpitBatch,
  CockpitDelta,
  CockpitSnapshot,
  EndedApproval,
  OpenApproval,
  OpenQuestion,
  ScenarioView,
} from '#shared/contract/cockpit-snapshot.ts';
import type { Lamp } from '#shared/contract/lamp.ts';
import type { TicketFigures } from '#shared/contract/ticket-figures.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { Quote } from '#shared/market/quote.ts';
import type { ApprovalTicket } from '#shared/trading/approval-ticket.ts';
import type { Deal } from '#shared/trading/deal.ts';
import { hasEnded, type Order } from '#shared/trading/order.ts';

/** A ticket that waits. `deadlineMs` is on the window's monotonic clock, so that a wall clock that jumps cannot stretch it. */
export interface WaitingApproval {
  readonly ticket: ApprovalTicket;
  readonly deadlineMs: number;
  /** Null: nobody was asked, or nobody answered. */
  readonly opinion: Opinion | null;
  readonly figures: TicketFigures;
}

/** A question to the agents, with its end on the window's monotonic clock: at the latest, since it was asked before it was heard of. */
export interface WaitingQuestion extends Pick<OpenQuestion, 'decisionId' | 'scenario' | 'symbol'> {
  readonly endsAtMs: number;
}

type Unchanged =
  | 'programVersion'
  | 'account'
  | 'day'
  | 'replay'
  | 'tradingState'
  | 'differences'
  | 'positions'
  | 'brokerOrders'
  | 'adviserLimits'
  | 'flattening'
  | 'governance'
  | 'risk'
  | 'proposals';

/**
 * The engine's view as of one batch. A slice that a batch does not touch keeps its identity, which is what lets the screens redraw only
 * where something changed. Orders, deals and ended tickets are newest first.
 */
export interface Replica extends Pick<CockpitSnapshot, Unchanged> {
  readonly sequence: number;
  readonly sentAtUtcMs: number;
  /** The window's monotonic clock when the batch came: how old all this is. */
  readonly receivedAtMs: number;
  readonly marketUtcMs: number | null;
  /** The newest flatten that was seen, under way or ended: one that begins and ends within a batch would leave no trace else. */
  readonly latestFlattening: CockpitSnapshot['flattening'];
  readonly lamps: readonly Lamp[];
  readonly instruments: ReadonlyMap<string, Instrument>;
  readonly quotes: ReadonlyMap<string, Quote>;
  readonly scenarios: readonly ScenarioView[];
  readonly approvals: readonly WaitingApproval[];
  readonly endedApprovals: readonly EndedApproval[];
  readonly questions: readonly WaitingQuestion[];
  /** How often lessons changed since the window opened: whoever shows some asks for them again. */
  readonly lessonChanges: number;
  readonly orders: readonly Order[];
  readonly deals: readonly Deal[];
}

/** What happened grows all day: the newest of it are kept, more than any table draws. A snapshot holds fewer. */
const ordersMax = 1000;
const dealsMax = 2000;
const endedApprovalsMax = 200;

/** A gap means that something was missed: what follows must not be applied, a new subscription brings a new snapshot. */
export type Applied =
  | { readonly kind: 'applied'; readonly replica: Replica }
  | { readonly kind: 'gap'; readonly expected: number; readonly received: number };

/**
 * Brings a replica forward by one batch. `receivedAtMs` is the window's monotonic clock at receipt. Pure: the same batches give the same
 * replica, however deltas are divided among them.
 */
export function applyBatch(replica: Replica | null, batch: CockpitBatch, receivedAtMs: number): Applied {
  if (batch.kind === 'snapshot')
    return { kind: 'applied', replica: replicaOf(batch, receivedAtMs, replica?.lessonChanges ?? 0) };
  const expected = replica === null ? 1 : replica.sequence + 1;
  if (replica === null || batch.sequence !== expected) return { kind: 'gap', expected, received: batch.sequence };
  const { sequence, sentAtUtcMs, marketUtcMs } = batch;
  const carried: Replica = { ...replica, sequence, sentAtUtcMs, receivedAtMs, marketUtcMs };
  return {
    kind: 'applied',
    replica: batch.deltas.reduce((before, delta) => applyDelta(before, delta, receivedAtMs), carried),
  };
}

function replicaOf(
  batch: Extract<CockpitBatch, { kind: 'snapshot' }>,
  receivedAtMs: number,
  lessonChanges: number,
): Replica {
  const { snapshot, sequence, sentAtUtcMs } = batch;
  return {
    ...snapshot,
    sequence,
    sentAtUtcMs,
    receivedAtMs,
    latestFlattening: snapshot.flattening,
    instruments: new Map(snapshot.instruments.map((instrument) => [instrument.symbol, instrument])),
    quotes: new Map(snapshot.quotes.map((quote) => [quote.symbol, quote])),
    approvals: snapshot.approvals.map((approval) => waiting(approval, receivedAtMs)),
    endedApprovals: newestFirst(snapshot.endedApprovals, (ended) => ended.endedAtUtcMs),
    questions: asked([], snapshot.questions, receivedAtMs),
    // A change may have been missed since the last snapshot.
    lessonChanges: lessonChanges + 1,
    orders: newestFirst(snapshot.orders, (order) => order.journaledAtUtcMs),
    deals: newestFirst(snapshot.deals, (deal) => deal.occurredAtUtcMs),
  };
}

function applyDelta(replica: Replica, delta: CockpitDelta, receivedAtMs: number): Replica {
  switch (delta.kind) {
    case 'quoteChanged':
      return { ...replica, quotes: new Map(replica.quotes).set(delta.quote.symbol, delta.quote) };
    case 'barFormed':
    case 'barClosed':
      return replica;
    case 'accountChanged':
      return { ...replica, account: delta.account, day: delta.day };
    case 'replayChanged':
      return { ...replica, replay: delta.replay };
    case 'tradingStateChanged':
      return { ...replica, tradingState: delta.tradingState };
    case 'lampChanged':
      return { ...replica, lamps: replacedBy(replica.lamps, delta.lamp, (lamp) => lamp.name) };
    case 'differencesChanged':
      return { ...replica, differences: delta.differences };
    case 'instrumentChanged':
      return { ...replica, instruments: new Map(replica.instruments).set(delta.instrument.symbol, delta.instrument) };
    case 'scenarioChanged':
      return { ...replica, scenarios: replacedBy(replica.scenarios, delta.scenario, scenarioKey) };
    case 'approvalOpened':
      return {
        ...replica,
        approvals: replacedBy(replica.approvals, waiting(delta.approval, receivedAtMs), (it) => it.ticket.approvalId),
      };
    case 'approvalEnded':
      return endApproval(replica, delta.approval);
    case 'ticketFiguresChanged':
      return {
        ...replica,
        approvals: replica.approvals.map((approval) =>
          approval.ticket.approvalId === delta.approvalId ? { ...approval, figures: delta.figures } : approval,
        ),
      };
    case 'questionsChanged':
      return { ...replica, questions: asked(replica.questions, delta.questions, receivedAtMs) };
    case 'proposalsChanged':
      return { ...replica, proposals: delta.proposals };
    case 'lessonsChanged':
      return { ...replica, lessonChanges: replica.lessonChanges + 1 };
    case 'positionsChanged':
      return { ...replica, positions: delta.positions };
    case 'brokerOrdersChanged':
      return { ...replica, brokerOrders: delta.brokerOrders };
    case 'adviserLimitsChanged':
      return { ...replica, adviserLimits: delta.adviserLimits };
    case 'flatteningChanged':
      return {
        ...replica,
        flattening: delta.flattening,
        latestFlattening: delta.flattening ?? replica.latestFlattening,
      };
    case 'governanceChanged':
      return { ...replica, governance: delta.governance };
    case 'riskChanged':
      return { ...replica, risk: delta.risk };
    case 'orderChanged':
      return {
        ...replica,
        orders: newestOrders(replacedOrFirst(replica.orders, delta.order, (it) => it.request.clientOrderId)),
      };
    case 'dealRecorded': {
      const deals = replacedOrFirst(replica.deals, delta.deal, (deal) => deal.dealTicket);
      return { ...replica, deals: deals.slice(0, dealsMax) };
    }
    default:
      return assertNever(delta, 'delta');
  }
}

function endApproval(replica: Replica, ended: EndedApproval): Replica {
  const { approvalId } = ended.ticket;
  return {
    ...replica,
    approvals: replica.approvals.filter((approval) => approval.ticket.approvalId !== approvalId),
    endedApprovals: replacedOrFirst(replica.endedApprovals, ended, (it) => it.ticket.approvalId).slice(
      0,
      endedApprovalsMax,
    ),
  };
}

const waiting = ({ remainingMs, ...approval }: OpenApproval, receivedAtMs: number): WaitingApproval => ({
  ...approval,
  deadlineMs: receivedAtMs + remainingMs,
});

/** A question that was known keeps its end. */
const asked = (
  before: readonly WaitingQuestion[],
  questions: readonly OpenQuestion[],
  receivedAtMs: number,
): readonly WaitingQuestion[] =>
  questions.map(
    ({ decisionId, scenario, symbol, deadlineMs }) =>
      before.find((known) => known.decisionId === decisionId) ?? {
        decisionId,
        scenario,
        symbol,
        endsAtMs: receivedAtMs + deadlineMs,
      },
  );

export const scenarioKey = ({ scenario, symbol }: Pick<ScenarioView, 'scenario' | 'symbol'>): string =>
  `${scenario}:${symbol}`;

/** In its own place where it is known, else last. */
function replacedBy<T>(list: readonly T[], one: T, keyOf: (one: T) => string): readonly T[] {
  const at = list.findIndex((other) => keyOf(other) === keyOf(one));
  return at === -1 ? [...list, one] : list.with(at, one);
}

/** In its own place where it is known, else first: lists of what happened are newest first. */
function replacedOrFirst<T>(list: readonly T[], one: T, keyOf: (one: T) => string): readonly T[] {
  const at = list.findIndex((other) => keyOf(other) === keyOf(one));
  return at === -1 ? [one, ...list] : list.with(at, one);
}

/** An order that has not ended is never forgotten, however old. */
function newestOrders(orders: readonly Order[]): readonly Order[] {
  if (orders.length <= ordersMax) return orders;
  const oldestEnded = orders.findLastIndex(({ status }) => hasEnded(status));
  return oldestEnded === -1 ? orders : orders.toSpliced(oldestEnded, 1);
}

const newestFirst = <T>(list: readonly T[], atOf: (one: T) => number): readonly T[] =>
  list.toSorted((a, b) => atOf(b) - atOf(a));
