import type { MonotonicClock, WallClock } from '#main/ports/clock.ts';
import type { Rng } from '#main/ports/rng.ts';
import type { Timers } from '#main/ports/timers.ts';
import type { ErrorBody } from '#main/protocol/messages/control-messages.ts';
import type { ReadyBody } from '#main/protocol/messages/handshake-messages.ts';
import type { ReplayBody, ReplayControlBody } from '#main/protocol/messages/replay-messages.ts';
import type { WireAccount, WirePosition } from '#main/protocol/messages/state-messages.ts';
import type { PairingToken } from '#main/protocol/pairing-token.ts';
import type { ServerMs } from '#main/protocol/server-ms.ts';
import type { AppRequest } from '#main/protocol/server-session.ts';
import { listMessages, snapshotMessages } from '#main/protocol/snapshot-pages.ts';
import { faultToWire } from '#main/protocol/wire-fault.ts';
import { assertNever } from '#shared/base/assert.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { Quote } from '#shared/market/quote.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { AccountIdentity } from '#shared/trading/account.ts';
import type { Deal } from '#shared/trading/deal.ts';
import type { ClientOrderId } from '#shared/trading/ids.ts';
import { Adviser } from './adviser/adviser.ts';
import { SimulatedBroker } from './broker/simulated-broker.ts';
import { MarketPlayer, type PlayedBatch } from './market/market-player.ts';
import type { MarketSource } from './market/market-source.ts';
import type { OrderFaults, OrderStep } from './order-steps.ts';
import { simulatedAccount } from './simulated-account.ts';
import { missedMarket, type MarketStatement } from './session/missed-market.ts';
import { TerminalConnection } from './session/terminal-connection.ts';
import { toServerMs, toWireBar, toWireDeal, toWirePosition, toWireTick } from './session/to-wire.ts';
import { dealsAfter, findExecution } from './store/broker-records.ts';
import { readMarketPosition } from './store/market-position.ts';
import type { TerminalDb } from './store/open-terminal-db.ts';
import { orderJournal, type OrderJournal } from './store/order-journal.ts';
import { readReplaySettings, saveReplaySettings } from './store/replay-settings.ts';

/** What happens in the terminal, for tests and for who watches it. */
export type TerminalNote =
  | { readonly event: 'connected'; readonly session: string }
  | { readonly event: 'disconnected'; readonly code: string; readonly message: string }
  | { readonly event: 'order'; readonly step: OrderStep; readonly id: ClientOrderId }
  | { readonly event: 'dealDone'; readonly deal: Deal }
  | { readonly event: 'marketEnded' };

export interface SimulatedTerminalDependencies {
  /** Claimed for this account and market; the terminal closes it. */
  readonly db: TerminalDb;
  readonly account: AccountIdentity;
  readonly instrument: Instrument;
  readonly source: MarketSource;
  /** The trade server's clock. */
  readonly brokerClock: BrokerClock;
  readonly address: string;
  readonly token: PairingToken;
  readonly version: string;
  readonly faults: OrderFaults;
  readonly wallClock: WallClock;
  readonly monotonicClock: MonotonicClock;
  readonly timers: Timers;
  readonly rng: Rng;
  readonly onNote: (note: TerminalNote) => void;
}

/**
 * A terminal with a broker and a market behind it, that speaks to the cockpit as the adviser in MetaTrader does. Everything that it tells
 * it has committed before.
 */
export class SimulatedTerminal implements Disposable {
  readonly #it: SimulatedTerminalDependencies;
  readonly #journal: OrderJournal;
  readonly #broker: SimulatedBroker;
  readonly #player: MarketPlayer;
  readonly #connection: TerminalConnection;
  readonly #adviser: Adviser;
  #isSubscribed = false;
  /** What is still to be told before the market goes on; null once all was told. */
  #missed: Iterator<MarketStatement> | null = null;
  /** The PING that the market waits for. */
  #awaitedPing: number | null = null;
  #revision = 0;
  /** Why there is no session, as it was noted last: an attempt that fails like the one before is not news. */
  #notedEnd: string | null = null;

