import fc from 'fast-check';
import { assertNever } from '#shared/base/assert.ts';
import { kindOf, type LinkKind, type RecordId } from '#shared/trading/record-id.ts';
import type { GraphChange, GraphLink } from '#main/ports/graph-store.ts';
import { expect, test } from 'vitest';
import { runsOf, type Run } from './bolt-runs.ts';

const ids = ['order:1', 'order:2', 'deal:3'] as const;
const linkKinds = ['executedAs', 'ofSymbol'] as const satisfies readonly LinkKind[];

const link = fc.record({
  from: fc.constantFrom(...ids),
  kind: fc.constantFrom(...linkKinds),
  to: fc.constantFrom(...ids),
});

const change: fc.Arbitrary<GraphChange> = fc.oneof(
  fc.record({ id: fc.constantFrom(...ids), said: fc.nat(9) }).map(({ id, said }): GraphChange => {
    return { kind: 'putNode', revision: 0, node: { id, kind: kindOf(id), knownAtUtcMs: null, facts: { said } } };
  }),
  link.map((it): GraphChange => ({ kind: 'putLink', revision: 0, link: it })),
  link.map((it): GraphChange => ({ kind: 'removedLink', revision: 0, link: it })),
  fc.constantFrom(...ids).map((id): GraphChange => ({ kind: 'removedNode', revision: 0, id })),
);

/** What a server holds: null is the bare end of a link. */
class Held {
  readonly nodes = new Map<RecordId, string | null>();
  readonly links = new Map<string, GraphLink>();

  make(it: GraphChange): void {
    switch (it.kind) {
      case 'putNode':
        this.nodes.set(it.node.id, JSON.stringify(it.node.facts));
        return;
      case 'putLink':
        for (const end of [it.link.from, it.link.to]) this.nodes.set(end, this.nodes.get(end) ?? null);
        this.links.set(JSON.stringify(it.link), it.link);
        return;
      case 'removedLink':
        this.links.delete(JSON.stringify(it.link));
        return;
      case 'removedNode':
        this.nodes.delete(it.id);
        for (const [name, { from, to }] of this.links) if (from === it.id || to === it.id) this.links.delete(name);
        return;
      default:
        assertNever(it, 'a change of the graph');
    }
  }

  told(): unknown {
    return [Object.fromEntries(this.nodes), [...this.links.keys()].toSorted()];
  }
}

const madeOf = ({ nodes, links, removedLinks, removedNodes }: Run): readonly GraphChange[] => [
  ...[...nodes.values()].flat().map((node): GraphChange => ({ kind: 'putNode', revision: 0, node })),
  ...[...links.values()].flat().map((it): GraphChange => ({ kind: 'putLink', revision: 0, link: it })),
  ...[...removedLinks.values()].flat().map((it): GraphChange => ({ kind: 'removedLink', revision: 0, link: it })),
  ...removedNodes.map((id): GraphChange => ({ kind: 'removedNode', revision: 0, id })),
];

test('changes that are made run by run leave the same as one after the other', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 14 }), (changes) => {
      const [inOrder, inRuns] = [new Held(), new Held()];
      for (const it of changes) inOrder.make(it);
      for (const it of runsOf(changes).flatMap(madeOf)) inRuns.make(it);
      expect(inRuns.told()).toEqual(inOrder.told());
    }),
    { numRuns: 2000 },
  );
});

test('what is only put is one run, however often it is told', () => {
  const changes = fc.sample(change, { numRuns: 200, seed: 1 }).filter(({ kind }) => kind.startsWith('put'));
  expect(runsOf(changes)).toHaveLength(1);
  expect(runsOf([])).toEqual([]);
});
