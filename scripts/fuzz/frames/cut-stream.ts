import { crc32 } from 'node:zlib';
import { FrameDecoder, type Frame } from '#main/protocol/frame-decoder.ts';
import type { FuzzInput } from './fuzz-input.ts';

/** What the cockpit's decoder makes of a stream. */
export interface Cut {
  readonly frames: number;
  readonly payloadBytes: number;
  /** Over types and payloads. */
  readonly checksum: number;
  /** '' where the stream ended without one: more bytes might come. */
  readonly fault: string;
}

/** Cuts a stream into frames until it ends or breaks. `onFrame` sees each frame while its payload may be read. */
export function cutStream(input: FuzzInput, onFrame: (frame: Frame) => void): Cut {
  const decoder = new FrameDecoder();
  let frames = 0;
  let payloadBytes = 0;
  let checksum = 0;
  for (const chunk of input) {
    decoder.push(chunk);
    for (let next = decoder.next(); ; next = decoder.next()) {
      if (!next.ok) return { frames, payloadBytes, checksum, fault: faultOf(decoder, chunk) };
      if (next.value === null) break;
      frames += 1;
      payloadBytes += next.value.payload.length;
      checksum = crc32(next.value.payload, (checksum ^ next.value.header.type) >>> 0);
      onFrame(next.value);
    }
  }
  return { frames, payloadBytes, checksum, fault: '' };
}

/** The fault stays, whatever follows. */
function faultOf(decoder: FrameDecoder, chunk: Uint8Array): string {
  const first = decoder.next();
  decoder.push(chunk);
  const second = decoder.next();
  if (first.ok || second.ok || first.error !== second.error) return 'a fault that is not final';
  return first.error.code;
}
