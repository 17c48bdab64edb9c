import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import { linkKinds, recordId, type RecordId } from '#shared/trading/record-id.ts';
import type { GraphChange, GraphLink, GraphNode } from '#main/ports/graph-store.ts';
import { temporaryMarket, type TemporaryMarket } from './temporary-market.suite.ts';
import { valueOf } from '../../temporary-stores.suite.ts';
import { openMarketToRead } from './open-market-to-read.ts';

let market: TemporaryMarket;

beforeEach(() => {
  market = temporaryMarket();
});

afterEach(() => {
  market[Symbol.dispose]();
});

const deal = (key: string, facts: GraphNode['facts'] = {}): GraphNode => ({
  id: recordId('deal', key),
  kind: 'deal',
  knownAtUtcMs: null,
  facts,
});

const partOf = (from: string, to: string): GraphLink => ({
  from: recordId('deal', from),
  kind: 'partOf',
  to: recordId('deal', to),
});

const told = (after = 0): readonly GraphChange[] => market.store.graphFeed.after(after, 1000);

test('what says the same as before leaves no change behind, in whatever order its facts are written', () => {
  const { graph, graphFeed } = market.store;
  graph.putNode(deal('1', { a: 1, b: 'x' }));
  graph.putNode(deal('2'));
  graph.putLink(partOf('1', '2'));
  const before = told();
  expect(before.map(({ kind, revision }) => [kind, revision])).toEqual([
    ['putNode', 1],
    ['putNode', 2],
    ['putLink', 3],
  ]);
  graph.putNode(deal('1', { b: 'x', a: 1 }));
  graph.putLink(partOf('1', '2'));
  graph.removeLink(partOf('2', '1'));
  graph.removeNode('deal:3');
  expect(told()).toEqual(before);
  expect(graphFeed.newest()).toBe(3);
});

test('a record is linked as long as a link leads to or from it', () => {
  const { graph } = market.store;
  for (const key of ['1', '2', '3']) graph.putNode(deal(key));
  graph.putLink(partOf('1', '2'));
  expect(['deal:1', 'deal:2', 'deal:3'].map((id) => graph.isLinked(id as RecordId))).toEqual([true, true, false]);
  graph.removeLink(partOf('1', '2'));
  expect(['deal:1', 'deal:2'].map((id) => graph.isLinked(id as RecordId))).toEqual([false, false]);
});

test('a row that changes again moves to the end, and one that is removed is told as removed', () => {
  const { graph, graphFeed } = market.store;
  graph.putNode(deal('1'));
  graph.putNode(deal('2'));
  graph.putLink(partOf('1', '2'));
  graph.putNode(deal('1', { price: 2000 }));
  graph.removeNode('deal:2');
  expect(told()).toEqual([
    { kind: 'putNode', node: deal('1', { price: 2000 }), revision: 4 },
    { kind: 'removedLink', link: partOf('1', '2'), revision: 5 },
    { kind: 'removedNode', id: 'deal:2', revision: 6 },
  ]);
  expect(told(4).map(({ kind }) => kind)).toEqual(['removedLink', 'removedNode']);
  expect(graphFeed.after(0, 1)).toHaveLength(1);
  expect([0, 4, 6].map((revision) => graphFeed.depth(revision))).toEqual([3, 2, 0]);
  graph.removeNode('deal:2');
  graph.removeLink(partOf('1', '2'));
  expect(graphFeed.newest()).toBe(6);
});

test('a link joins nodes that are there, or it stops the writer and leaves nothing', () => {
  const { graph } = market.store;
  graph.putNode(deal('1'));
  expect(() => graph.putLink(partOf('1', '2'))).toThrow('there is no deal:2');
  graph.putNode(deal('2'));
  graph.removeNode('deal:1');
  expect(() => graph.putLink(partOf('1', '2'))).toThrow('there is no deal:1');
  expect(market.rows('SELECT * FROM graph_links')).toEqual([]);
});

test('whether a node is there and which links leave it are known, and what was removed is neither', () => {
  const { graph } = market.store;
  for (const key of ['1', '3', '2']) graph.putNode(deal(key));
  graph.putLink(partOf('1', '3'));
  graph.putLink(partOf('1', '2'));
  graph.putLink({ ...partOf('1', '2'), kind: 'executedAs' });
  expect([graph.has('deal:1'), graph.has('deal:9')]).toEqual([true, false]);
  expect(graph.linksFrom('deal:1', 'partOf')).toEqual([partOf('1', '2'), partOf('1', '3')]);
  graph.removeNode('deal:2');
  expect(graph.has('deal:2')).toBe(false);
  expect(graph.linksFrom('deal:1', 'partOf')).toEqual([partOf('1', '3')]);
  expect(graph.linksFrom('deal:1', 'executedAs')).toEqual([]);
});

