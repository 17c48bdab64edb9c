import { assert } from '#shared/base/assert.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import type { AccountIdentity } from '#shared/trading/account.ts';
import { appProof, isSameProof, protocolRange, terminalProof } from './handshake-proof.ts';
import { busyMsMax } from './liveness.ts';
import type { AppMessage, Message, TerminalMessage } from './message.ts';
import type { Pulse } from './messages/control-messages.ts';
import type { ChallengeBody, HelloBody, ReadyBody, SessionRole } from './messages/handshake-messages.ts';
import type { PairingToken } from './pairing-token.ts';
import { handshakeMsMax, type AppRequest } from './server-session.ts';
import { SessionCore } from './session-core.ts';

/** After `failed` nothing comes any more: write what `takeOutput` gives, close, and connect again later. */
export type ClientOutput =
  /** The session is open: send the snapshot first (`snapshotMessages`), then anything. */
  | { readonly kind: 'welcomed'; readonly ready: ReadyBody }
  | { readonly kind: 'requested'; readonly message: AppRequest }
  /** Everything that was sent before that PING was handled by the app. */
  | { readonly kind: 'ponged'; readonly id: number; readonly roundTripMs: number }
  | { readonly kind: 'failed'; readonly fault: Fault };

/** What a terminal sends once it is welcomed. */
export type TerminalStatement = Exclude<TerminalMessage, { kind: 'ACK' | 'HELLO' | 'AUTH' | 'PING' | 'PONG' | 'BYE' }>;

type Phase = 'new' | 'awaitingChallenge' | 'awaitingReady' | 'open';

/** The terminal's end of one connection. Pure: bytes and readings of the steady clock in, bytes out. */
export class ClientSession {
  readonly #token: PairingToken;
  readonly #hello: HelloBody;
  readonly #account: AccountIdentity | null;
  readonly #core: SessionCore;
  #phase: Phase = 'new';
  #connectedAtMs = 0;

  /** `terminalNonce` is 32 random bytes that were never used before; `version` is the terminal program's own. */
  constructor(start: {
    readonly token: PairingToken;
    readonly terminalNonce: Uint8Array;
    readonly version: string;
    readonly role: SessionRole;
    /** Whose history a data session brings. A trading session tells its account with the snapshot. */
    readonly account?: AccountIdentity | null;
    /** Asked with each PING of an open session; a data session has none. */
    readonly takePulse: () => Pulse | null;
  }) {
    this.#token = start.token;
    this.#account = start.account ?? null;
    this.#core = new SessionCore('terminal', () => (this.isOpen ? start.takePulse() : null));
    this.#hello = {
      protocolMin: protocolRange.min,
      protocolMax: protocolRange.max,
      version: start.version,
      role: start.role,
      terminalNonce: Buffer.from(start.terminalNonce).toString('hex'),
    };
  }

  get isOpen(): boolean {
    return this.#phase === 'open' && this.#core.fault === null;
  }

  /** When the app's newest PING came; null before the first. Entries are denied to an app that has gone silent. */
  get pingedAtMs(): number | null {
    return this.#core.pingedAtMs;
  }

  /** Nothing waits for credit: the next batch of market data may be made. */
  get hasCredit(): boolean {
    return this.#core.hasCredit;
  }

  /** Bytes that the app has not acknowledged: never above 48 KiB. */
  get unacknowledgedBytes(): number {
    return this.#core.unacknowledgedBytes;
  }

  /** The connection is there: the terminal speaks first. */
  start(nowMs: number): void {
    assert(this.#phase === 'new', 'a session is started once');
    this.#phase = 'awaitingChallenge';
    this.#connectedAtMs = nowMs;
    this.#core.send({ kind: 'HELLO', body: this.#hello });
  }

  /** What the chunk brought, one by one; each is handled before the next is read. */
  *receive(chunk: Uint8Array, nowMs: number): Generator<ClientOutput> {
    for (const output of this.#core.receive(chunk, nowMs)) {
      if (output.kind === 'pulsed') continue;
      const handled = output.kind === 'message' ? this.#handle(output.message as AppMessage, nowMs) : output;
      if (handled !== null) yield handled;
    }
  }

  /** Taken for sending, at once or when credit allows. False: not taken (not open, or 4 MiB are waiting in that lane). */
  send(message: TerminalStatement): boolean {
    return this.isOpen && this.#core.send(message);
  }

  /** Sends a PING behind all market data and state sent so far; its number comes back as `ponged`. Null where it cannot be sent. */
  ping(nowMs: number): number | null {
    return this.isOpen ? this.#core.ping(nowMs) : null;
  }

  /** To be called every `beatPeriodMs`. A fault says that the session has just ended. */
  beat(nowMs: number): Fault | null {
    const isWaiting = this.#phase === 'awaitingChallenge' || this.#phase === 'awaitingReady';
    const isLate = isWaiting && nowMs - this.#connectedAtMs >= handshakeMsMax;
    return isLate && this.#core.fault === null ? this.#core.end(lateHandshake).fault : this.#core.beat(nowMs);
  }

  /** Ends the session; a welcomed terminal says why. */
  end(why: Fault): void {
    this.#core.end(why);
  }

  takeOutput(): Uint8Array | null {
    return this.#core.takeOutput();
  }

  #handle(message: AppMessage, nowMs: number): ClientOutput | null {
    if (this.#phase === 'awaitingChallenge' && message.kind === 'CHALLENGE') return this.#prove(message.body, nowMs);
    if (this.#phase === 'awaitingReady' && message.kind === 'READY') {
      this.#phase = 'open';
      return { kind: 'welcomed', ready: message.body };
    }
    if (this.#phase === 'open' && isRequest(message)) return { kind: 'requested', message };
    return this.#core.end(outOfOrder(message));
  }

  /** Tells nothing to a server that does not know the token. */
  #prove({ protocol, appNonce, proof }: ChallengeBody, nowMs: number): ClientOutput | null {
    const transcript = { hello: this.#hello, protocol, appNonce };
    if (!isSameProof(proof, appProof(this.#token, transcript))) return this.#core.end(wrongProof);
    const isInRange = protocol >= this.#hello.protocolMin && protocol <= this.#hello.protocolMax;
    if (!isInRange) return this.#core.end(otherProtocol(this.#hello, protocol));
    this.#phase = 'awaitingReady';
    const auth = { proof: terminalProof(this.#token, transcript), account: this.#account };
    this.#core.send({ kind: 'AUTH', body: auth });
    this.#core.open({ nowMs, busyMsMax });
    return null;
  }
}

const handshakeKinds: ReadonlySet<AppMessage['kind']> = new Set(['ACK', 'CHALLENGE', 'READY', 'PING', 'PONG', 'BYE']);

const isRequest = (message: AppMessage): message is AppRequest => !handshakeKinds.has(message.kind);

const outOfOrder = ({ kind }: Message): Fault =>
  fault('HANDSHAKE_ORDER', `${kind} came at a moment when it cannot come.`, { kind });

const wrongProof = fault(
  'HANDSHAKE_PROOF',
  'The program behind the pipe does not know the pairing token; nothing was told to it. Copy the token from the cockpit again.',
);

const otherProtocol = ({ protocolMin, protocolMax }: HelloBody, protocol: number): Fault =>
  fault(
    'PROTOCOL_UNSUPPORTED',
    `The cockpit speaks protocol ${protocol}, this terminal ${protocolMin} to ${protocolMax}. Install the adviser that came with the cockpit.`,
    { protocol, protocolMin, protocolMax },
  );

const lateHandshake = fault('HANDSHAKE_TIMEOUT', 'The cockpit did not open the session within 2 seconds.');
