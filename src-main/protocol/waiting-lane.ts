import type { MessageKind } from './message-types.ts';

export interface WaitingFrame {
  readonly kind: MessageKind;
  readonly payload: Uint8Array;
}

/** What may wait for credit in one lane. */
export const waitingBytesMax = 4 * 1024 * 1024;

/** Frames that wait for credit, in order and bounded. */
export class WaitingLane {
  readonly #frames: WaitingFrame[] = [];
  #bytes = 0;

  get isEmpty(): boolean {
    return this.#frames.length === 0;
  }

  /** False, and not taken, where the lane is full. */
  push(frame: WaitingFrame): boolean {
    if (this.#bytes + frame.payload.length > waitingBytesMax) return false;
    this.#bytes += frame.payload.length;
    this.#frames.push(frame);
    return true;
  }

  /** The oldest frame, if its payload has at most so many bytes; else null, and it goes on waiting. */
  takeWithin(payloadBytes: number): WaitingFrame | null {
    const [frame] = this.#frames;
    if (frame === undefined || frame.payload.length > payloadBytes) return null;
    this.#frames.shift();
    this.#bytes -= frame.payload.length;
    return frame;
  }
}
