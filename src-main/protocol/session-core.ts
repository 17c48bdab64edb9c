import { fault, type Fault } from '#shared/base/fault.ts';
import { FrameLink } from './frame-link.ts';
import { Liveness, silenceMsMax } from './liveness.ts';
import type { Message } from './message.ts';
import type { Pulse } from './messages/control-messages.ts';
import { RoundTrips } from './round-trips.ts';
import { faultFromWire, faultToWire } from './wire-fault.ts';

/** What comes out of bytes that came in. After `failed` nothing comes any more, and the owner closes the connection. */
export type CoreOutput =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'ponged'; readonly id: number; readonly roundTripMs: number }
  | { readonly kind: 'pulsed'; readonly pulse: Pulse }
  | { readonly kind: 'failed'; readonly fault: Fault };

/**
 * What both ends of a session do alike. Until `open` is called every message is handed on and nothing is answered, acknowledged or sent by
 * itself; afterwards it answers PING, measures PONG, grants BUSY, ends on BYE, acknowledges on each beat, and tells silence.
 */
export class SessionCore {
  readonly #link: FrameLink;
  readonly #takePulse: () => Pulse | null;
  readonly #roundTrips = new RoundTrips();
  #liveness: Liveness | null = null;
  #pingedAtMs: number | null = null;
  #fault: Fault | null = null;

  /** `takePulse` is asked with each PING of ours; the app has none. */
  constructor(self: 'terminal' | 'app', takePulse: () => Pulse | null) {
    this.#link = new FrameLink(self);
    this.#takePulse = takePulse;
  }

  /** Why the session ended, or null while it lives. */
  get fault(): Fault | null {
    return this.#fault;
  }

  /** When the peer's newest PING came; null before the first. */
  get pingedAtMs(): number | null {
    return this.#pingedAtMs;
  }

  get hasCredit(): boolean {
    return this.#link.hasCredit;
  }

  get unacknowledgedBytes(): number {
    return this.#link.unacknowledgedBytes;
  }

  /** The peer has proved itself. `busyMsMax` is what its BUSY may ask for. */
  open(start: { readonly nowMs: number; readonly busyMsMax: number }): void {
    this.#liveness = new Liveness(start);
  }

  *receive(chunk: Uint8Array, nowMs: number): Generator<CoreOutput> {
    for (const received of this.#link.receive(chunk)) {
      if (this.#fault !== null) return;
      if (!received.ok) {
        yield this.end(received.error);
        return;
      }
      const output = this.#handle(received.value, nowMs);
      if (output !== null) yield output;
    }
  }

  /** False where the session has ended or the lane is full. */
  send(message: Message): boolean {
    return this.#fault === null && this.#link.send(message);
  }

  /** Sends a PING and answers its number; null where it cannot be sent. */
  ping(nowMs: number): number | null {
    const id = this.#roundTrips.next(nowMs);
    return this.send({ kind: 'PING', body: { id, pulse: this.#takePulse() } }) ? id : null;
  }

  /** To be called every `beatPeriodMs`. A fault says that the session has just ended. */
  beat(nowMs: number): Fault | null {
    if (this.#liveness === null || this.#fault !== null) return null;
    const { isSilent, isPingDue } = this.#liveness.beat(nowMs);
    if (isSilent) return this.end(silent).fault;
    if (isPingDue) this.ping(nowMs);
    this.#link.acknowledge();
    return null;
  }

  /** Ends the session, with a BYE where the peer has proved itself. What is still to be written follows by `takeOutput`. */
  end(why: Fault): Extract<CoreOutput, { kind: 'failed' }> {
    if (this.#liveness !== null) this.send({ kind: 'BYE', body: { fault: faultToWire(why) } });
    this.#fault ??= why;
    return { kind: 'failed', fault: this.#fault };
  }

  takeOutput(): Uint8Array | null {
    return this.#link.takeOutput();
  }

  #handle(message: Message, nowMs: number): CoreOutput | null {
    if (this.#liveness === null) return { kind: 'message', message };
    this.#liveness.heard();
    switch (message.kind) {
      case 'ACK':
        return null;
      case 'PING': {
        const { id, pulse } = message.body;
        this.#pingedAtMs = nowMs;
        this.send({ kind: 'PONG', body: { id } });
        return pulse == null ? null : { kind: 'pulsed', pulse };
      }
      case 'PONG': {
        const { id } = message.body;
        const roundTripMs = this.#roundTrips.end(id, nowMs);
        return roundTripMs === null ? null : { kind: 'ponged', id, roundTripMs };
      }
      case 'BUSY':
        this.#liveness.grant(message.body.maxMs);
        return null;
      case 'BYE':
        this.#fault = faultFromWire(message.body.fault, 'PIPE_FAILED');
        return { kind: 'failed', fault: this.#fault };
      default:
        return { kind: 'message', message };
    }
  }
}

const silent = fault(
  'SESSION_SILENT',
  `The other end of the pipe was silent for ${silenceMsMax / 1000} seconds. Nothing sent is lost from the journals; the connection is made again.`,
);
