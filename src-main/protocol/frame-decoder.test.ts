import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FrameDecoder } from './frame-decoder.ts';
import { FrameEncoder } from './frame-encoder.ts';
import { frameBytesMax, frameHeaderBytes, payloadBytesMax, writeFrameHeader } from './frame-header.ts';

interface PlainFrame {
  readonly type: number;
  readonly ackBytes: number;
  readonly payload: Uint8Array;
}

const plainFrame = fc.record({
  type: fc.integer({ min: 0, max: 255 }),
  ackBytes: fc.integer({ min: 0, max: 0xffff_ffff }),
  payload: fc.uint8Array({ maxLength: 200 }),
});

function encoded(frames: readonly PlainFrame[]): Uint8Array {
  const encoder = new FrameEncoder();
  for (const frame of frames) encoder.append(frame);
  return encoder.takeOutput() ?? new Uint8Array(0);
}

/** All frames that come out, and the code of the fault that ended it. */
function decoded(chunks: readonly Uint8Array[]): { frames: PlainFrame[]; code: string | null } {
  const decoder = new FrameDecoder();
  const frames: PlainFrame[] = [];
  for (const chunk of chunks) {
    decoder.push(chunk);
    for (;;) {
      const frame = decoder.next();
      if (!frame.ok) return { frames, code: frame.error.code };
      if (frame.value === null) break;
      const { header, payload } = frame.value;
      frames.push({ type: header.type, ackBytes: header.ackBytes, payload: Uint8Array.from(payload) });
    }
  }
  return { frames, code: null };
}

function splitAt(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return edges.slice(1).map((end, index) => bytes.subarray(edges[index], end));
}

test('gives back what was encoded, wherever the stream is split', () => {
  fc.assert(
    fc.property(fc.array(plainFrame, { maxLength: 12 }), fc.array(fc.nat(), { maxLength: 40 }), (frames, cuts) => {
      expect(decoded(splitAt(encoded(frames), cuts))).toEqual({ frames, code: null });
    }),
  );
});

test('gives back two frames split at every single byte', () => {
  const frames = [
    { type: 6, ackBytes: 16, payload: Uint8Array.of(1, 2, 3) },
    { type: 7, ackBytes: 35, payload: new Uint8Array(0) },
  ];
  const bytes = encoded(frames);
  for (let cut = 0; cut <= bytes.length; cut++) expect(decoded(splitAt(bytes, [cut]))).toEqual({ frames, code: null });
  expect(decoded([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual({ frames, code: null });
});

test('passes the largest frame', () => {
  const frames = [{ type: 33, ackBytes: 0, payload: new Uint8Array(payloadBytesMax).fill(7) }];
  expect(encoded(frames)).toHaveLength(frameBytesMax);
  expect(decoded([encoded(frames)])).toEqual({ frames, code: null });
});

test('answers random bytes with frames or a fault, never with a throw', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 64 })), (chunks) => {
      const { code } = decoded(chunks);
      expect([null, 'FRAME_LENGTH', 'FRAME_VERSION', 'FRAME_SEQUENCE']).toContain(code);
    }),
  );
});

test.each([
  ['FRAME_LENGTH', { length: 15, sequence: 1, version: 1 }],
  ['FRAME_LENGTH', { length: 32_769, sequence: 1, version: 1 }],
  ['FRAME_LENGTH', { length: 0xffff_ffff, sequence: 1, version: 1 }],
  ['FRAME_VERSION', { length: 16, sequence: 1, version: 2 }],
  ['FRAME_SEQUENCE', { length: 16, sequence: 0, version: 1 }],
  ['FRAME_SEQUENCE', { length: 16, sequence: 2, version: 1 }],
])('refuses with %s a first header of %o, before its payload is there', (code, { length, sequence, version }) => {
  const header = new Uint8Array(frameHeaderBytes);
  writeFrameHeader(header, { length, type: 6, sequence, ackBytes: 0 });
  header[4 + 1] = version;
  expect(decoded([header])).toEqual({ frames: [], code });
});

test('stays with its first fault, whatever follows', () => {
  const decoder = new FrameDecoder();
  const good = encoded([{ type: 6, ackBytes: 0, payload: new Uint8Array(0) }]);
  decoder.push(new Uint8Array(frameHeaderBytes));
  const first = decoder.next();
  decoder.push(good);
  expect(first).toMatchObject({ ok: false, error: { code: 'FRAME_VERSION' } });
  expect(decoder.next()).toEqual(first);
});

test('notices a frame that was lost in between', () => {
  const frames = [1, 2, 3].map((type) => ({ type, ackBytes: 0, payload: new Uint8Array(0) }));
  const bytes = encoded(frames);
  const withoutSecond = [bytes.subarray(0, frameHeaderBytes), bytes.subarray(2 * frameHeaderBytes)];
  expect(decoded(withoutSecond)).toEqual({ frames: frames.slice(0, 1), code: 'FRAME_SEQUENCE' });
});
