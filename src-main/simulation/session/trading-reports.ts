import type { Pulse } from '#main/protocol/messages/control-messages.ts';
import type { CalendarRequestBody, SymbolsRequestBody } from '#main/protocol/messages/data-messages.ts';
import type { LimitsStatusBody } from '#main/protocol/messages/limits-messages.ts';
import type { ReplayBody } from '#main/protocol/messages/replay-messages.ts';
import { serverMs, type ServerMs } from '#main/protocol/server-ms.ts';
import { listMessages, snapshotMessages, type WireList } from '#main/protocol/snapshot-pages.ts';
import { faultToWire } from '#main/protocol/wire-fault.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import type { CalendarEvent } from '#shared/market/calendar-event.ts';
import type { Quote } from '#shared/market/quote.ts';
import { isBrokerStamp, type BrokerClock } from '#shared/time/broker-clock.ts';
import type { AccountIdentity } from '#shared/trading/account.ts';
import type { Deal } from '#shared/trading/deal.ts';
import type { ClientOrderId, DealTicket } from '#shared/trading/ids.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { BrokerChange, BrokerState } from '../broker/broker-state.ts';
import { instrumentsOf, type MarketWatch } from '../broker/market-watch.ts';
import { releasesIn } from '../market/economic-calendar.ts';
import type { MarketFaults } from '../market-faults.ts';
import type { OrderFaults } from '../order-steps.ts';
import type { ReplaySettings } from '../store/replay-settings.ts';
import { AccountTeller, type AccountNow, type AccountStatement, type Permissions } from './account-teller.ts';
import type { TerminalConnection } from './terminal-connection.ts';
import { toServerMs, toWireEvent } from './to-wire.ts';
import { TransactionHints } from './transaction-hints.ts';
import { calendarList, exposureHash, symbolList, type AccountHistory } from './wire-lists.ts';

/** How everything stands at the moment of a report. */
export interface TerminalNow {
  readonly broker: BrokerState;
  readonly watch: MarketWatch;
  readonly limits: LimitsStatusBody;
  readonly permissions: Permissions;
  readonly replay: ReplaySettings;
  /** The market's time, and its last quote of any symbol; null before the first. */
  readonly nowUtcMs: UtcMs;
  readonly quote: Quote | null;
}

export interface TradingReportsSpec {
  readonly line: Pick<TerminalConnection, 'say' | 'together' | 'hasCredit'>;
  readonly account: AccountIdentity;
  readonly calendar: readonly CalendarEvent[];
  readonly brokerClock: BrokerClock;
  /** Of the terminal program. */
  readonly version: string;
  readonly sourceName: string;
  readonly transactions: OrderFaults['transactions'];
  readonly lists: MarketFaults['lists'];
  readonly now: () => TerminalNow;
  readonly journalMarks: () => readonly ClientOrderId[];
  readonly historyAfter: (last: DealTicket | null) => AccountHistory;
}

/** How far the clocks of the PC and of the server, as the PC guesses it, stand from the truth, in milliseconds. */
export interface ClockShift {
  readonly gmtMs: number;
  readonly serverMs: number;
}

/** A source's name may be longer than the wire lets it be. */
const sourceLengthMax = 200;

/** What the terminal says of itself on the trading session: all but the market, and what becomes of single orders. */
export class TradingReports {
  readonly #it: TradingReportsSpec;
  readonly #teller: AccountTeller;
  readonly #hints = new TransactionHints();
  #revision = 0;
  #clockShift: ClockShift = { gmtMs: 0, serverMs: 0 };

  constructor(it: TradingReportsSpec) {
    const { account, brokerClock: clock } = it;
    this.#it = it;
    this.#teller = new AccountTeller({ account, clock });
  }

