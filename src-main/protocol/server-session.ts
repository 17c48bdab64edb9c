import { assert } from '#shared/base/assert.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import type { AccountIdentity } from '#shared/trading/account.ts';
import {
  appProof,
  chooseProtocol,
  isSameProof,
  protocolRange,
  terminalProof,
  type Transcript,
} from './handshake-proof.ts';
import { messageTypes } from './message-types.ts';
import type { AppMessage, Message, TerminalMessage } from './message.ts';
import type { Pulse } from './messages/control-messages.ts';
import { busyMsMax, dataBusyMsMax } from './liveness.ts';
import type { AuthBody, HelloBody, ReadyBody, SessionRole } from './messages/handshake-messages.ts';
import type { PairingToken } from './pairing-token.ts';
import { SessionCore } from './session-core.ts';
import { isListMessage, ListAssembler, SnapshotAssembler, type WireList, type WireSnapshot } from './snapshot-pages.ts';

/** From the connection to the proof. */
export const handshakeMsMax = 2000;

/** From READY to the end of the snapshot. */
export const snapshotMsMax = 10_000;

/** What an open session sends. */
export type AppRequest = Exclude<AppMessage, { kind: 'ACK' | 'CHALLENGE' | 'READY' | 'PING' | 'PONG' | 'BYE' }>;

/** What a terminal says in an open session, lists apart. */
export type TerminalReport = Extract<TerminalMessage, { kind: TerminalReportKind }>;

type TerminalReportKind =
  | 'TICKS'
  | 'BARS'
  | 'HISTORY_END'
  | 'ACCOUNT'
  | 'TRANSACTION'
  | 'ORDER_ACK'
  | 'ORDER_RESULT'
  | 'ORDER_STATUS'
  | 'LIMITS_STATUS'
  | 'REPLAY'
  | 'ERROR';

/** After `failed` nothing comes any more: write what `takeOutput` gives and close. */
export type ServerOutput =
  /** The terminal has proved itself: answer with `welcome` or `refuse`, at once. */
  | { readonly kind: 'authenticated'; readonly hello: HelloBody; readonly account: AccountIdentity | null }
  /** A trading session is open from the first one on; a later one was asked for. */
  | { readonly kind: 'snapshotCompleted'; readonly snapshot: WireSnapshot }
  | { readonly kind: 'listCompleted'; readonly list: WireList }
  | { readonly kind: 'reported'; readonly message: TerminalReport }
  | { readonly kind: 'ponged'; readonly id: number; readonly roundTripMs: number }
  | { readonly kind: 'pulsed'; readonly pulse: Pulse }
  | { readonly kind: 'failed'; readonly fault: Fault };

type Phase =
  | { readonly kind: 'awaitingHello' }
  | { readonly kind: 'awaitingAuth'; readonly transcript: Transcript }
  | { readonly kind: 'awaitingWelcome'; readonly role: SessionRole }
  | { readonly kind: 'awaitingSnapshot'; readonly sinceMs: number; readonly snapshot: SnapshotAssembler }
  | { readonly kind: 'open'; readonly lists: ListAssembler; readonly snapshot: SnapshotAssembler }
  | { readonly kind: 'openForData' };

/** The app's end of one connection, from the first byte to the last. Pure: bytes and readings of the steady clock in, bytes out. */
export class ServerSession {
  readonly #token: PairingToken;
  readonly #appNonce: string;
  readonly #connectedAtMs: number;
  readonly #core = new SessionCore('app', () => null);
  #phase: Phase = { kind: 'awaitingHello' };

  /** `appNonce` is 32 random bytes that were never used before. */
  constructor(start: { readonly token: PairingToken; readonly appNonce: Uint8Array; readonly nowMs: number }) {
    this.#token = start.token;
    this.#appNonce = Buffer.from(start.appNonce).toString('hex');
    this.#connectedAtMs = start.nowMs;
  }

  get isOpen(): boolean {
    const { kind } = this.#phase;
    return (kind === 'open' || kind === 'openForData') && this.#core.fault === null;
  }

