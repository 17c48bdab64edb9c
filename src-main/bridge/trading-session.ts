import { fault, type Fault } from '#shared/base/fault.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import { isSameAccount, type AccountIdentity } from '#shared/trading/account.ts';
import type { MonotonicClock } from '#main/ports/clock.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { TerminalEvent } from '#main/ports/terminal-event.ts';
import type { Pulse } from '#main/protocol/messages/control-messages.ts';
import { subscriptionsMax, type WireSubscription } from '#main/protocol/messages/handshake-messages.ts';
import type { LimitsBody } from '#main/protocol/messages/limits-messages.ts';
import type { AppRequest, TerminalReport } from '#main/protocol/server-session.ts';
import type { WireList, WireSnapshot } from '#main/protocol/snapshot-pages.ts';
import type { BackedOffLog } from './backed-off-log.ts';
import { ClockWatch } from './clock-watch.ts';
import { ReportWatch } from './report-watch.ts';
import { subscriptionToWire, type SessionSource } from './session-start.ts';
import { snapshotFromWire, snapshotToReports } from './snapshot-from-wire.ts';
import { profileMismatch, type TerminalProfile } from './terminal-profile.ts';
import type { SessionOutput, TerminalSession } from './terminal-session.ts';
import { listToTerminalEvents, reportToTerminalEvents, type Converted } from './to-terminal-events.ts';

export interface TradingSessionSpec {
  readonly session: TerminalSession;
  /** Drawn for this session; orders bear it. */
  readonly id: string;
  readonly adviserVersion: string;
  readonly appVersion: string;
  readonly profile: TerminalProfile;
  readonly clock: BrokerClock;
  readonly source: SessionSource;
  /** What binds the adviser beyond its own caps; null where nothing does. */
  readonly limits: LimitsBody | null;
  readonly monotonicClock: MonotonicClock;
  readonly logger: Logger;
  readonly warnings: BackedOffLog;
  readonly publish: (events: readonly TerminalEvent[]) => void;
  /** The account is known, and nobody has heard of it yet. */
  readonly onOpening: (account: AccountIdentity) => void;
}

/** What is known of a terminal once its snapshot is complete. */
interface Opened {
  readonly account: AccountIdentity;
  readonly isReplay: boolean;
  readonly reports: ReportWatch;
  /** Null where the market is replayed: its clock is the simulated terminal's own. */
  readonly clockWatch: ClockWatch | null;
}

/** The session that orders go through, from its welcome to its end: makes events of what the terminal says, and watches what it says of itself. */
export class TradingSession {
  readonly #spec: TradingSessionSpec;
  /** What did not fit into READY. */
  #furtherSubscriptions: readonly WireSubscription[] = [];
  #opened: Opened | null = null;
  #isBrokerLinked = true;

  constructor(spec: TradingSessionSpec) {
    this.#spec = spec;
  }

  get id(): string {
    return this.#spec.id;
  }

  get session(): TerminalSession {
    return this.#spec.session;
  }

  /** Null before the snapshot is complete. */
  get account(): AccountIdentity | null {
    return this.#opened?.account ?? null;
  }

  get isReplay(): boolean {
    return this.#opened?.isReplay === true;
  }

  welcome(): void {
    const { session, id, appVersion, source, clock } = this.#spec;
    const subscriptions = source.subscriptions().map((subscription) => subscriptionToWire(subscription, clock));
    this.#furtherSubscriptions = subscriptions.slice(subscriptionsMax);
    session.welcome({
      session: id,
      appVersion,
      lastDealTicket: source.lastDealTicket(),
      subscriptions: subscriptions.slice(0, subscriptionsMax),
    });
  }

