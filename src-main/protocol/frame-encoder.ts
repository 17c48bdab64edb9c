import { assert } from '#shared/base/assert.ts';
import { frameHeaderBytes, payloadBytesMax, writeFrameHeader } from './frame-header.ts';
import { advance } from './wire-counter.ts';

/** Numbers the frames of one direction and joins those that one event produced into one write. */
export class FrameEncoder {
  readonly #frames: Uint8Array[] = [];
  #sequence = 0;

  /** Appends a frame to the next write. A payload above 32752 bytes is a broken invariant of the sender. */
  append(frame: { readonly type: number; readonly ackBytes: number; readonly payload: Uint8Array }): void {
    const { type, ackBytes, payload } = frame;
    assert(payload.length <= payloadBytesMax, `a payload has at most ${payloadBytesMax} bytes, not ${payload.length}`);
    this.#sequence = advance(this.#sequence, 1);
    const bytes = new Uint8Array(frameHeaderBytes + payload.length);
    writeFrameHeader(bytes, { length: bytes.length, type, sequence: this.#sequence, ackBytes });
    bytes.set(payload, frameHeaderBytes);
    this.#frames.push(bytes);
  }

  /** All frames since the last call as one chunk, or null where there are none. */
  takeOutput(): Uint8Array | null {
    if (this.#frames.length === 0) return null;
    const chunk = joinBytes(this.#frames);
    this.#frames.length = 0;
    return chunk;
  }
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}
