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
import { fault } from '#shared/base/fault.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import { isSameAccount, type AccountIdentity } from '#shared/trading/account.ts';
import { parseClientOrderId } from '#shared/trading/client-order-id.ts';
import type { Deal } from '#shared/trading/deal.ts';
import type { ClientOrderId } from '#shared/trading/ids.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import type { MarketNow } from '../broker/broker-state.ts';
import type { SimulatedBroker } from '../broker/simulated-broker.ts';
import type { OrderFaults, OrderStep } from '../order-steps.ts';
import type { ExecutedOrder } from '../store/broker-records.ts';
import type { JournalEntry, OrderJournal } from '../store/order-journal.ts';
import { brokerRequest } from './broker-request.ts';
import { executionResult, notSent } from './execution-result.ts';
import { refusalOf } from './order-checks.ts';
import { orderParameters } from './parameters-hash.ts';

/** What the adviser says, and to whom the steps of an order are told. */
export interface AdviserListener {
  readonly acknowledge: (id: ClientOrderId) => void;
  readonly tellResult: (id: ClientOrderId, result: WireOrderState) => void;
  /** After the result was told: the account has changed by these deals. */
  readonly accountChanged: (deals: readonly Deal[]) => void;
  readonly dropConnection: () => void;
  readonly noteStep: (step: OrderStep, id: ClientOrderId) => void;
}

export interface AdviserDependencies {
  readonly account: AccountIdentity;
  readonly journal: OrderJournal;
  readonly broker: SimulatedBroker;
  /** The broker's history, by magic. */
  readonly findExecution: (id: ClientOrderId) => ExecutedOrder | null;
  /** The market as it is now; null before the first quote. */
  readonly market: () => MarketNow | null;
  /** The session that is open, or null. */
  readonly session: () => string | null;
  readonly brokerClock: BrokerClock;
  readonly wallClock: WallClock;
  readonly timers: Timers;
  readonly faults: OrderFaults;
  readonly listener: AdviserListener;
}

/**
 * Takes orders from the pipe to the broker, each at most once, whatever is killed when: an id goes into the journal before anything is
 * done with it, SENDING is on the disk before the broker hears of it, and what was SENDING when the terminal died is looked up in the
 * broker's history and never sent again.
 */
export class Adviser implements Disposable {
  readonly #it: AdviserDependencies;
  readonly #waits = new Set<{ readonly id: ClientOrderId; timer: Disposable }>();
  #hasDropped = false;

  constructor(dependencies: AdviserDependencies) {
    this.#it = dependencies;
    for (const entry of dependencies.journal.unresolved()) this.#resolve(entry);
  }

  order(order: WireOrder): void {
    this.#after('received', order.id, () => this.#accept(order));
  }

  /** Where the journal has no result and nothing is under way, the order cannot reach the broker any more: NOT_FOUND is proved. */
  query({ id, account }: OrderQueryBody): OrderStatusBody['answer'] {
    if (!isSameAccount(account, this.#it.account)) return { kind: 'WRONG_ACCOUNT' };
    const entry = this.#it.journal.find(id);
    if (entry?.state === 'result') return { kind: 'FOUND', result: entry.result };
    return { kind: this.#isUnderWay(id) ? 'UNKNOWN' : 'NOT_FOUND' };
  }

  [Symbol.dispose](): void {
    for (const { timer } of this.#waits) timer[Symbol.dispose]();
    this.#waits.clear();
  }

  /** What was under way when the terminal died. */
  #resolve({ id, state }: JournalEntry): void {
    const { journal, findExecution, brokerClock } = this.#it;
    if (state === 'received') return journal.storeResult(id, notSent(stoppedBeforeSending));
    const execution = findExecution(id);
    if (execution !== null) journal.storeResult(id, executionResult(execution, brokerClock));
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
    if (known.parametersHash !== parametersHash) return listener.tellResult(known.id, notSent(idConflict));
    if (known.state === 'result') return listener.tellResult(known.id, known.result);
    if (!this.#isUnderWay(known.id)) listener.tellResult(known.id, unknownOutcome);
  }

  #check(order: WireOrder): void {
    const { account, session, wallClock, market, broker, journal } = this.#it;
    const refusal = refusalOf(order, {
      account,
      session: session(),
      wallUtcMs: wallClock.nowUtcMs(),
      market: market(),
      broker: broker.state,
      freeMargin: broker.figures.freeMargin,
    });
    if (refusal !== null) return this.#finish(order.id, notSent(refusal), []);
    journal.markSending(order.id);
    this.#after('sending', order.id, () => this.#send(order));
  }

  #send(order: WireOrder): void {
    const { broker, market, brokerClock } = this.#it;
    const now = assertDefined(market(), 'a market that had a quote has one');
    const { orders, deals } = broker.execute(brokerRequest(order), now);
    const executed = { order: assertDefined(orders[0], 'the broker has the order on record'), deals };
    const result = executionResult(executed, brokerClock);
    this.#after('executed', order.id, () => this.#finish(order.id, result, deals));
  }

  #finish(id: ClientOrderId, result: WireOrderState, deals: readonly Deal[]): void {
    const { journal, faults, listener } = this.#it;
    journal.storeResult(id, result);
    this.#after('stored', id, () => {
      if (!faults.losesReply) listener.tellResult(id, result);
      if (deals.length > 0) listener.accountChanged(deals);
      this.#after('answered', id, () => undefined);
    });
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
  'ORDER_DENIED_BY_ADVISER',
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

const unknownOutcome: WireOrderState = {
  state: 'unknown',
  fault: faultToWire(
    fault('ORDER_OUTCOME_UNKNOWN', 'The terminal stopped while it sent this order; it is not sent again. Ask for it.'),
  ),
  retcode: null,
};