  /** Everything, with the deals after the one that the cockpit knows. */
  snapshot(lastDealTicket: DealTicket | null): void {
    const { version, journalMarks, historyAfter, line } = this.#it;
    const snapshot = this.#teller.snapshot(this.#accountNow, {
      revision: (this.#revision += 1),
      build: `simulated ${version}`,
      journalMarks: journalMarks(),
      replay: this.#replay,
      ...this.#inOrder(historyAfter(lastDealTicket)),
    });
    for (const message of snapshotMessages(snapshot)) line.say(message);
  }

  /** The account as it is, after these deals. */
  account(deals: readonly Deal[]): void {
    this.#say(this.#teller.account(this.#inOrder({ deals, cash: [] }).deals, this.#accountNow));
  }

  /** What an order did, with hints of it where they are not lost. */
  change(change: BrokerChange): void {
    this.#it.line.together(() => {
      this.#hint(change);
      this.account(change.deals);
    });
  }

  /** Caps, halts and the day: where they are news, or as an answer. */
  limits(way: 'asNews' | 'asAnswer'): void {
    const { limits } = this.#it.now();
    this.#say(way === 'asNews' ? this.#teller.limits(limits) : this.#teller.limitsAgain(limits));
  }

  replay(): void {
    this.#it.line.say({ kind: 'REPLAY', body: this.#replay });
  }

  symbols({ symbols }: SymbolsRequestBody): void {
    const known = instrumentsOf(this.#it.now().watch);
    const asked = symbols === null ? known : known.filter(({ symbol }) => symbols.includes(symbol));
    this.#list(symbolList(asked, this.stampMs));
  }

  calendar({ fromStampMs, toStampMs, currencies }: CalendarRequestBody): void {
    const { calendar, brokerClock: clock, now } = this.#it;
    if (!isBrokerStamp(fromStampMs) || !isBrokerStamp(toStampMs)) return this.refuse('CALENDAR_REQUEST', noSpan);
    const span = { fromUtcMs: clock.toUtc(fromStampMs), toUtcMs: clock.toUtc(toStampMs), currencies };
    const events = releasesIn(calendar, span, now().nowUtcMs).map((event) => toWireEvent(event, clock));
    this.#list(calendarList({ fromStampMs, toStampMs, events }, this.stampMs));
  }

  /** A request that cannot be served, or what belongs to no request at all. */
  refuse(about: string, why: Fault): void {
    this.#it.line.say({ kind: 'ERROR', body: { about, fault: faultToWire(why) } });
  }

  refuseSymbol(about: string, symbol: string): void {
    this.refuse(about, fault('INSTRUMENT_MISSING', `This terminal does not trade ${symbol}.`, { symbol }));
  }

  shiftClocks(shift: ClockShift): void {
    this.#clockShift = shift;
  }

  /** Goes out with each PING. */
  pulse(): Pulse {
    const { brokerClock: clock, now } = this.#it;
    const { broker, permissions, nowUtcMs, quote } = now();
    // One reading of the market's time for all: it goes on between two.
    const stampMs = toServerMs(nowUtcMs, clock);
    return {
      clock: {
        tradeServerMs: serverMs(stampMs + this.#clockShift.serverMs),
        gmtMs: nowUtcMs + this.#clockShift.gmtMs,
        lastQuoteStampMs: quote === null ? 0 : toServerMs(quote.occurredAtUtcMs, clock),
      },
      exposureHash: exposureHash(broker, { clock, stampMs }),
      isConnected: permissions.isConnected,
    };
  }

  /** Now, as the trade server's clock shows it. */
  get stampMs(): ServerMs {
    return toServerMs(this.#it.now().nowUtcMs, this.#it.brokerClock);
  }

  get #accountNow(): AccountNow {
    const { broker, watch, limits, permissions } = this.#it.now();
    return { broker, watch, limits, permissions, stampMs: this.stampMs };
  }

  get #replay(): ReplayBody {
    const { now, sourceName } = this.#it;
    return { ...now().replay, source: sourceName.slice(0, sourceLengthMax), stampMs: this.stampMs };
  }

  #hint(change: BrokerChange): void {
    const { transactions, line } = this.#it;
    if (transactions === 'lost' || !line.hasCredit) return;
    for (const body of this.#hints.of(change, this.stampMs))
      for (let times = transactions === 'twice' ? 2 : 1; times > 0; times--) line.say({ kind: 'TRANSACTION', body });
  }

  #say(statements: readonly AccountStatement[]): void {
    for (const statement of statements)
      if (statement.kind === 'list') this.#list(statement.list);
      else this.#it.line.say(statement.report);
  }

  #list(list: WireList): void {
    for (let times = this.#it.lists === 'twice' ? 2 : 1; times > 0; times--)
      for (const message of listMessages({ ...list, revision: (this.#revision += 1) })) this.#it.line.say(message);
  }

  #inOrder({ deals, cash }: AccountHistory): AccountHistory {
    return this.#it.lists === 'newestFirst' ? { deals: deals.toReversed(), cash: cash.toReversed() } : { deals, cash };
  }
}

const noSpan = fault('REQUEST_INVALID', 'The span that was asked for is none.');
