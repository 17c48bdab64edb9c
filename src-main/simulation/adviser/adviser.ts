import type { WallClock } from '#main/ports/clock.ts';
import type { Timers } from '#main/ports/timers.ts';
import type {
  OrderQueryBody,
  OrderStatusBody,
  WireOrder,
  WireOrderState,
} from '#main/protocol/messages/trade-messages.ts';
import { faultToWire } from '#main/protocol/wire-fault.ts';
import { assertDefined } from '#shared/base/assert.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import { isSameAccount, type AccountIdentity } from '#shared/trading/account.ts';
import { parseClientOrderId } from '#shared/trading/client-order-id.ts';
import type { Deal } from '#shared/trading/deal.ts';
import type { ClientOrderId, DealTicket, OrderTicket } from '#shared/trading/ids.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { BrokerChange } from '../broker/broker-state.ts';
import type { MarketNow } from '../broker/market-watch.ts';
import type { BrokerAnswer, SimulatedBroker } from '../broker/simulated-broker.ts';
import type { TreatmentPlan } from '../broker/treatment-plan.ts';
import type { OrderFaults, OrderStep } from '../order-steps.ts';
import type { ExecutedOrder } from '../store/broker-records.ts';
import type { JournalEntry, OrderJournal } from '../store/order-journal.ts';
import { brokerRequest } from './broker-request.ts';
import type { EntryGuards } from './entry-guards.ts';
import {
  answerResult,
  executionResult,
  isFinal,
  notSent,
  outcomeUnknown,
  stopsResult,
  workingResult,
} from './execution-result.ts';
import { refusalOf } from './order-checks.ts';
import { orderParameters } from './parameters-hash.ts';

/** What the adviser says, and to whom the steps of an order are told. */
export interface AdviserListener {
  readonly acknowledge: (id: ClientOrderId) => void;
  readonly tellResult: (id: ClientOrderId, result: WireOrderState) => void;
  /** After the result was told: the account has changed. */
  readonly accountChanged: (change: BrokerChange) => void;
  /** Something that belongs to no order's result. */
  readonly warn: (about: string, fault: Fault) => void;
  readonly dropConnection: () => void;
  readonly noteStep: (step: OrderStep, id: ClientOrderId) => void;
}

/** The broker's history, as the terminal reads it. */
export interface BrokerHistory {
  /** By magic. */
  readonly findExecution: (id: ClientOrderId) => ExecutedOrder | null;
  readonly dealsOfOrder: (ticket: OrderTicket) => readonly Deal[];
  readonly hasDeal: (ticket: DealTicket) => boolean;
}

/** How the terminal stands to the broker. */
export interface BrokerLink {
  readonly isConnected: boolean;
  /** Without a break. */
  readonly connectedMs: number;
  readonly isTradingAllowed: boolean;
}

export interface AdviserDependencies {
  readonly account: AccountIdentity;
  readonly journal: OrderJournal;
  readonly broker: SimulatedBroker;
  readonly plan: TreatmentPlan;
  readonly history: BrokerHistory;
  readonly link: () => BrokerLink;
  readonly guards: () => EntryGuards;
  /** How long link and order must lie back before the records prove that an order never was. */
  readonly settleMs: number;
  /** The market as it is now for a symbol; null before its first quote. */
  readonly market: (symbol: string) => MarketNow | null;
  /** The market's time. */
  readonly nowUtcMs: () => UtcMs;
  /** The session that is open, or null. */
  readonly session: () => string | null;
  readonly brokerClock: BrokerClock;
  readonly wallClock: WallClock;
  readonly timers: Timers;
  readonly faults: OrderFaults;
  readonly listener: AdviserListener;
}

/** After so long without an answer the records are read, and again as often until they know the order. */
const lookUpPeriodMs = 500;

/**
 * Takes orders from the pipe to the broker, each at most once, whatever is killed when: an id goes into the journal before anything is
 * done with it, SENDING is on the disk before the broker hears of it, and what was SENDING when the terminal died is looked up in the
 * broker's history and never sent again.
 */
export class Adviser implements Disposable {
  readonly #it: AdviserDependencies;
  readonly #waits = new Set<{ readonly id: ClientOrderId; timer: Disposable }>();
  readonly #lookUp: Disposable;
  #hasDropped = false;

  constructor(dependencies: AdviserDependencies) {
    this.#it = dependencies;
    for (const entry of dependencies.journal.unresolved()) this.#resolve(entry);
    this.#lookUp = dependencies.timers.every(durationMs(lookUpPeriodMs), () => this.#lookUpAll());
  }

  order(order: WireOrder): void {
    this.#after('received', order.id, () => this.#accept(order));
  }

