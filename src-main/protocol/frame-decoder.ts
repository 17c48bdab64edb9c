import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { frameHeaderBytes, readFrameHeader, type FrameHeader } from './frame-header.ts';
import { advance } from './wire-counter.ts';

export interface Frame {
  readonly header: FrameHeader;
  /** A view into the decoder's buffer: to be read before the next chunk is pushed. */
  readonly payload: Uint8Array;
}

/**
 * Cuts a stream into frames, wherever its chunks were split. It keeps what it was given and not yet cut, which is one chunk and less than
 * one frame. The first fault is final: what follows a broken frame has no known beginning.
 */
export class FrameDecoder {
  #buffer: Uint8Array = new Uint8Array(0);
  #expectedSequence = 1;
  #fault: Fault | null = null;

  push(chunk: Uint8Array): void {
    if (this.#buffer.length === 0) {
      this.#buffer = chunk;
      return;
    }
    const joined = new Uint8Array(this.#buffer.length + chunk.length);
    joined.set(this.#buffer);
    joined.set(chunk, this.#buffer.length);
    this.#buffer = joined;
  }

  /** The next whole frame, or null until more bytes come. */
  next(): Result<Frame | null, Fault> {
    if (this.#fault !== null) return err(this.#fault);
    if (this.#buffer.length < frameHeaderBytes) return ok(null);
    const header = readFrameHeader(this.#buffer);
    if (!header.ok) return this.#fail(header.error);
    const { length, sequence } = header.value;
    if (sequence !== this.#expectedSequence) return this.#fail(sequenceFault(this.#expectedSequence, sequence));
    if (this.#buffer.length < length) return ok(null);
    const payload = this.#buffer.subarray(frameHeaderBytes, length);
    this.#buffer = this.#buffer.subarray(length);
    this.#expectedSequence = advance(this.#expectedSequence, 1);
    return ok({ header: header.value, payload });
  }

  #fail(failure: Fault): Result<never, Fault> {
    this.#fault = failure;
    this.#buffer = new Uint8Array(0);
    return err(failure);
  }
}

const sequenceFault = (expected: number, actual: number): Fault =>
  fault('FRAME_SEQUENCE', `Frame ${expected} was due, frame ${actual} arrived.`, { expected, actual });
