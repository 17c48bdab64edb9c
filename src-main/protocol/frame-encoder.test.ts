import { expect, test } from 'vitest';
import { FrameEncoder } from './frame-encoder.ts';
import { payloadBytesMax } from './frame-header.ts';

test('lays a frame out byte for byte, as the adviser reads it', () => {
  const encoder = new FrameEncoder();
  encoder.append({ type: 0x20, ackBytes: 0x01020304, payload: Uint8Array.of(0xaa, 0xbb) });
  encoder.append({ type: 0x07, ackBytes: 0xffffffff, payload: new Uint8Array(0) });
  const hex = Buffer.from(encoder.takeOutput() ?? []).toString('hex');
  expect(hex).toBe(
    '12000000' +
      '20' +
      '01' +
      '0000' +
      '01000000' +
      '04030201' +
      'aabb' +
      '10000000' +
      '07' +
      '01' +
      '0000' +
      '02000000' +
      'ffffffff',
  );
});

test('hands out what was appended once', () => {
  const encoder = new FrameEncoder();
  expect(encoder.takeOutput()).toBeNull();
  encoder.append({ type: 1, ackBytes: 0, payload: new Uint8Array(0) });
  expect(encoder.takeOutput()).toHaveLength(16);
  expect(encoder.takeOutput()).toBeNull();
});

test('does not make a frame that no peer would take', () => {
  const tooLong = new Uint8Array(payloadBytesMax + 1);
  expect(() => new FrameEncoder().append({ type: 1, ackBytes: 0, payload: tooLong })).toThrow('at most 32752 bytes');
});