  constructor(dependencies: SimulatedTerminalDependencies) {
    this.#it = dependencies;
    const { db, instrument, source, monotonicClock, timers, onNote } = dependencies;
    this.#journal = orderJournal(db);
    this.#broker = new SimulatedBroker(db, instrument);
    this.#player = new MarketPlayer({
      source,
      broker: this.#broker,
      position: readMarketPosition(db, instrument.symbol),
      settings: readReplaySettings(db),
      monotonicClock,
      timers,
      onPlayed: (batch) => this.#tellPlayed(batch),
      onEnded: () => onNote({ event: 'marketEnded' }),
    });
    this.#connection = new TerminalConnection({
      ...dependencies,
      onWelcomed: (ready) => this.#welcomed(ready),
      onRequested: (request) => this.#requested(request),
      onPonged: (id) => this.#ponged(id),
      onHeard: () => this.#tellMissed(),
      onEnded: (why) => this.#ended(why),
    });
    this.#adviser = new Adviser({
      ...dependencies,
      journal: this.#journal,
      broker: this.#broker,
      findExecution: (id) => findExecution(db, id),
      market: () => this.#player.market,
      session: () => this.#connection.session,
      listener: {
        acknowledge: (id) => this.#connection.say({ kind: 'ORDER_ACK', body: { id, stampMs: this.#stampMs } }),
        tellResult: (id, result) =>
          this.#connection.say({ kind: 'ORDER_RESULT', body: { id, result, stampMs: this.#stampMs } }),
        accountChanged: (deals) => this.#connection.together(() => this.#tellAccount(deals)),
        dropConnection: () => this.#connection.drop(),
        noteStep: (step, id) => onNote({ event: 'order', step, id }),
      },
    });
  }

  start(): void {
    this.#connection.connect();
  }

  [Symbol.dispose](): void {
    this.#adviser[Symbol.dispose]();
    this.#connection[Symbol.dispose]();
    this.#player[Symbol.dispose]();
    this.#it.db.close();
  }

  #welcomed({ session, lastDealTicket, subscriptions }: ReadyBody): void {
    const { db, instrument, source, brokerClock: clock, onNote } = this.#it;
    this.#notedEnd = null;
    onNote({ event: 'connected', session });
    this.#tellSnapshot(dealsAfter(db, lastDealTicket));
    const subscription = subscriptions.find(({ symbol }) => symbol === instrument.symbol) ?? null;
    const strangers = subscriptions.filter((it) => it !== subscription);
    for (const { symbol } of strangers) this.#connection.say({ kind: 'ERROR', body: unknownSymbol(symbol) });
    this.#isSubscribed = subscription !== null;
    const position = this.#player.position;
    this.#missed = subscription === null ? noMarket() : missedMarket({ source, position, subscription, clock });
    this.#tellMissed();
  }

  /** As much of what the cockpit missed as credit allows; after the last of it the market waits until all was handled. */
  #tellMissed(): void {
    while (this.#missed !== null && this.#connection.hasCredit) {
      const next = this.#missed.next();
      if (next.done !== true) {
        this.#connection.say(next.value);
        continue;
      }
      this.#missed = null;
      this.#awaitedPing = this.#connection.ping();
    }
  }

  #ponged(id: number): void {
    if (id !== this.#awaitedPing) return;
    this.#awaitedPing = null;
    this.#player.proceed();
  }

  #requested(request: AppRequest): void {
    switch (request.kind) {
      case 'ORDER':
        this.#adviser.order(request.body);
        break;
      case 'ORDER_QUERY': {
        const answer = this.#adviser.query(request.body);
        const body = { id: request.body.id, answer, stampMs: this.#stampMs };
        this.#connection.say({ kind: 'ORDER_STATUS', body });
        break;
      }
      case 'REPLAY_CONTROL':
        this.#control(request.body);
        break;
      default:
        assertNever(request, 'request');
    }
  }

  #control(control: ReplayControlBody): void {
    switch (control.kind) {
      case 'hold':
        this.#player.hold(control.by);
        break;
      case 'release':
        this.#player.release(control.by);
        break;
      case 'setSpeed':
        this.#player.setSpeed(control.speed);
        break;
      case 'step':
        return this.#player.step();
      default:
        assertNever(control, 'replay control');
    }
    saveReplaySettings(this.#it.db, this.#player.settings);
    this.#connection.say({ kind: 'REPLAY', body: this.#replay() });
  }

  #ended(why: Fault): void {
    this.#player.stop();
    this.#missed = null;
    this.#awaitedPing = null;
    if (why.code === this.#notedEnd) return;
    this.#notedEnd = why.code;
    this.#it.onNote({ event: 'disconnected', code: why.code, message: why.message });
  }

  #tellPlayed({ quotes, deals, closedBar }: PlayedBatch): void {
    const isAccountMoved = deals.length > 0 || this.#broker.state.positions.length > 0;
    this.#connection.together(() => {
      this.#tellTicks(quotes);
      if (isAccountMoved || closedBar !== null) this.#tellAccount(deals);
      if (closedBar === null) return;
      this.#tellBar(closedBar);
      this.#awaitedPing = this.#connection.ping();
    });
  }

  #tellTicks(quotes: readonly Quote[]): void {
    const { instrument, brokerClock } = this.#it;
    if (!this.#isSubscribed || quotes.length === 0) return;
    const ticks = quotes.map((quote) => toWireTick(quote, brokerClock));
    this.#connection.say({ kind: 'TICKS', body: { symbol: instrument.symbol, takenAtStamp: 1, ticks } });
  }

  #tellBar(bar: Bar): void {
    const { instrument, brokerClock } = this.#it;
    if (!this.#isSubscribed) return;
    const bars = [toWireBar(bar, brokerClock)];
    this.#connection.say({ kind: 'BARS', body: { symbol: instrument.symbol, timeframe: 'M1', bars, forming: null } });
  }

  /** Deals first: a position that is no longer listed must have its end explained. */
  #tellAccount(deals: readonly Deal[]): void {
    const { brokerClock, onNote } = this.#it;
    for (const deal of deals) onNote({ event: 'dealDone', deal });
    const list = { revision: (this.#revision += 1), stampMs: this.#stampMs };
    if (deals.length > 0)
      this.#tellList({ ...list, kind: 'deals', deals: deals.map((deal) => toWireDeal(deal, brokerClock)) });
    this.#tellList({ ...list, kind: 'positions', positions: this.#positions() });
    this.#connection.say({ kind: 'ACCOUNT', body: this.#account() });
  }

  #tellList(list: Parameters<typeof listMessages>[0]): void {
    for (const message of listMessages(list)) this.#connection.say(message);
  }

  #tellSnapshot(deals: readonly Deal[]): void {
    const { instrument, version, brokerClock } = this.#it;
    const head = {
      revision: (this.#revision += 1),
      account: this.#account(),
      build: `simulated ${version}`,
      journalHighWaterMark: this.#journal.highWaterMark(),
      replay: this.#replay(),
      stampMs: this.#stampMs,
    };
    const snapshot = {
      head,
      instruments: [instrument],
      positions: this.#positions(),
      deals: deals.map((deal) => toWireDeal(deal, brokerClock)),
    };
    for (const message of snapshotMessages(snapshot)) this.#connection.say(message);
  }

  #positions(): readonly WirePosition[] {
    return this.#broker.state.positions.map((position) => toWirePosition(position, this.#it.brokerClock));
  }

  #account(): WireAccount {
    const { account, instrument } = this.#it;
    return { ...simulatedAccount(account, this.#broker.state, instrument), stampMs: this.#stampMs };
  }

  #replay(): ReplayBody {
    return { ...this.#player.settings, source: this.#it.source.name, stampMs: this.#stampMs };
  }

  get #stampMs(): ServerMs {
    return toServerMs(this.#player.nowUtcMs, this.#it.brokerClock);
  }
}

const noMarket = (): Iterator<MarketStatement> => [][Symbol.iterator]();

const unknownSymbol = (symbol: string): ErrorBody => ({
  about: 'READY',
  fault: faultToWire(fault('INSTRUMENT_MISSING', `This terminal does not trade ${symbol}.`)),
});
