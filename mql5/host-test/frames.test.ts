import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { FrameDecoder } from '#main/protocol/frame-decoder.ts';
import { FrameEncoder } from '#main/protocol/frame-encoder.ts';
import { acceptedJson } from './link/json-acceptance.ts';
import { joinChunks, runProbe, u32 } from './link/run-probe.ts';
import { buildMsMax, buildProbes } from './link/build-probes.ts';
import { whyNoProbe } from './link/start-probe.ts';

const why = whyNoProbe('sanitized');
const probeTest = test.skipIf(why !== null);

beforeAll(() => buildProbes('sanitized', 'FrameProbe'), buildMsMax);

/** A stream as it arrives. */
type Chunks = readonly Uint8Array[];

probeTest(
  'cuts any stream as the cockpit does, whole, mutated, truncated or random, and keeps less than a frame',
  async () => {
    const streams = [...wholeStreams(), ...brokenStreams(), ...randomStreams()];
    const answers = await cut(streams);
    expect(answers.map(({ kept: _, ...rest }) => rest)).toEqual(streams.map(cutHere));
    expect(Math.max(...answers.map(({ kept }) => kept))).toBeLessThan(32_768);
    const faults = new Set(answers.map(({ fault }) => fault));
    expect([...faults].sort()).toEqual(['', 'FRAME_LENGTH', 'FRAME_SEQUENCE', 'FRAME_VERSION']);
  },
);

interface Cut {
  readonly frames: number;
  readonly bytes: number;
  readonly texts: number;
  readonly fault: string;
}

const payload = fc.oneof(
  fc.json().map((text) => new TextEncoder().encode(text)),
  fc.uint8Array({ maxLength: 200 }),
  fc.nat(32_752).map((length) => new Uint8Array(length).fill(0x20)),
);

const frame = fc.record({ type: fc.nat(255), ackBytes: fc.nat(0xffff_ffff), payload });

/** Cut at any byte, in chunks as a pipe would bring them. */
const cuts = fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 20 });

const streamOf = (frames: readonly { type: number; ackBytes: number; payload: Uint8Array }[]): Uint8Array => {
  const encoder = new FrameEncoder();
  for (const each of frames) encoder.append(each);
  return encoder.takeOutput() ?? new Uint8Array(0);
};

function wholeStreams(): Chunks[] {
  const streams = fc.tuple(fc.array(frame, { minLength: 1, maxLength: 6 }), cuts);
  return fc.sample(streams, { numRuns: 300, seed: 1 }).map(([frames, lengths]) => split(streamOf(frames), lengths));
}

function brokenStreams(): Chunks[] {
  const streams = fc.tuple(
    fc.array(frame, { minLength: 1, maxLength: 6 }),
    cuts,
    fc.nat(),
    fc.nat(255),
    fc.constantFrom('head', 'anywhere', 'cut', 'again'),
  );
  return fc.sample(streams, { numRuns: 1500, seed: 2 }).map(([frames, lengths, at, byte, how]) => {
    const stream = streamOf(frames);
    const place = at % (how === 'head' ? 16 : stream.length);
    if (how === 'cut') return split(stream.subarray(0, place), lengths);
    if (how === 'again') return split(joinChunks([stream, stream]), lengths);
    return split(stream.with(place, byte), lengths);
  });
}

const randomStreams = (): Chunks[] =>
  fc.sample(fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 10 }), { numRuns: 500, seed: 3 });

function split(stream: Uint8Array, lengths: readonly number[]): Chunks {
  const chunks: Uint8Array[] = [];
  for (let at = 0, index = 0; at < stream.length; index++) {
    const length = lengths[index % lengths.length] ?? 1;
    chunks.push(stream.subarray(at, at + length));
    at += length;
  }
  return chunks;
}

function cutHere(chunks: Chunks): Cut {
  const decoder = new FrameDecoder();
  let [frames, bytes, texts] = [0, 0, 0];
  for (const chunk of chunks) {
    decoder.push(chunk);
    for (let next = decoder.next(); ; next = decoder.next()) {
      if (!next.ok) return { frames, bytes, texts, fault: next.error.code };
      if (next.value === null) break;
      frames++;
      bytes += next.value.payload.length;
      if (acceptedJson(next.value.payload) !== undefined) texts++;
    }
  }
  return { frames, bytes, texts, fault: '' };
}

async function cut(streams: readonly Chunks[]): Promise<(Cut & { readonly kept: number })[]> {
  const input = streams.flatMap((chunks) => [
    u32(chunks.length),
    ...chunks.flatMap((chunk) => [u32(chunk.length), chunk]),
  ]);
  const lines = await runProbe('FrameProbe', {
    cases: 'frame-streams.bin',
    bytes: joinChunks(input),
    answers: 'frame-answers.txt',
  });
  return lines.map((line) => {
    const [frames, bytes, texts, kept, fault = ''] = line.split(' ');
    return { frames: Number(frames), bytes: Number(bytes), texts: Number(texts), kept: Number(kept), fault };
  });
}
