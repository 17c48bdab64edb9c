import type { Server, Socket } from 'node:net';
import { assert } from '#shared/base/assert.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import { brokerClock, type BrokerClock } from '#shared/time/broker-clock.ts';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import { isSameAccount, type AccountIdentity } from '#shared/trading/account.ts';
import type { Authorized } from '#shared/trading/authorized.ts';
import type { ClientOrderId } from '#shared/trading/ids.ts';
import type { OrderRequest } from '#shared/trading/order.ts';
import type { MonotonicClock, WallClock } from '#main/ports/clock.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { ReplayControl, ReplayHolder } from '#main/ports/replay-control.ts';
import type { Rng } from '#main/ports/rng.ts';
import type { TerminalEvent, TerminalFeed, TerminalSnapshot } from '#main/ports/terminal-event.ts';
import type { Timers } from '#main/ports/timers.ts';
import type { TradeGateway } from '#main/ports/trade-gateway.ts';
import { nonceBytes } from '#main/protocol/handshake-proof.ts';
import type { HelloBody } from '#main/protocol/messages/handshake-messages.ts';
import type { ReplayControlBody } from '#main/protocol/messages/replay-messages.ts';
import type { PairingToken } from '#main/protocol/pairing-token.ts';
import type { TerminalReport } from '#main/protocol/server-session.ts';
import { snapshotFromWire } from './account-from-wire.ts';
import { BackedOffLog } from './backed-off-log.ts';
import { listenOnPipe } from './listen-on-pipe.ts';
import { orderRefusal, orderToWire } from './order-to-wire.ts';
import { readyBody, type SessionStart } from './session-start.ts';
import { TerminalSession, type SessionOutput } from './terminal-session.ts';
import { listToTerminalEvents, reportToTerminalEvents, type Converted } from './to-terminal-events.ts';

export interface BridgeSpec {
  readonly token: PairingToken;
  /** Of `pipeAddress`. */
  readonly address: string;
  /** How the trade server's clock follows UTC. */
  readonly clockRule: ClockRule;
  /** Asked each time a session begins, so that its cursors are what is stored then. */
  readonly sessionStart: () => SessionStart;
  readonly wallClock: WallClock;
  readonly monotonicClock: MonotonicClock;
  readonly timers: Timers;
  readonly rng: Rng;
  readonly logger: Logger;
}

/** Connections that have not proved themselves; one more is closed at once. */
export const unprovenSocketsMax = 8;

const sessionIdBytes = 8;

/** The one session that orders go through. `opened` is null until its snapshot is complete. */
interface TradingSession {
  readonly session: TerminalSession;
  readonly id: string;
  readonly opened: { readonly account: AccountIdentity; readonly isReplay: boolean } | null;
}

/**
 * The cockpit's end of the pipe: lets one terminal in, tells the engine what it says (synchronously and in order), and hands it what the
 * engine sends.
 */
export class Bridge implements TerminalFeed, TradeGateway, ReplayControl {
  readonly #spec: BridgeSpec;
  readonly #brokerClock: BrokerClock;
  readonly #warnings: BackedOffLog;
  readonly #listeners = new Set<(event: TerminalEvent) => void>();
  readonly #sessions = new Set<TerminalSession>();
  #server: Server | null = null;
  #trading: TradingSession | null = null;

  constructor(spec: BridgeSpec) {
    this.#spec = spec;
    this.#brokerClock = brokerClock(spec.clockRule);
    this.#warnings = new BackedOffLog(spec.logger, spec.monotonicClock);
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
    const trading = this.#openSession();
    if (trading === null) return false;
    const refusal = orderRefusal({ authorized, request, account: trading.account });
    if (refusal !== null) {
      this.#spec.logger.warn(refusal.message, { code: refusal.code, order: request.clientOrderId });
      return false;
    }
    const sentAtUtcMs = this.#spec.wallClock.nowUtcMs();
    return trading.session.send({ kind: 'ORDER', body: orderToWire({ request, session: trading.id, sentAtUtcMs }) });
  }

