import {
  counterModulus,
  frameBytesMax,
  frameHeaderBytes,
  payloadBytesMax,
  writeFrameHeader,
} from '#main/protocol/frame-header.ts';
import { mutate } from './mutate.ts';
import { below, few, pick, type Random } from './random.ts';
import { knownTypes, sampleFrames, type LooseFrame, type Speaker } from './sample-frames.ts';

/** A stream of bytes as it arrives, chunk by chunk. No chunk is longer than a frame may be. */
export type FuzzInput = readonly Uint8Array[];

export interface InputOrder {
  /** Whose messages the frames hold, for the most part. */
  readonly from: Speaker;
  /** The number that the peer waits for. */
  readonly firstSequence: number;
}

/** The same numbers make the same stream, but for the sequence of its frames. */
export function fuzzInput(random: Random, order: InputOrder): FuzzInput {
  return cut(random, streamOf(random, order));
}

function streamOf(random: Random, order: InputOrder): Uint8Array {
  const lot = random();
  if (lot < 0.08) return randomBytes(random, few(random, 300));
  if (lot < 0.0803) return randomBytes(random, below(random, 2 * frameBytesMax));
  if (lot < 0.14) return withLyingHeader(random, wellFormed(random, order, looseFrame));
  if (lot < 0.3) return mutate(random, wellFormed(random, order, looseFrame));
  if (lot < 0.4) return truncate(random, wellFormed(random, order, looseFrame));
  if (lot < 0.402) return wellFormed(random, order, largeFrame);
  if (lot < 0.45) return wellFormed(random, order, looseFrame);
  return wellFormed(random, order, brokenFrame);
}

function wellFormed(
  random: Random,
  { from, firstSequence }: InputOrder,
  frameOf: (random: Random, from: Speaker) => LooseFrame,
): Uint8Array {
  const frames = Array.from({ length: few(random, 8) }, () => frameOf(random, from));
  const stream = new Uint8Array(frames.reduce((sum, { payload }) => sum + frameHeaderBytes + payload.length, 0));
  let at = 0;
  for (const [index, { type, payload }] of frames.entries()) {
    const length = frameHeaderBytes + payload.length;
    const sequence = (firstSequence + index) % counterModulus;
    writeFrameHeader(stream.subarray(at), { length, type, sequence, ackBytes: 0 });
    stream.set(payload, at + frameHeaderBytes);
    at += length;
  }
  return stream;
}

/** Now and then what the other side says. */
const looseFrame = (random: Random, from: Speaker): LooseFrame =>
  pick(random, sampleFrames[below(random, 12) === 0 ? otherOf(from) : from]);

const otherOf = (speaker: Speaker): Speaker => (speaker === 'app' ? 'terminal' : 'app');

/** A frame that is one, with a payload that need not be. */
function brokenFrame(random: Random, from: Speaker): LooseFrame {
  const frame = looseFrame(random, from);
  const lot = random();
  if (lot < 0.2) return frame;
  if (lot < 0.25) return { type: below(random, 256), payload: frame.payload };
  if (lot < 0.3) return { type: pick(random, knownTypes), payload: frame.payload };
  if (lot < 0.35) return { type: frame.type, payload: randomBytes(random, few(random, 200)) };
  return { type: frame.type, payload: mutate(random, frame.payload).subarray(0, payloadBytesMax) };
}

/** As large as a frame may be, or nearly. */
function largeFrame(random: Random, from: Speaker): LooseFrame {
  const { type } = looseFrame(random, from);
  const payload = new Uint8Array(payloadBytesMax - few(random, 3000) + 1).fill(pick(random, fillers));
  return { type, payload };
}

/** Zero, a space, an opening bracket, a quotation mark, no text at all. */
const fillers = [0, 0x20, 0x5b, 0x22, 0xff] as const;

function withLyingHeader(random: Random, stream: Uint8Array): Uint8Array {
  const view = new DataView(stream.buffer);
  const offset = pick(random, [0, 0, 0, 4, 5, 6, 8, 8, 12]);
  if (offset === 4 || offset === 5) view.setUint8(offset, below(random, 256));
  else view.setUint32(offset, pick(random, oddCounts), true);
  return stream;
}

const oddCounts = [
  ...[0, 1, frameHeaderBytes - 1, frameHeaderBytes, frameHeaderBytes + 1, 255, 256, 65_535, 65_536],
  ...[frameBytesMax - 1, frameBytesMax, frameBytesMax + 1, 0x7fff_ffff, 0x8000_0000, 0xffff_fff0, 0xffff_ffff],
];

const truncate = (random: Random, stream: Uint8Array): Uint8Array => stream.subarray(0, below(random, stream.length));

function randomBytes(random: Random, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at++) bytes[at] = below(random, 256);
  return bytes;
}

/** Whole, once, at random places, or at every byte. */
function cut(random: Random, stream: Uint8Array): FuzzInput {
  const lot = random();
  const at = below(random, stream.length + 1);
  if (lot < 0.4) return chunksOf(stream, wholeLength);
  if (lot < 0.6) return [stream.subarray(0, at), stream.subarray(at)].flatMap((part) => chunksOf(part, wholeLength));
  if (lot < 0.9 || stream.length > everyByteMax) return chunksOf(stream, () => few(random, Math.max(1, stream.length)));
  return chunksOf(stream, () => 1);
}

/** A longer stream is not cut at every byte: that would take most of the time and show nothing new. */
const everyByteMax = 1000;

const wholeLength = (): number => frameBytesMax;

function chunksOf(stream: Uint8Array, lengthOf: () => number): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < stream.length;) {
    const length = Math.min(lengthOf(), frameBytesMax);
    chunks.push(stream.subarray(at, at + length));
    at += length;
  }
  return chunks;
}
