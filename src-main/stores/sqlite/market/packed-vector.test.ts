import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packVector, unpackVector } from './packed-vector.ts';

test('a vector comes back bit for bit, from wherever its bytes lie', () => {
  fc.assert(
    fc.property(fc.array(fc.float({ noNaN: true })), fc.nat(5), (components, offset) => {
      const vector = Float32Array.from(components, (component) => component + 0);
      const bytes = Buffer.concat([Buffer.alloc(offset), packVector(vector)]);
      expect(unpackVector(bytes.subarray(offset))).toEqual(vector);
    }),
  );
});

test('minus zero is stored as zero, the bytes are little-endian', () => {
  expect([...packVector(Float32Array.of(-0, 1))]).toEqual([0, 0, 0, 0, 0, 0, 0x80, 0x3f]);
});

test('an unknown component comes back as one, and has the same bytes whatever the bits of its NaN were', () => {
  const vector = Float32Array.of(1, 0);
  new Uint32Array(vector.buffer)[1] = 0xff_c0_00_07;
  expect(unpackVector(packVector(vector))).toEqual(Float32Array.of(1, NaN));
  expect([...packVector(vector)]).toEqual([0, 0, 0x80, 0x3f, 0, 0, 0xc0, 0x7f]);
});