  /** The terminal has proved that it knows the token. */
  get isAuthenticated(): boolean {
    return this.#phase.kind !== 'awaitingHello' && this.#phase.kind !== 'awaitingAuth';
  }

  /** What the chunk brought, one by one; each is handled before the next is read. */
  *receive(chunk: Uint8Array, nowMs: number): Generator<ServerOutput> {
    for (const output of this.#core.receive(chunk, nowMs)) {
      const handled = output.kind === 'message' ? this.#handle(output.message as TerminalMessage, nowMs) : output;
      if (handled !== null) yield handled;
    }
  }

  /** Lets the terminal in: READY goes out. A trading session opens with its snapshot, a data session at once. */
  welcome(ready: ReadyBody, nowMs: number): void {
    assert(this.#phase.kind === 'awaitingWelcome', 'only a terminal that has just proved itself is welcomed');
    this.#phase =
      this.#phase.role === 'data'
        ? { kind: 'openForData' }
        : { kind: 'awaitingSnapshot', sinceMs: nowMs, snapshot: new SnapshotAssembler() };
    this.#core.send({ kind: 'READY', body: ready });
  }

  /** Ends the session. A terminal that has proved itself is told why; anybody else is told nothing. */
  end(why: Fault): void {
    this.#core.end(why);
  }

  /** False: it was not taken (history is asked of data sessions only, and all else of trading sessions only), and never leaves. */
  send(request: AppRequest): boolean {
    const isOfRole = historyRequests.has(request.kind) === (this.#phase.kind === 'openForData');
    return this.isOpen && isOfRole && this.#core.send(request);
  }

  /** To be called every `beatPeriodMs`. A fault says that the session has just ended. */
  beat(nowMs: number): Fault | null {
    const overdue = this.#overdue(nowMs);
    return overdue === null ? this.#core.beat(nowMs) : this.#fail(overdue).fault;
  }

  takeOutput(): Uint8Array | null {
    return this.#core.takeOutput();
  }

  #handle(message: TerminalMessage, nowMs: number): ServerOutput | null {
    switch (this.#phase.kind) {
      case 'awaitingHello':
        return message.kind === 'HELLO' ? this.#challenge(message.body) : this.#fail(outOfOrder(message));
      case 'awaitingAuth':
        return message.kind === 'AUTH'
          ? this.#verify(message.body, this.#phase.transcript, nowMs)
          : this.#fail(outOfOrder(message));
      case 'awaitingWelcome':
        return this.#fail(outOfOrder(message));
      case 'awaitingSnapshot': {
        if (overtakes(message)) {
          if (message.kind === 'LIMITS_STATUS') this.#phase.snapshot.replaceLimits(message.body);
          return null;
        }
        const snapshot = this.#phase.snapshot.accept(message);
        if (!snapshot.ok) return this.#fail(snapshot.error);
        if (snapshot.value === null) return null;
        this.#phase = { kind: 'open', lists: new ListAssembler(), snapshot: new SnapshotAssembler() };
        return { kind: 'snapshotCompleted', snapshot: snapshot.value };
      }
      case 'open':
        return this.#handleOpen(message, this.#phase);
      case 'openForData':
        return isHistory(message) ? { kind: 'reported', message } : this.#fail(outOfOrder(message));
    }
  }

  #handleOpen(message: TerminalMessage, phase: Extract<Phase, { kind: 'open' }>): ServerOutput | null {
    if (message.kind === 'SNAPSHOT') {
      const begun = new SnapshotAssembler();
      begun.accept(message);
      this.#phase = { ...phase, snapshot: begun };
      return null;
    }
    if (message.kind === 'LIMITS_STATUS') phase.snapshot.replaceLimits(message.body);
    if (!isListMessage(message))
      return isReport(message) ? { kind: 'reported', message } : this.#fail(outOfOrder(message));
    if (phase.snapshot.isAwaiting(message)) {
      const snapshot = phase.snapshot.accept(message);
      if (!snapshot.ok) return this.#fail(snapshot.error);
      if (snapshot.value === null) return null;
      this.#phase = { ...phase, snapshot: new SnapshotAssembler() };
      return { kind: 'snapshotCompleted', snapshot: snapshot.value };
    }
    const list = phase.lists.accept(message);
    if (!list.ok) return this.#fail(list.error);
    return list.value === null ? null : { kind: 'listCompleted', list: list.value };
  }

