import { fault, type Fault } from '#shared/base/fault.ts';
import { err, type Result } from '#shared/base/result.ts';
import { FrameDecoder, type Frame } from './frame-decoder.ts';
import { FrameEncoder } from './frame-encoder.ts';
import { frameHeaderBytes } from './frame-header.ts';
import { decodeMessage, encodePayload, type Message } from './message.ts';
import { isSentBy, messageTypes, type MessageKind } from './message-types.ts';
import { WaitingLane, type WaitingFrame } from './waiting-lane.ts';
import { advance, distance } from './wire-counter.ts';

/**
 * What one end may have unacknowledged. A pipe holds 64 KiB; a writer that fills it blocks, and an adviser that blocks freezes its
 * terminal. `sendBulkBytes` is the share that market data and state may use: the rest is kept for control and results.
 */
export interface LinkLimits {
  readonly sendBytes: number;
  readonly sendBulkBytes: number;
  readonly receiveBytes: number;
}

const kib = 1024;

export const terminalLimits: LinkLimits = {
  sendBytes: 48 * kib,
  sendBulkBytes: 40 * kib,
  receiveBytes: 32 * kib,
};

export const appLimits: LinkLimits = { sendBytes: 32 * kib, sendBulkBytes: 32 * kib, receiveBytes: 48 * kib };

/** So much consumed is acknowledged at once; less waits for the next frame or the next call of `acknowledge`. */
export const ackEveryBytes = 8 * kib;

/** Messages over a stream of bytes, in both directions: sequence, acknowledgements and credit. Pure: bytes in, bytes out. */
export class FrameLink {
  readonly #self: 'terminal' | 'app';
  readonly #limits: LinkLimits;
  readonly #decoder = new FrameDecoder();
  readonly #encoder = new FrameEncoder();
  readonly #control = new WaitingLane();
  readonly #bulk = new WaitingLane();
  #sent = 0;
  #sentAcknowledged = 0;
  #consumed = 0;
  /** What our frames have acknowledged, and what of it was handed out to be written: the peer cannot know of more. */
  #acknowledged = 0;
  #acknowledgedOnWire = 0;

  constructor(self: 'terminal' | 'app') {
    this.#self = self;
    this.#limits = self === 'app' ? appLimits : terminalLimits;
  }

  /** Nothing waits for credit, so that the next bulk message is worth making. */
  get hasCredit(): boolean {
    return this.#control.isEmpty && this.#bulk.isEmpty;
  }

  get unacknowledgedBytes(): number {
    return distance(this.#sentAcknowledged, this.#sent);
  }

  /**
   * The messages in a chunk, one by one. A message counts as consumed when the next one is asked for, so that what is acknowledged was
   * handled. A fault is the last thing that comes, and final.
   */
  *receive(chunk: Uint8Array): Generator<Result<Message, Fault>> {
    this.#decoder.push(chunk);
    for (;;) {
      const frame = this.#decoder.next();
      if (!frame.ok) {
        yield frame;
        return;
      }
      if (frame.value === null) return;
      const message = this.#accept(frame.value);
      yield message;
      if (!message.ok) return;
      this.#consume(message.value.kind, frame.value.header.length);
    }
  }

  /** Takes a message for sending, at once or when credit allows; false where the lane is full. Only control overtakes bulk. */
  send(message: Message): boolean {
    const { lane } = messageTypes[message.kind];
    const frame = { kind: message.kind, payload: encodePayload(message) };
    if (!(lane === 'bulk' ? this.#bulk : this.#control).push(frame)) return false;
    this.#transmitWaiting();
    return true;
  }

  /** Tells the peer what was consumed, if it does not know yet. */
  acknowledge(): void {
    if (this.#consumed !== this.#acknowledged) this.#transmit({ kind: 'ACK', payload: encodePayload(acknowledgement) });
  }

  /** Everything to be written, as one chunk, or null. */
  takeOutput(): Uint8Array | null {
    this.#acknowledgedOnWire = this.#acknowledged;
    return this.#encoder.takeOutput();
  }

  #accept(frame: Frame): Result<Message, Fault> {
    const message = decodeMessage(frame);
    if (!message.ok) return message;
    const { kind } = message.value;
    if (!isSentBy(kind, this.#self === 'app' ? 'terminal' : 'app')) return err(wrongDirection(kind));
    if (distance(frame.header.ackBytes, this.#sent) > this.unacknowledgedBytes) return err(acknowledgedTooMuch);
    this.#sentAcknowledged = frame.header.ackBytes;
    const unacknowledged = distance(this.#acknowledgedOnWire, this.#consumed) + chargeOf(kind, frame.header.length);
    if (unacknowledged > this.#limits.receiveBytes)
      return err(creditExceeded(unacknowledged, this.#limits.receiveBytes));
    this.#transmitWaiting();
    return message;
  }

  #consume(kind: MessageKind, length: number): void {
    this.#consumed = advance(this.#consumed, chargeOf(kind, length));
    if (distance(this.#acknowledged, this.#consumed) >= ackEveryBytes) this.acknowledge();
  }

  #transmitWaiting(): void {
    this.#transmitFrom(this.#control, this.#limits.sendBytes);
    if (this.#control.isEmpty) this.#transmitFrom(this.#bulk, this.#limits.sendBulkBytes);
  }

  #transmitFrom(lane: WaitingLane, limit: number): void {
    for (;;) {
      const frame = lane.takeWithin(limit - this.unacknowledgedBytes - frameHeaderBytes);
      if (frame === null) return;
      this.#transmit(frame);
    }
  }

  #transmit({ kind, payload }: WaitingFrame): void {
    this.#encoder.append({ type: messageTypes[kind].code, ackBytes: this.#consumed, payload });
    this.#sent = advance(this.#sent, chargeOf(kind, frameHeaderBytes + payload.length));
    this.#acknowledged = this.#consumed;
  }
}

/** ACK is free: were it charged, two ends out of credit could never tell each other what they consumed. */
const chargeOf = (kind: MessageKind, length: number): number => (messageTypes[kind].lane === 'free' ? 0 : length);

const acknowledgement: Message = { kind: 'ACK', body: null };

const wrongDirection = (kind: MessageKind): Fault =>
  fault('FRAME_TYPE', `${kind} came from the side that does not send it.`, { kind });

const acknowledgedTooMuch = fault('FRAME_SEQUENCE', 'The peer acknowledged bytes that were never sent.');

const creditExceeded = (unacknowledged: number, limit: number): Fault =>
  fault('CREDIT_EXCEEDED', `The peer sent ${unacknowledged} bytes without waiting; ${limit} are allowed.`, {
    unacknowledged,
    limit,
  });
