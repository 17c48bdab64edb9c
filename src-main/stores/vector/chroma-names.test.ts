import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timeframes } from '#shared/market/timeframe.ts';
import type { VectorPartition } from '#main/ports/vector-index.ts';
import { collectionName, isOwnName, markName, partitionOfName } from './chroma-names.ts';

const partitionArbitrary: fc.Arbitrary<VectorPartition> = fc.oneof(
  fc.record({
    collection: fc.constantFrom('quotes' as const, 'trades' as const, 'signals' as const),
    version: fc.integer({ min: 1, max: 1000 }),
    timeframe: fc.constantFrom(...timeframes),
  }),
  fc.record({
    collection: fc.constant('texts' as const),
    method: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
  }),
);

test('each partition has a name of its own, which Chroma takes and which leads back to it', () => {
  fc.assert(
    fc.property(partitionArbitrary, (partition) => {
      const name = collectionName('a1', partition);
      expect(name).toMatch(/^[a-zA-Z0-9][a-zA-Z0-9._-]{1,510}[a-zA-Z0-9]$/);
      expect(partitionOfName('a1', name)).toEqual(partition);
    }),
  );
});

test('reads as what it is', () => {
  expect(collectionName('a1', { collection: 'quotes', version: 1, timeframe: 'H1' })).toBe('ats-a1-quotes-1-H1');
  expect(collectionName('a1', { collection: 'texts', method: 'ollama:nomic' })).toBe('ats-a1-texts-ollama_3anomic');
});

test('what is not ours is no partition, and neither is the mark', () => {
  const names = [
    'ats-b2-quotes-1-H1',
    'quotes',
    'ats-a1-notes',
    'ats-a1-quotes-x-H1',
    'ats-a1-quotes-1-H2',
    markName('a1'),
  ];
  expect(names.map((name) => partitionOfName('a1', name))).toEqual(names.map(() => null));
  expect(names.filter((name) => isOwnName('a1', name))).toEqual(names.slice(2));
});