  /** A terminal of other protocols is answered in ours and closed: the proof lets it tell its trader, for sure, what the cockpit speaks. */
  #challenge(hello: HelloBody): ServerOutput | null {
    const chosen = chooseProtocol(hello);
    const protocol = chosen.ok ? chosen.value : protocolRange.max;
    const transcript = { hello, protocol, appNonce: this.#appNonce };
    this.#phase = { kind: 'awaitingAuth', transcript };
    const proof = appProof(this.#token, transcript);
    this.#core.send({ kind: 'CHALLENGE', body: { protocol, appNonce: this.#appNonce, proof } });
    return chosen.ok ? null : this.#fail(chosen.error);
  }

  #verify({ proof, account = null }: AuthBody, transcript: Transcript, nowMs: number): ServerOutput {
    if (!isSameProof(proof, terminalProof(this.#token, transcript))) return this.#fail(wrongProof);
    const { role } = transcript.hello;
    this.#phase = { kind: 'awaitingWelcome', role };
    this.#core.open({ nowMs, busyMsMax: busyMsMaxOf[role] });
    return { kind: 'authenticated', hello: transcript.hello, account };
  }

  #overdue(nowMs: number): Fault | null {
    if (this.#core.fault !== null) return null;
    if (!this.isAuthenticated && nowMs - this.#connectedAtMs >= handshakeMsMax) return lateHandshake;
    if (this.#phase.kind === 'awaitingSnapshot' && nowMs - this.#phase.sinceMs >= snapshotMsMax) return lateSnapshot;
    return null;
  }

  #fail(why: Fault): { readonly kind: 'failed'; readonly fault: Fault } {
    return this.#core.end(why);
  }
}

const busyMsMaxOf: Readonly<Record<SessionRole, number>> = { trading: busyMsMax, data: dataBusyMsMax };

const historyRequests: ReadonlySet<Message['kind']> = new Set<AppRequest['kind']>(['BARS_REQUEST', 'TICKS_REQUEST']);

const reportKinds: ReadonlySet<Message['kind']> = new Set<TerminalReport['kind']>([
  'TICKS',
  'BARS',
  'ACCOUNT',
  'TRANSACTION',
  'ORDER_ACK',
  'ORDER_RESULT',
  'ORDER_STATUS',
  'LIMITS_STATUS',
  'REPLAY',
  'ERROR',
]);

const isReport = (message: TerminalMessage): message is TerminalReport => reportKinds.has(message.kind);

const historyKinds: ReadonlySet<Message['kind']> = new Set<TerminalReport['kind']>([
  'TICKS',
  'BARS',
  'HISTORY_END',
  'ERROR',
]);

const isHistory = (message: TerminalMessage): message is TerminalReport => historyKinds.has(message.kind);

/** Control messages come before a snapshot that waits for credit. Nothing is lost with them: limits are kept, every order is asked about after it. */
const overtakes = (message: TerminalMessage): boolean =>
  isReport(message) && messageTypes[message.kind].lane === 'control';

const outOfOrder = ({ kind }: Message): Fault =>
  fault('HANDSHAKE_ORDER', `${kind} came at a moment when it cannot come.`, { kind });

const wrongProof = fault(
  'HANDSHAKE_PROOF',
  'Something that does not know the pairing token tried to connect, and was closed. If it was your terminal, copy the token from the cockpit into the adviser again.',
);

const lateHandshake = fault('HANDSHAKE_TIMEOUT', 'A connection did not prove itself within 2 seconds and was closed.');

const lateSnapshot = fault('HANDSHAKE_TIMEOUT', 'The terminal did not complete its snapshot within 10 seconds.');
