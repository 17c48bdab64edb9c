import type { Server, Socket } from 'node:net';
import { fault, type Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import { brokerClock, type BrokerClock } from '#shared/time/broker-clock.ts';
import { isSameAccount, type AccountIdentity } from '#shared/trading/account.ts';
import type { Authorized } from '#shared/trading/authorized.ts';
import type { ClientOrderId } from '#shared/trading/ids.ts';
import type { OrderRequest } from '#shared/trading/order.ts';
import type { MonotonicClock, WallClock } from '#main/ports/clock.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { ReplayControl, ReplayHolder } from '#main/ports/replay-control.ts';
import type { Rng } from '#main/ports/rng.ts';
import type { TerminalEvent, TerminalFeed } from '#main/ports/terminal-event.ts';
import type { TerminalHistory } from '#main/ports/terminal-history.ts';
import type { TerminalSubscriptions } from '#main/ports/terminal-subscriptions.ts';
import type { Timers } from '#main/ports/timers.ts';
import type { TradeGateway } from '#main/ports/trade-gateway.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import { nonceBytes } from '#main/protocol/handshake-proof.ts';
import type { LimitsBody } from '#main/protocol/messages/limits-messages.ts';
import type { ReplayControlBody } from '#main/protocol/messages/replay-messages.ts';
import type { PairingToken } from '#main/protocol/pairing-token.ts';
import { nearestServerMs } from '#main/protocol/server-ms.ts';
import { BackedOffLog } from './backed-off-log.ts';
import { HistoryDesk } from './history-desk.ts';
import { listenOnPipe } from './listen-on-pipe.ts';
import { orderRefusal, orderToWire } from './order-to-wire.ts';
import { subscriptionToWire, type SessionSource } from './session-start.ts';
import { profileMismatch, type TerminalProfile } from './terminal-profile.ts';
import { TerminalSession, type SessionOutput } from './terminal-session.ts';
import { TradingSession } from './trading-session.ts';

export interface BridgeSpec {
  readonly token: PairingToken;
  /** Of `pipeAddress`. */
  readonly address: string;
  /** Of this program; a terminal is told it. */
  readonly appVersion: string;
  readonly profile: TerminalProfile;
  readonly source: SessionSource;
  /** What binds the adviser beyond its own caps; null where nothing does. */
  readonly limits: LimitsBody | null;
  readonly wallClock: WallClock;
  readonly monotonicClock: MonotonicClock;
  readonly timers: Timers;
  readonly rng: Rng;
  readonly logger: Logger;
}

/** Connections that have not proved themselves; one more is closed at once. */
export const unprovenSocketsMax = 8;

const sessionIdBytes = 8;

/** MetaTrader's own comments are short, and so is what the adviser keeps. */
const haltReasonLengthMax = 200;

/** The session that brings history. It is asked only beside a trading session that stood on the same account. */
interface DataSession {
  readonly session: TerminalSession;
  readonly account: AccountIdentity;
}

type Authenticated = Extract<SessionOutput, { kind: 'authenticated' }>;

/**
 * The cockpit's end of the pipe: lets one terminal in to trade and one session beside it to bring history, tells the engine what the terminal
 * says (synchronously and in order), and hands it what the engine sends.
 */
export class Bridge implements TerminalFeed, TradeGateway, TerminalSubscriptions, ReplayControl {
  readonly #spec: BridgeSpec;
  readonly #brokerClock: BrokerClock;
  readonly #warnings: BackedOffLog;
  readonly #history: HistoryDesk;
  readonly #listeners = new Set<(event: TerminalEvent) => void>();
  readonly #sessions = new Set<TerminalSession>();
  #server: Server | null = null;
  #trading: TradingSession | null = null;
  #data: DataSession | null = null;

  constructor(spec: BridgeSpec) {
    this.#spec = spec;
    this.#brokerClock = brokerClock(spec.profile.clockRule);
    this.#warnings = new BackedOffLog(spec.logger, spec.monotonicClock);
    this.#history = new HistoryDesk({ clock: this.#brokerClock, timers: spec.timers });
  }

  get history(): TerminalHistory {
    return this.#history;
  }

  /** Opens the pipe, once, after those who want to hear have subscribed. PIPE_NAME_TAKEN or PIPE_FAILED. */
  async listen(): Promise<Result<void, Fault>> {
    const server = await listenOnPipe(this.#spec.address, (socket) => this.#admit(socket));
    if (!server.ok) return server;
    this.#server = server.value;
    this.#server.on('error', (error) => this.#spec.logger.error('the pipe failed', error));
    this.#spec.logger.info('the pipe is open', { address: this.#spec.address });
    return ok(undefined);
  }

  subscribe(listener: (event: TerminalEvent) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  send(authorized: Authorized, request: OrderRequest): boolean {
    const open = this.#openSession();
    if (open === null) return false;
    const refusal = orderRefusal({ authorized, request, account: open.account });
    if (refusal !== null) {
      this.#spec.logger.warn(refusal.message, { code: refusal.code, order: request.clientOrderId });
      return false;
    }
    const sentAtUtcMs = this.#spec.wallClock.nowUtcMs();
    return open.trading.send({ kind: 'ORDER', body: orderToWire({ request, session: open.trading.id, sentAtUtcMs }) });
  }

  query(id: ClientOrderId): boolean {
    const open = this.#openSession();
    if (open === null) return false;
    const { trading, account } = open;
    const lastDealTicket = this.#spec.source.lastDealTicket();
    return trading.send({ kind: 'ORDER_QUERY', body: { id, session: trading.id, account, lastDealTicket } });
  }

  refresh(): boolean {
    return this.#trading?.refresh() === true;
  }

  setHalt({ isHalted, reason }: { readonly isHalted: boolean; readonly reason: string }): boolean {
    const body = { isHalted, reason: reason.slice(0, haltReasonLengthMax) };
    return this.#trading?.send({ kind: 'HALT', body }) === true;
  }

  subscribeSymbol(symbol: string): boolean {
    const wish = this.#spec.source.subscriptions().find((it) => it.symbol === symbol);
    if (wish === undefined) return false;
    const subscription = subscriptionToWire(wish, this.#brokerClock);
    return this.#trading?.send({ kind: 'SUBSCRIBE', body: { subscription } }) === true;
  }

  unsubscribeSymbol(symbol: string): boolean {
    return this.#trading?.send({ kind: 'UNSUBSCRIBE', body: { symbol } }) === true;
  }

  requestCalendar({ fromUtcMs, toUtcMs }: { readonly fromUtcMs: UtcMs; readonly toUtcMs: UtcMs }): boolean {
    const span = {
      fromStampMs: nearestServerMs(this.#brokerClock.toBroker(fromUtcMs)),
      toStampMs: nearestServerMs(this.#brokerClock.toBroker(toUtcMs)),
    };
    return this.#trading?.send({ kind: 'CALENDAR_REQUEST', body: { ...span, currencies: [] } }) === true;
  }

  hold(by: ReplayHolder): void {
    this.#controlReplay({ kind: 'hold', by });
  }

  release(by: ReplayHolder): void {
    this.#controlReplay({ kind: 'release', by });
  }

  step(): void {
    this.#controlReplay({ kind: 'step' });
  }

  setSpeed(speed: number): void {
    this.#controlReplay({ kind: 'setSpeed', speed });
  }

  /** Closes the pipe. Nobody is told anything from here on: those who listen are stopping too. */
  async dispose(): Promise<void> {
    this.#listeners.clear();
    const server = this.#server;
    this.#server = null;
    const isClosed = server === null ? null : new Promise((resolve) => server.close(resolve));
    for (const session of this.#sessions) session.end(stopping);
    await isClosed;
  }

  #admit(socket: Socket): void {
    const unproven = [...this.#sessions].filter((session) => !session.isAuthenticated).length;
    if (unproven >= unprovenSocketsMax) {
      socket.destroy();
      this.#warnings.warn('flood', 'too many connections did not prove themselves; one was closed', { unproven });
      return;
    }
    const { token, rng, monotonicClock: clock, timers } = this.#spec;
    this.#sessions.add(
      new TerminalSession({
        socket,
        token,
        appNonce: rng.bytes(nonceBytes),
        clock,
        timers,
        onOutput: (session, output) => this.#handle(session, output),
        onEnded: (session, why) => this.#forget(session, why),
      }),
    );
  }

  #handle(session: TerminalSession, output: SessionOutput): void {
    if (output.kind === 'authenticated') {
      if (output.hello.role === 'trading') this.#welcomeToTrade(session, output);
      else this.#welcomeWithHistory(session, output);
    } else if (session === this.#trading?.session) this.#trading.handle(output);
    else if (output.kind === 'reported') this.#hearHistory(output.message);
  }

  #welcomeToTrade(session: TerminalSession, { hello }: Authenticated): void {
    if (this.#trading !== null) {
      session.end(busy);
      return;
    }
    const { appVersion, profile, source, limits, monotonicClock, logger } = this.#spec;
    this.#trading = new TradingSession({
      ...{ session, appVersion, profile, source, limits, monotonicClock, logger },
      id: this.#drawSessionId(),
      adviserVersion: hello.version,
      clock: this.#brokerClock,
      warnings: this.#warnings,
      publish: (events) => this.#publish(events),
      onOpening: (account) => this.#joinHistory(account),
    });
    this.#trading.welcome();
  }

  #welcomeWithHistory(session: TerminalSession, { account }: Authenticated): void {
    if (account === null) {
      session.end(notLoggedIn);
      return;
    }
    const refusal = this.#refusalOfHistory(account);
    if (refusal !== null) {
      session.end(refusal);
      return;
    }
    this.#data = { session, account };
    const { appVersion } = this.#spec;
    session.welcome({ session: this.#drawSessionId(), appVersion, lastDealTicket: null, subscriptions: [] });
    if (this.#trading?.account != null) this.#joinHistory(this.#trading.account);
  }

  #refusalOfHistory(account: AccountIdentity): Fault | null {
    if (this.#data !== null) return historyBusy;
    const trading = this.#trading?.account ?? account;
    return isSameAccount(account, trading) ? profileMismatch(this.#spec.profile, account) : otherHistory;
  }

  /** History is taken from the terminal that trades, or from none. */
  #joinHistory(account: AccountIdentity): void {
    if (this.#data === null) return;
    const { session } = this.#data;
    if (!isSameAccount(this.#data.account, account)) session.end(otherHistory);
    else if (!this.#history.isConnected) {
      this.#spec.logger.info('a terminal brings history', { ...account });
      this.#history.connect({ send: (request) => session.send(request), end: (why) => session.end(why) });
    }
  }

  #hearHistory(message: Parameters<HistoryDesk['report']>[0]): void {
    if (message.kind === 'ERROR') {
      this.#spec.logger.warn('the terminal cannot serve a request', { ...message.body });
      return;
    }
    const refused = this.#history.report(message);
    if (refused > 0)
      this.#warnings.warn(message.kind, 'the terminal sent broken prices; they were left out', { refused });
  }

  #forget(session: TerminalSession, why: Fault): void {
    this.#sessions.delete(session);
    if (session === this.#trading?.session) this.#forgetTrading(this.#trading, why);
    else {
      if (session === this.#data?.session) {
        this.#data = null;
        this.#history.disconnect();
      }
      if (why !== stopping) this.#warnings.warn(why.code, why.message, { code: why.code });
    }
  }

  #forgetTrading(trading: TradingSession, why: Fault): void {
    this.#trading = null;
    const { logger } = this.#spec;
    const facts = { code: why.code, session: trading.id };
    if (why === stopping) logger.info(why.message, facts);
    else if (trading.account !== null) logger.warn(why.message, facts);
    else this.#warnings.warn(why.code, why.message, facts);
    trading.ended(why);
  }

  #openSession(): { readonly trading: TradingSession; readonly account: AccountIdentity } | null {
    const account = this.#trading?.account ?? null;
    return this.#trading === null || account === null ? null : { trading: this.#trading, account };
  }

  #controlReplay(body: ReplayControlBody): void {
    if (this.#trading?.isReplay === true) this.#trading.send({ kind: 'REPLAY_CONTROL', body });
  }

  #drawSessionId(): string {
    return Buffer.from(this.#spec.rng.bytes(sessionIdBytes)).toString('hex');
  }

  #publish(events: readonly TerminalEvent[]): void {
    for (const event of events) for (const listener of this.#listeners) listener(event);
  }
}

const busy = fault(
  'SESSION_BUSY',
  'Another terminal is connected with this pairing token. Its session goes on; this one is let in when that one is closed or has been silent for 5 seconds.',
);

const historyBusy = fault('SESSION_BUSY', 'Another history service is connected with this pairing token; it goes on.');

const notLoggedIn = fault(
  'NOT_CONNECTED',
  'The history service did not say which account its terminal stands on, so its history was not taken. Log the terminal in.',
);

const otherHistory = fault(
  'ACCOUNT_CHANGED',
  'The history service stands on another account than the terminal that trades, so its history was not taken. Run both in one terminal.',
);

const stopping = fault('ENGINE_STOPPING', 'The cockpit is being closed.');
