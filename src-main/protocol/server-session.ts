import { assert } from '#shared/base/assert.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import { appProof, chooseProtocol, isSameProof, terminalProof, type Transcript } from './handshake-proof.ts';
import type { AppMessage, Message, TerminalMessage } from './message.ts';
import type { HelloBody, ReadyBody } from './messages/handshake-messages.ts';
import type { PairingToken } from './pairing-token.ts';
import { SessionCore } from './session-core.ts';
import { isListMessage, ListAssembler, SnapshotAssembler, type WireList, type WireSnapshot } from './snapshot-pages.ts';

/** From the connection to the proof. */
export const handshakeMsMax = 2000;

/** From READY to the end of the snapshot. */
export const snapshotMsMax = 10_000;

/** What an open session sends. */
export type AppRequest = Extract<AppMessage, { kind: 'ORDER' | 'ORDER_QUERY' | 'REPLAY_CONTROL' }>;

/** What a terminal says in an open session, lists apart. */
export type TerminalReport = Extract<
  TerminalMessage,
  { kind: 'TICKS' | 'BARS' | 'ACCOUNT' | 'ORDER_ACK' | 'ORDER_RESULT' | 'ORDER_STATUS' | 'REPLAY' | 'ERROR' }
>;

/** After `failed` nothing comes any more: write what `takeOutput` gives and close. */
export type ServerOutput =
  /** The terminal has proved itself: answer with `welcome` or `refuse`, at once. */
  | { readonly kind: 'authenticated'; readonly hello: HelloBody }
  /** The session is open from here on. */
  | { readonly kind: 'snapshotCompleted'; readonly snapshot: WireSnapshot }
  | { readonly kind: 'listCompleted'; readonly list: WireList }
  | { readonly kind: 'reported'; readonly message: TerminalReport }
  | { readonly kind: 'ponged'; readonly id: number; readonly roundTripMs: number }
  | { readonly kind: 'failed'; readonly fault: Fault };

type Phase =
  | { readonly kind: 'awaitingHello' }
  | { readonly kind: 'awaitingAuth'; readonly transcript: Transcript }
  | { readonly kind: 'awaitingWelcome' }
  | { readonly kind: 'awaitingSnapshot'; readonly sinceMs: number; readonly snapshot: SnapshotAssembler }
  | { readonly kind: 'open'; readonly lists: ListAssembler };

/** The app's end of one connection, from the first byte to the last. Pure: bytes and readings of the steady clock in, bytes out. */
export class ServerSession {
  readonly #token: PairingToken;
  readonly #appNonce: string;
  readonly #connectedAtMs: number;
  readonly #core = new SessionCore('app');
  #phase: Phase = { kind: 'awaitingHello' };

  /** `appNonce` is 32 random bytes that were never used before. */
  constructor(start: { readonly token: PairingToken; readonly appNonce: Uint8Array; readonly nowMs: number }) {
    this.#token = start.token;
    this.#appNonce = Buffer.from(start.appNonce).toString('hex');
    this.#connectedAtMs = start.nowMs;
  }

  get isOpen(): boolean {
    return this.#phase.kind === 'open' && this.#core.fault === null;
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

  /** Opens the session: READY goes out, the snapshot is awaited. */
  welcome(ready: ReadyBody, nowMs: number): void {
    assert(this.#phase.kind === 'awaitingWelcome', 'only a terminal that has just proved itself is welcomed');
    this.#phase = { kind: 'awaitingSnapshot', sinceMs: nowMs, snapshot: new SnapshotAssembler() };
    this.#core.send({ kind: 'READY', body: ready });
  }

  /** Ends the session. A terminal that has proved itself is told why; anybody else is told nothing. */
  end(why: Fault): void {
    this.#core.end(why);
  }

  /** False: it was not taken, and never leaves. */
  send(request: AppRequest): boolean {
    return this.isOpen && this.#core.send(request);
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
          ? this.#verify(message.body.proof, this.#phase.transcript, nowMs)
          : this.#fail(outOfOrder(message));
      case 'awaitingWelcome':
        return this.#fail(outOfOrder(message));
      case 'awaitingSnapshot': {
        const snapshot = this.#phase.snapshot.accept(message);
        if (!snapshot.ok) return this.#fail(snapshot.error);
        if (snapshot.value === null) return null;
        this.#phase = { kind: 'open', lists: new ListAssembler() };
        return { kind: 'snapshotCompleted', snapshot: snapshot.value };
      }
      case 'open': {
        if (!isListMessage(message))
          return isReport(message) ? { kind: 'reported', message } : this.#fail(outOfOrder(message));
        const list = this.#phase.lists.accept(message);
        if (!list.ok) return this.#fail(list.error);
        return list.value === null ? null : { kind: 'listCompleted', list: list.value };
      }
    }
  }

  #challenge(hello: HelloBody): ServerOutput | null {
    const protocol = chooseProtocol(hello);
    if (!protocol.ok) return this.#fail(protocol.error);
    const transcript = { hello, protocol: protocol.value, appNonce: this.#appNonce };
    this.#phase = { kind: 'awaitingAuth', transcript };
    const proof = appProof(this.#token, transcript);
    this.#core.send({ kind: 'CHALLENGE', body: { protocol: protocol.value, appNonce: this.#appNonce, proof } });
    return null;
  }

  #verify(proof: string, transcript: Transcript, nowMs: number): ServerOutput {
    if (!isSameProof(proof, terminalProof(this.#token, transcript))) return this.#fail(wrongProof);
    this.#phase = { kind: 'awaitingWelcome' };
    this.#core.open(nowMs);
    return { kind: 'authenticated', hello: transcript.hello };
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

const reportKinds: ReadonlySet<Message['kind']> = new Set<TerminalReport['kind']>([
  'TICKS',
  'BARS',
  'ACCOUNT',
  'ORDER_ACK',
  'ORDER_RESULT',
  'ORDER_STATUS',
  'REPLAY',
  'ERROR',
]);

const isReport = (message: TerminalMessage): message is TerminalReport => reportKinds.has(message.kind);

const outOfOrder = ({ kind }: Message): Fault =>
  fault('HANDSHAKE_ORDER', `${kind} came at a moment when it cannot come.`, { kind });

const wrongProof = fault(
  'HANDSHAKE_PROOF',
  'Something that does not know the pairing token tried to connect, and was closed. If it was your terminal, copy the token from the cockpit into the adviser again.',
);

const lateHandshake = fault('HANDSHAKE_TIMEOUT', 'A connection did not prove itself within 2 seconds and was closed.');

const lateSnapshot = fault('HANDSHAKE_TIMEOUT', 'The terminal did not complete its snapshot within 10 seconds.');
