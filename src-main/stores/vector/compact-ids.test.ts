import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CompactIds } from './compact-ids.ts';

const id = fc.oneof(
  fc.nat().map((number) => `XAUUSD|terminal|hour|${number}`),
  fc.stringMatching(/^[0-9]{0,20}$/),
  fc.stringMatching(/^a?[0-9a]{0,4}$/),
  fc.string({ unit: 'binary' }),
);

test('ids come back as they were, each has one row, and they compare as the words themselves', () => {
  fc.assert(
    fc.property(fc.array(id, { maxLength: 300 }), (words) => {
      const ids = new CompactIds();
      const rows = words.map((word) => ids.ensure(word));
      const distinct = [...new Set(words)];
      expect(ids.length).toBe(distinct.length);
      expect(rows.map((row) => ids.idAt(row))).toEqual(words);
      expect(words.map((word) => ids.find(word))).toEqual(rows);
      const sorted = distinct.toSorted((a, b) => ids.compare(ids.ensure(a), ids.ensure(b)));
      expect(sorted).toEqual(distinct.toSorted());
    }),
    { numRuns: 300 },
  );
});

test('an id that nobody has added has no row', () => {
  const ids = new CompactIds();
  ids.ensure('a|1');
  expect(['a|2', 'b|1', 'a|', 'a|01', ''].map((word) => ids.find(word))).toEqual([null, null, null, null, null]);
});

test('ten thousand bars of a series take some twenty bytes each, and their slots fill evenly', () => {
  const ids = new CompactIds();
  for (let bar = 0; bar < 10_000; bar++) ids.ensure(`XAUUSD|terminal|hour|${1_577_836_800_000 + bar * 3_600_000}`);
  expect(ids.length).toBe(10_000);
  expect(ids.bytes / ids.length).toBeLessThan(40);
});