  /** What journal and records prove. */
  query({ id, account, lastDealTicket }: OrderQueryBody): OrderStatusBody['answer'] {
    if (!isSameAccount(account, this.#it.account)) return { kind: 'WRONG_ACCOUNT' };
    const entry = this.#it.journal.find(id);
    if (entry?.state === 'result') return { kind: 'FOUND', result: assertDefined(entry.result, 'a result is there') };
    const found = this.#find(id, entry);
    if (found !== null) {
      if (entry !== null) this.#conclude(id, found);
      return { kind: 'FOUND', result: found };
    }
    const doubt = this.#doubt(id, entry, lastDealTicket);
    return doubt === null ? { kind: 'NOT_FOUND' } : { kind: 'UNKNOWN', fault: faultToWire(doubt) };
  }

  /** The broker has worked on an order that it had taken: what a transaction tells MetaTrader's adviser, which may miss it. */
  worked(change: BrokerChange): void {
    if (this.#it.faults.transactions !== 'lost') this.#lookUpAll();
    for (const deal of change.deals) this.#guardClose(deal);
  }

  [Symbol.dispose](): void {
    this.#lookUp[Symbol.dispose]();
    for (const { timer } of this.#waits) timer[Symbol.dispose]();
    this.#waits.clear();
  }

  /** What was under way when the terminal died. */
  #resolve(entry: JournalEntry): void {
    const { id, state } = entry;
    if (state === 'received') return this.#it.journal.storeResult(id, notSent(stoppedBeforeSending));
    const found = this.#find(id, entry);
    if (found !== null) this.#store(id, found);
  }

  #accept(order: WireOrder): void {
    const { journal, wallClock, listener, session } = this.#it;
    const { id } = order;
    if (order.session !== session()) return;
    const { parameters, parametersHash } = orderParameters(order);
    const known = journal.find(id);
    if (known !== null) return this.#answerAgain(known, parametersHash);
    const parts = parseClientOrderId(id);
    if (parts === null || parts.counter <= (journal.highestCounter(parts.installationTag) ?? -1))
      return listener.tellResult(id, notSent(staleId));
    journal.receive({ id, parts, parameters, parametersHash, receivedAtUtcMs: wallClock.nowUtcMs() });
    listener.acknowledge(id);
    this.#after('journaled', id, () => this.#check(order));
  }

  #answerAgain(known: JournalEntry, parametersHash: string): void {
    const { listener } = this.#it;
    const { id, result } = known;
    if (known.parametersHash !== parametersHash) return listener.tellResult(id, notSent(idConflict));
    if (result !== null) return listener.tellResult(id, result);
    if (!this.#isUnderWay(id)) listener.tellResult(id, unknownResult);
  }

  #check(order: WireOrder): void {
    const { account, session, wallClock, nowUtcMs, broker, journal, link, guards } = this.#it;
    const refusal = refusalOf(order, {
      account,
      session: session(),
      wallUtcMs: wallClock.nowUtcMs(),
      watch: broker.watch,
      nowUtcMs: nowUtcMs(),
      broker: broker.state,
      figures: broker.figures,
      isTradingAllowed: link().isTradingAllowed,
      guards: guards(),
    });
    if (refusal !== null) return this.#finish(order.id, notSent(refusal), null);
    journal.markSending(order.id, wallClock.nowUtcMs());
    this.#after('sending', order.id, () => this.#send(order));
  }

  #send(order: WireOrder): void {
    const { broker, market, plan } = this.#it;
    const now = assertDefined(market(order.symbol), 'a market that had a quote has one');
    const treatment = plan.next(order.kind);
    const before = broker.state;
    const answer =
      order.kind === 'modify'
        ? broker.modify(order, now, treatment)
        : broker.execute(brokerRequest(order), now, treatment);
    const { state } = answer.change;
    const hasChanged = state.positions !== before.positions || state.orders !== before.orders;
    this.#after('executed', order.id, () => {
      const result = this.#resultOf(order, answer);
      this.#finish(order.id, result, hasChanged ? answer.change : null);
      for (const deal of answer.change.deals) this.#guardClose(deal);
    });
  }

  /** What came back, and where that is no end, what the records say beside it. Null: nothing came back. */
  #resultOf({ id, kind }: WireOrder, answer: BrokerAnswer): WireOrderState | null {
    if (answer.retcode === null) return null;
    const said = answerResult(kind, answer);
    return said.state === 'accepted' ? (this.#find(id, this.#it.journal.find(id)) ?? said) : said;
  }

  #finish(id: ClientOrderId, result: WireOrderState | null, change: BrokerChange | null): void {
    const { faults, listener } = this.#it;
    if (result !== null) this.#store(id, result);
    this.#after('stored', id, () => {
      if (result !== null && !faults.losesReply) listener.tellResult(id, result);
      if (change !== null) listener.accountChanged(change);
      this.#after('answered', id, () => undefined);
    });
  }

  #lookUpAll(): void {
    for (const entry of this.#it.journal.unresolved()) {
      const { id, state } = entry;
      const found = state === 'sending' && !this.#isUnderWay(id) ? this.#find(id, entry) : null;
      if (found !== null) this.#conclude(id, found);
    }
  }

  /** Stores and tells what was found, where it is news. */
  #conclude(id: ClientOrderId, found: WireOrderState): void {
    const { journal, faults, listener } = this.#it;
    if (JSON.stringify(journal.find(id)?.result) === JSON.stringify(found)) return;
    this.#store(id, found);
    if (!faults.losesReply) listener.tellResult(id, found);
  }

  #store(id: ClientOrderId, result: WireOrderState): void {
    const { journal } = this.#it;
    if (isFinal(result)) journal.storeResult(id, result);
    else journal.storeAnswer(id, result);
  }

  /** What the broker's records know of an order; null: nothing (yet). */
  #find(id: ClientOrderId, entry: JournalEntry | null): WireOrderState | null {
    const { history, broker, brokerClock } = this.#it;
    if (entry?.state === 'received') return null;
    if (entry?.order.kind === 'modify') return stopsResult(entry.order, broker.state, broker.watch);
    const ended = history.findExecution(id);
    if (ended !== null) return executionResult(ended, brokerClock);
    const working = broker.state.orders.find(({ request }) => request.clientOrderId === id);
    if (working === undefined) return null;
    const { orderTicket } = working;
    return workingResult({ orderTicket, deals: history.dealsOfOrder(orderTicket) }, brokerClock);
  }

  /** Why records that do not know an order do not prove that it never was, or null where they do. */
  #doubt(id: ClientOrderId, entry: JournalEntry | null, lastDeal: DealTicket | null): Fault | null {
    const { link, settleMs, history, wallClock } = this.#it;
    if (this.#isUnderWay(id)) return outcomeUnknown;
    const { isConnected, connectedMs } = link();
    if (!isConnected || connectedMs < settleMs) return notSettled;
    if (lastDeal !== null && !history.hasDeal(lastDeal)) return historyIncomplete;
    const sentMs = entry?.sendingAtUtcMs == null ? Infinity : wallClock.nowUtcMs() - entry.sendingAtUtcMs;
    return sentMs < settleMs ? outcomeUnknown : null;
  }

  /** A close of ours that opened instead: its position was gone before it came to the broker of a netting account. */
  #guardClose({ clientOrderId, dealTicket, entry }: Deal): void {
    if (clientOrderId === null || entry === 'out') return;
    if (this.#it.journal.find(clientOrderId)?.order.kind !== 'reduceOnly') return;
    this.#it.listener.warn(
      'closeOpenedExposure',
      fault('NOT_A_REDUCTION', 'A close found its position gone and opened another. Entries are halted.', {
        clientOrderId,
        dealTicket,
      }),
    );
  }

  /** Goes on at once, or after the delay that this step was given. */
  #after(step: OrderStep, id: ClientOrderId, goOn: () => void): void {
    const { faults, listener, timers } = this.#it;
    listener.noteStep(step, id);
    if (faults.dropAfter === step && !this.#hasDropped) {
      this.#hasDropped = true;
      listener.dropConnection();
    }
    const delayMs = faults.delayMsAfter[step];
    if (delayMs === undefined) return goOn();
    const timer = timers.after(durationMs(delayMs), () => {
      this.#waits.delete(wait);
      goOn();
    });
    const wait = { id, timer };
    this.#waits.add(wait);
  }

  #isUnderWay(id: ClientOrderId): boolean {
    return [...this.#waits].some((wait) => wait.id === id);
  }
}

const stoppedBeforeSending = fault(
  'ORDER_NOT_SENT',
  'The terminal stopped before it sent the order to the broker, and does not send it any more.',
);

const staleId = fault(
  'ORDER_STALE_ID',
  'The order’s id is not above the highest one known here, yet not in the journal. It was not executed.',
);

const idConflict = fault(
  'ORDER_ID_CONFLICT',
  'The order’s id is already that of an order with other parameters. This one was not executed.',
);

const unknownResult: WireOrderState = { state: 'unknown', fault: faultToWire(outcomeUnknown), retcode: null };

const notSettled = fault(
  'NOT_CONNECTED',
  'The terminal is connected with its broker for too short a time to know all that happened there.',
);

const historyIncomplete = fault(
  'HISTORY_UNAVAILABLE',
  'The history that was read lacks the last deal that the cockpit knows, so that it proves nothing.',
);