  handle(output: Exclude<SessionOutput, { kind: 'authenticated' }>): void {
    switch (output.kind) {
      case 'snapshotCompleted':
        if (this.#opened === null) this.#open(output.snapshot);
        else this.#hearAgain(this.#opened, output.snapshot);
        break;
      case 'listCompleted':
        this.#applyList(output.list);
        break;
      case 'reported':
        this.#report(output.message);
        break;
      case 'ponged':
        this.#spec.publish([{ kind: 'latencyMeasured', roundTripMs: output.roundTripMs }]);
        break;
      case 'pulsed':
        if (this.#opened !== null) this.#heed(output.pulse, this.#opened);
        break;
    }
  }

  /** False: nothing leaves, because the session is not open. */
  send(request: AppRequest): boolean {
    return this.#opened !== null && this.#spec.session.send(request);
  }

  /** Asks the terminal to say everything again, now or as soon as it was not asked a moment ago. */
  refresh(): boolean {
    if (this.#opened === null) return false;
    this.#opened.reports.wish();
    this.#requestSnapshot(this.#opened);
    return true;
  }

  /** The session is over. */
  ended(why: Fault): void {
    this.#spec.publish([{ kind: this.#opened === null ? 'sessionRefused' : 'sessionClosed', fault: why }]);
  }

  #open(wire: WireSnapshot): void {
    const { session, id, profile, clock, adviserVersion, logger, publish, onOpening, limits } = this.#spec;
    const account = wire.head.account.identity;
    const mismatch = profileMismatch(profile, account);
    if (mismatch !== null) {
      session.end(mismatch);
      return;
    }
    const isReplay = wire.head.replay !== null;
    const reports = new ReportWatch({ positions: wire.positions.hash, orders: wire.orders.hash });
    this.#opened = { account, isReplay, reports, clockWatch: isReplay ? null : new ClockWatch(clock) };
    this.#isBrokerLinked = wire.head.account.isConnected;
    this.#spec.warnings.forget();
    logger.info('a terminal is connected', { session: id, version: adviserVersion, ...account });
    if (limits !== null) session.send({ kind: 'LIMITS', body: limits });
    for (const subscription of this.#furtherSubscriptions) session.send({ kind: 'SUBSCRIBE', body: { subscription } });
    onOpening(account);
    publish([
      { kind: 'sessionOpened', snapshot: snapshotFromWire(wire, { adviserVersion, clock }) },
      ...(isReplay ? [] : [{ kind: 'clockChecked', check: { kind: 'pending' } } as const]),
    ]);
  }

  #hearAgain({ account, reports }: Opened, wire: WireSnapshot): void {
    const { session, clock, adviserVersion, publish } = this.#spec;
    if (!isSameAccount(wire.head.account.identity, account)) {
      session.end(accountChanged);
      return;
    }
    reports.applied({ positions: wire.positions.hash, orders: wire.orders.hash });
    this.#hearLink(wire.head.account.isConnected);
    publish(snapshotToReports(snapshotFromWire(wire, { adviserVersion, clock })));
  }

  #applyList(list: WireList): void {
    if (list.kind === 'positions' || list.kind === 'orders') this.#opened?.reports.applied({ [list.kind]: list.hash });
    this.#spec.publish(listToTerminalEvents(list, this.#spec.clock));
  }

  #report(message: TerminalReport): void {
    const { session, clock, publish } = this.#spec;
    if (message.kind === 'ACCOUNT') {
      if (this.account === null || !isSameAccount(message.body.identity, this.account)) {
        session.end(accountChanged);
        return;
      }
      this.#hearLink(message.body.isConnected);
    }
    const converted = reportToTerminalEvents(message, clock);
    this.#log(message, converted);
    publish(converted.events);
  }

  #log(message: TerminalReport, { events, refused }: Converted): void {
    const { logger, warnings } = this.#spec;
    if (refused > 0) warnings.warn(message.kind, 'the terminal sent broken prices; they were left out', { refused });
    if (message.kind === 'ERROR' && events.length === 0)
      logger.warn('the terminal cannot serve a request', { ...message.body });
    if (message.kind === 'ORDER_ACK') logger.debug('the adviser has the order', { order: message.body.id });
    if (message.kind === 'TRANSACTION') logger.debug('the terminal hints at a change', { ...message.body });
  }

  #heed({ clock, exposureHash, isConnected }: Pulse, opened: Opened): void {
    this.#hearLink(isConnected);
    const check = opened.clockWatch?.read(clock) ?? null;
    if (check !== null) this.#spec.publish([{ kind: 'clockChecked', check }]);
    opened.reports.heard(exposureHash, this.#spec.monotonicClock.nowMs());
    this.#requestSnapshot(opened);
  }

  #hearLink(isConnected: boolean): void {
    if (isConnected === this.#isBrokerLinked) return;
    this.#isBrokerLinked = isConnected;
    this.#spec.publish([{ kind: 'brokerLinkChanged', isConnected }]);
  }

  #requestSnapshot({ reports }: Opened): void {
    if (!reports.takeRequest(this.#spec.monotonicClock.nowMs())) return;
    this.#spec.logger.info('the terminal is asked to report everything again', { session: this.id });
    this.#spec.session.send({ kind: 'SNAPSHOT_REQUEST', body: {} });
  }
}

const accountChanged = fault(
  'ACCOUNT_CHANGED',
  'The terminal has changed its account. The session was closed; it begins anew with the new account.',
);
