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
 * one frame, in at most twice the room. The first fault is final: what follows a broken frame has no known beginning.
 */
export class FrameDecoder {
  /** What is kept stands from `start` to before `end`. The bytes are a chunk of the owner's until something must be put behind them. */
  #bytes: Uint8Array = new Uint8Array(0);
  #start = 0;
  #end = 0;
  #isOwn = false;
  /** Of the frame at `start`, once its header is there and was found good. */
  #header: FrameHeader | null = null;
  #expectedSequence = 1;
  #fault: Fault | null = null;

  push(chunk: Uint8Array): void {
    if (this.#fault !== null) return;
    if (this.#start === this.#end) this.#keep({ bytes: chunk, end: chunk.length, isOwn: false });
    else this.#append(chunk);
  }

  /** The next whole frame, or null until more bytes come. */
  next(): Result<Frame | null, Fault> {
    if (this.#fault !== null) return err(this.#fault);
    if (this.#header === null) {
      if (this.#end - this.#start < frameHeaderBytes) return ok(null);
      const header = readFrameHeader(this.#bytes.subarray(this.#start));
      if (!header.ok) return this.#fail(header.error);
      const { sequence } = header.value;
      if (sequence !== this.#expectedSequence) return this.#fail(sequenceFault(this.#expectedSequence, sequence));
      this.#header = header.value;
    }
    const header = this.#header;
    if (this.#end - this.#start < header.length) return ok(null);
    const payload = this.#bytes.subarray(this.#start + frameHeaderBytes, this.#start + header.length);
    this.#start += header.length;
    this.#header = null;
    this.#expectedSequence = advance(this.#expectedSequence, 1);
    return ok({ header, payload });
  }

  #append(chunk: Uint8Array): void {
    const length = this.#end - this.#start + chunk.length;
    if (!this.#isOwn || this.#end + chunk.length > this.#bytes.length) {
      const roomy = new Uint8Array(2 * length);
      roomy.set(this.#bytes.subarray(this.#start, this.#end));
      this.#keep({ bytes: roomy, end: this.#end - this.#start, isOwn: true });
    }
    this.#bytes.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  #keep(kept: { readonly bytes: Uint8Array; readonly end: number; readonly isOwn: boolean }): void {
    this.#bytes = kept.bytes;
    this.#start = 0;
    this.#end = kept.end;
    this.#isOwn = kept.isOwn;
  }

  #fail(failure: Fault): Result<never, Fault> {
    this.#fault = failure;
    this.#keep({ bytes: new Uint8Array(0), end: 0, isOwn: false });
    return err(failure);
  }
}

const sequenceFault = (expected: number, actual: number): Fault =>
  fault('FRAME_SEQUENCE', `Frame ${expected} was due, frame ${actual} arrived.`, { expected, actual });
