import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chainLinkSchema, chainNodeSchema, type ChainLink, type ChainNode } from '#shared/contract/memory.ts';
import { recordKinds } from '#shared/trading/record-id.ts';
import { sampleEventChain } from '#main/testkit/scripted-memory.ts';
import { boxHeight, boxWidth, isBeside, layOutChain } from './chain-layout.ts';

const node = (id: string): ChainNode =>
  chainNodeSchema.parse({ id, kind: id.slice(0, id.indexOf(':')), knownAtUtcMs: null, facts: {} });
const link = (from: string, to: string, kind = 'executedAs'): ChainLink => chainLinkSchema.parse({ from, to, kind });

test('a chain runs from left to right by stages, without empty columns', () => {
  const { nodes } = layOutChain(sampleEventChain());
  const columns = new Map(nodes.map(({ node: { id }, x }) => [id, x]));
  const chain = ['signal:s-1', 'decision:s-1', 'order:o-1', 'deal:4711', 'trade:88#1'] as const;
  const xs = chain.map((id) => columns.get(id) ?? NaN);
  expect(xs.slice(1).map((x, i) => x - (xs[i] ?? NaN))).toEqual([152, 152, 152, 152]);
  expect(columns.get('symbol:XAUUSD')).toBe(columns.get('signal:s-1'));
});

test('symbol, scenario and lesson stand below the chain', () => {
  const { nodes } = layOutChain({ nodes: ['signal:1', 'deal:1', 'deal:2', 'symbol:X'].map(node), links: [] });
  const y = (id: string): number => nodes.find((one) => one.node.id === id)?.y ?? NaN;
  expect(y('symbol:X')).toBeGreaterThan(y('deal:2'));
});

test('in a column records stand by where they come from', () => {
  const nodes = ['order:a', 'order:b', 'deal:1', 'deal:2'].map(node);
  const { nodes: placed } = layOutChain({ nodes, links: [link('order:a', 'deal:2'), link('order:b', 'deal:1')] });
  expect(placed.map(({ node: { id } }) => id)).toEqual(['order:a', 'order:b', 'deal:2', 'deal:1']);
});

test('links that only say what a record is about are told from those of the chain', () => {
  expect([link('order:a', 'symbol:X', 'ofSymbol'), link('order:a', 'deal:1')].map(isBeside)).toEqual([true, false]);
});

test('an empty chain has a size, and a link to a record that is not shown is left out', () => {
  expect(layOutChain({ nodes: [], links: [] })).toMatchObject({ nodes: [], links: [], width: 16 });
  expect(layOutChain({ nodes: [node('deal:1')], links: [link('deal:1', 'trade:1')] }).links).toEqual([]);
});

test('no two boxes lie on each other, all lie in the picture, and the same chain is drawn alike', () => {
  const ids = fc.uniqueArray(
    fc.tuple(fc.constantFrom(...recordKinds), fc.nat(9)).map(([kind, key]) => `${kind}:${key}`),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(ids, fc.array(fc.tuple(fc.nat(39), fc.nat(39)), { maxLength: 60 }), (all, ends) => {
      const links = ends.flatMap(([from, to]) => {
        const [a, b] = [all[from], all[to]];
        return a === undefined || b === undefined ? [] : [link(a, b)];
      });
      const chain = { nodes: all.map(node), links };
      const layout = layOutChain(chain);
      expect(new Set(layout.nodes.map(({ x, y }) => `${x} ${y}`)).size).toBe(all.length);
      for (const { x, y } of layout.nodes) {
        expect(x + boxWidth).toBeLessThanOrEqual(layout.width);
        expect(y + boxHeight).toBeLessThanOrEqual(layout.height);
      }
      expect(layout.links).toHaveLength(links.length);
      expect(layOutChain(chain)).toEqual(layout);
    }),
  );
});
