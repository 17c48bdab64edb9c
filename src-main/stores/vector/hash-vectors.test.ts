import { expect, test } from 'vitest';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { VectorIndex, VectorPartition, VectorRecord } from '#main/ports/vector-index.ts';
import { hashVectors } from './hash-vectors.ts';
import { partitionKey } from './partition-key.ts';

const quotes: VectorPartition = { collection: 'quotes', version: 1, timeframe: 'H1' };
const texts: VectorPartition = { collection: 'texts', method: 'local-1' };

const record = (id: string, more: Partial<VectorRecord> = {}): VectorRecord => ({
  ...{ id, symbol: 'XAUUSD', knownAtUtcMs: utcMs(1000), vector: Float32Array.of(0.5, -2) },
  ...more,
});

type Contents = readonly (readonly [VectorPartition, readonly VectorRecord[]])[];

const indexOf = (contents: Contents): VectorIndex => ({
  search: () => Promise.resolve([]),
  count: () => Promise.resolve(0),
  partitions: () => Promise.resolve(contents.map(([partition]) => partition)),
  records: async function* (wanted) {
    for (const [partition, records] of contents)
      if (partitionKey(partition) === partitionKey(wanted)) yield* await Promise.resolve(records);
  },
});

const hashOf = (...contents: Contents) => hashVectors(indexOf(contents));

test('what is held has one hash, in whatever order its partitions are told, and those without records count as none', async () => {
  const contents = [
    [quotes, [record('a'), record('b')]],
    [texts, [record('a')]],
  ] as const;
  const hash = await hashOf(...contents);
  // Of the three lines and their float32, little-endian, by another program.
  expect(hash).toEqual({ rows: 3, hash: '03c46f8f3acd134325d3145b1a485b4c7938bbf3354b87d9902bc7ff23d05f7e' });
  expect(await hashOf(...contents.toReversed())).toEqual(hash);
  expect(await hashOf([{ ...texts, method: 'none' }, []], ...contents)).toEqual(hash);
});

test('whatever differs is told: a partition, an id, a symbol, a moment, a single bit, a record too many', async () => {
  const others: readonly Contents[] = [
    [[quotes, [record('a')]]],
    [[texts, [record('a')]]],
    [[quotes, [record('b')]]],
    [[quotes, [record('a', { symbol: 'EURUSD' })]]],
    [[quotes, [record('a', { knownAtUtcMs: utcMs(1001) })]]],
    [[quotes, [record('a', { vector: Float32Array.of(0.5, -2 + 2 ** -22) })]]],
    [[quotes, [record('a', { vector: Float32Array.of(0.5) })]]],
    [[quotes, [record('a'), record('a')]]],
    [],
  ];
  const hashes = await Promise.all(others.map(async (contents) => (await hashOf(...contents)).hash));
  expect(new Set(hashes).size).toBe(others.length);
});

test('an unknown component is told from every number, and has one hash whatever the bits of its NaN are', async () => {
  const withBits = (bits: number) => {
    const vector = Float32Array.of(0.5, 0);
    new Uint32Array(vector.buffer)[1] = bits;
    return hashOf([quotes, [record('a', { vector })]]);
  };
  const unknown = await hashOf([quotes, [record('a', { vector: Float32Array.of(0.5, NaN) })]]);
  expect(await Promise.all([0x7f_c0_00_00, 0xff_c0_00_00, 0x7f_c0_00_01].map(withBits))).toEqual(
    Array(3).fill(unknown),
  );
  expect(await withBits(0)).not.toEqual(unknown);
});