test('who only looks reads the same graph and the same changes', async () => {
  market.store.graph.putNode(deal('1', { price: 2000 }));
  using reader = valueOf(openMarketToRead(market.folder, market.context));
  const graph = reader?.embeddedGraph(() => Promise.resolve());
  expect(await graph?.node('deal:1')).toEqual(deal('1', { price: 2000 }));
  expect(reader?.graphFeed.after(0, 9)).toEqual(told());
  expect(reader?.graphFeed.epoch()).toBe(market.store.graphFeed.epoch());
});

test('a count is taken again when the graph has changed', async () => {
  const { graph, embeddedGraph } = market.store;
  const reads = embeddedGraph(() => Promise.resolve());
  graph.putNode(deal('1'));
  graph.putNode(deal('2'));
  graph.putLink(partOf('1', '2'));
  expect(await reads.counts()).toEqual({ nodes: 2, links: 1 });
  graph.removeNode('deal:1');
  expect(await reads.counts()).toEqual({ nodes: 1, links: 0 });
});

/** Another holder of the graph, which takes what the feed tells it. */
class Mirror {
  readonly nodes = new Map<RecordId, string>();
  readonly links = new Map<string, GraphLink>();
  revision = 0;

  take(change: GraphChange): void {
    this.revision = change.revision;
    if (change.kind === 'putNode') this.nodes.set(change.node.id, canonicalJson(change.node));
    if (change.kind === 'putLink') this.links.set(canonicalJson(change.link), change.link);
    if (change.kind === 'removedLink') this.links.delete(canonicalJson(change.link));
    if (change.kind !== 'removedNode') return;
    this.nodes.delete(change.id);
    for (const [key, { from, to }] of this.links) if (from === change.id || to === change.id) this.links.delete(key);
  }

  content(): readonly unknown[] {
    return [[...this.nodes].sort(), [...this.links.keys()].sort()];
  }
}

test('whatever is written, and whenever somebody reads on, each comes to hold the same graph', () => {
  const key = fc.constantFrom('1', '2', '3', '4');
  const kind = fc.constantFrom(...linkKinds.slice(0, 2));
  const write = fc.oneof(
    fc.record({ does: fc.constant('put' as const), key, price: fc.nat(2) }),
    fc.record({ does: fc.constant('remove' as const), key }),
    fc.record({ does: fc.constantFrom('link' as const, 'unlink' as const), key, to: key, kind }),
    fc.record({ does: fc.constant('read' as const), limit: fc.integer({ min: 1, max: 3 }) }),
  );
  fc.assert(
    fc.property(fc.array(write, { maxLength: 40 }), (writes) => {
      using run = temporaryMarket();
      const { graph, graphFeed } = run.store;
      const [eager, late] = [new Mirror(), new Mirror()];
      const readOn = (mirror: Mirror, limit: number): number => {
        const changes = graphFeed.after(mirror.revision, limit);
        for (const change of changes) mirror.take(change);
        return changes.length;
      };
      for (const it of writes) {
        if (it.does === 'put') graph.putNode(deal(it.key, { price: it.price }));
        else if (it.does === 'remove') graph.removeNode(recordId('deal', it.key));
        else if (it.does === 'read') readOn(eager, it.limit);
        else {
          const link = { ...partOf(it.key, it.to), kind: it.kind };
          const isJoined = graph.has(link.from) && graph.has(link.to);
          if (it.does === 'unlink') graph.removeLink(link);
          else if (isJoined) graph.putLink(link);
        }
      }
      for (const mirror of [eager, late]) while (readOn(mirror, 2) > 0);
      expect(eager.content()).toEqual(late.content());
      const there = run.rows(
        `SELECT (SELECT count(*) FROM graph_nodes WHERE is_removed = 0) AS nodes, (SELECT count(*) FROM graph_links WHERE is_removed = 0) AS links`,
      );
      expect(there).toEqual([{ nodes: late.nodes.size, links: late.links.size }]);
      for (const { from, to } of late.links.values()) expect([from, to].every((id) => late.nodes.has(id))).toBe(true);
      expect(graphFeed.depth(late.revision)).toBe(0);
    }),
    { numRuns: 40 },
  );
});