  query(id: ClientOrderId): boolean {
    const trading = this.#openSession();
    if (trading === null) return false;
    return trading.session.send({ kind: 'ORDER_QUERY', body: { id, session: trading.id, account: trading.account } });
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
    switch (output.kind) {
      case 'authenticated':
        this.#welcome(session, output.hello);
        break;
      case 'snapshotCompleted':
        this.#open(session, snapshotFromWire(output.snapshot, this.#brokerClock));
        break;
      case 'listCompleted':
        this.#publish(listToTerminalEvents(output.list, this.#brokerClock));
        break;
      case 'reported':
        this.#report(session, output.message);
        break;
      case 'ponged':
        this.#publish([{ kind: 'latencyMeasured', roundTripMs: output.roundTripMs }]);
        break;
    }
  }

  #welcome(session: TerminalSession, hello: HelloBody): void {
    const refusal = this.#trading !== null ? busy : hello.role !== 'trading' ? roleUnsupported : null;
    if (refusal !== null) {
      session.end(refusal);
      return;
    }
    const id = Buffer.from(this.#spec.rng.bytes(sessionIdBytes)).toString('hex');
    this.#trading = { session, id, opened: null };
    this.#warnings.forget();
    this.#spec.logger.info('a terminal has proved itself', { session: id, version: hello.version });
    session.welcome(readyBody(id, this.#spec.sessionStart(), this.#brokerClock));
  }

  #open(session: TerminalSession, snapshot: TerminalSnapshot): void {
    const { account, replay } = snapshot;
    assert(this.#trading?.session === session, 'only the session that was welcomed can open');
    this.#trading = { ...this.#trading, opened: { account: account.identity, isReplay: replay !== null } };
    this.#publish([{ kind: 'sessionOpened', snapshot }]);
  }

  #report(session: TerminalSession, message: TerminalReport): void {
    if (message.kind === 'ACCOUNT' && !this.#isOfSession(message.body.identity)) {
      session.end(accountChanged);
      return;
    }
    const converted = reportToTerminalEvents(message, this.#brokerClock);
    this.#log(message, converted);
    this.#publish(converted.events);
  }

  #isOfSession(identity: AccountIdentity): boolean {
    const opened = this.#trading?.opened;
    return opened != null && isSameAccount(identity, opened.account);
  }

  #log(message: TerminalReport, { refused }: Converted): void {
    if (refused > 0)
      this.#warnings.warn(message.kind, 'the terminal sent broken prices; they were left out', { refused });
    if (message.kind === 'ERROR') this.#spec.logger.warn('the terminal cannot serve a request', { ...message.body });
    if (message.kind === 'ORDER_ACK') this.#spec.logger.debug('the adviser has the order', { order: message.body.id });
  }

  #forget(session: TerminalSession, why: Fault): void {
    this.#sessions.delete(session);
    if (this.#trading?.session !== session) {
      this.#warnings.warn(why.code, why.message, { code: why.code });
      return;
    }
    const wasOpen = this.#trading.opened !== null;
    const { logger } = this.#spec;
    (why === stopping ? logger.info : logger.warn)(why.message, { code: why.code, session: this.#trading.id });
    this.#trading = null;
    if (wasOpen) this.#publish([{ kind: 'sessionClosed', fault: why }]);
  }

  #openSession(): { readonly session: TerminalSession; readonly id: string; readonly account: AccountIdentity } | null {
    if (this.#trading?.opened == null) return null;
    const { session, id, opened } = this.#trading;
    return { session, id, account: opened.account };
  }

  #controlReplay(body: ReplayControlBody): void {
    if (this.#trading?.opened?.isReplay === true) this.#trading.session.send({ kind: 'REPLAY_CONTROL', body });
  }

  #publish(events: readonly TerminalEvent[]): void {
    for (const event of events) for (const listener of this.#listeners) listener(event);
  }
}

const busy = fault(
  'SESSION_BUSY',
  'Another terminal is connected with this pairing token. Its session goes on; this one is let in when that one is closed or has been silent for 5 seconds.',
);

const roleUnsupported = fault('PROTOCOL_UNSUPPORTED', 'This version of the cockpit has trading sessions only.');

const accountChanged = fault(
  'ACCOUNT_CHANGED',
  'The terminal has changed its account. The session was closed; it begins anew with the new account.',
);

const stopping = fault('ENGINE_STOPPING', 'The cockpit is being closed.');
