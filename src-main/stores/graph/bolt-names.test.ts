import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kindOf, linkKinds, recordId, recordKinds, type RecordId } from '#shared/trading/record-id.ts';
import { labelOf, linkKindOf, nodeOf, propertiesOf, spaceOf, typeOf } from './bolt-names.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { compareIds } from './compare-ids.ts';

const recordIds: fc.Arbitrary<RecordId> = fc
  .tuple(fc.constantFrom(...recordKinds), fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }))
  .map(([kind, key]) => recordId(kind, key));

const fact = fc.oneof(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean());

/** `__proto__` is no name of a fact: the schema of facts leaves it out wherever it comes from. */
const factName = fc
  .oneof(fc.string(), fc.constantFrom('', '_key', '_id', '_fact ', '_fact %', 'a\0b', 'kind', 'id'))
  .filter((name) => name !== '__proto__');

test('labels and types are as is usual on such servers, and lead back', () => {
  expect([labelOf('riskCheck'), typeOf('becameDecision'), typeOf('ordered')]).toEqual([
    ...['RiskCheck', 'BECAME_DECISION', 'ORDERED'],
  ]);
  expect(linkKinds.map(typeOf).map(linkKindOf)).toEqual(linkKinds);
  expect(new Set([...recordKinds.map(labelOf), ...linkKinds.map(typeOf)]).size).toBe(
    recordKinds.length + linkKinds.length,
  );
});

test('a record comes back from its properties as it was, whatever its facts are called', () => {
  fc.assert(
    fc.property(recordIds, fc.dictionary(factName, fact, { maxKeys: 6 }), fc.boolean(), (id, facts, isTimed) => {
      const node = { id, kind: kindOf(id), knownAtUtcMs: isTimed ? sampleStartUtcMs : null, facts };
      const properties = propertiesOf(spaceOf('one'), node);
      expect(nodeOf(properties)).toEqual(node);
      for (const name of Object.keys(properties)) expect(name).not.toMatch(/^$|\0/);
    }),
  );
});

test('an id comes back from its key, and lies between the keys of its kind and of its space only', () => {
  fc.assert(
    fc.property(recordIds, fc.constantFrom(...recordKinds), fc.constantFrom('a', 'a|b', 'b', 'é'), (id, kind, name) => {
      const [space, other] = [spaceOf('a'), spaceOf(name)];
      expect(other.idOf(other.keyOf(id))).toBe(id);
      const isBetween = ({ above, below }: { above: string; below: string }): boolean =>
        compareIds(above, other.keyOf(id)) < 0 && compareIds(other.keyOf(id), below) < 0;
      expect(isBetween(other.keysOf(null))).toBe(true);
      expect(isBetween(other.keysOf(kind))).toBe(kindOf(id) === kind);
      expect(isBetween(space.keysOf(kind))).toBe(kindOf(id) === kind && name === 'a');
    }),
  );
});
