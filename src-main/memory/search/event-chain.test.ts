import { expect, test } from 'vitest';
import { fault, FaultError } from '#shared/base/fault.ts';
import type { ChainLink, ChainNode, RegimeTrades } from '#shared/contract/memory.ts';
import { kindOf, type RecordId } from '#shared/trading/record-id.ts';
import type { GraphPart, GraphReads } from '#main/ports/graph-store.ts';
import { createSearchRig, hour, type SearchRig } from './search-rig.suite.ts';

const node = (id: RecordId, at: number | null): ChainNode => ({
  ...{ id, kind: kindOf(id), facts: {} },
  knownAtUtcMs: at === null ? null : hour(at),
});

const link = (from: RecordId, to: RecordId, kind: ChainLink['kind']): ChainLink => ({ from, to, kind });

/** What a graph of a test answers; what it was asked. */
function rigOver(reads: Partial<GraphReads>): SearchRig {
  const unasked = (): never => {
    throw new Error('this was not to be asked');
  };
  const none: GraphReads = {
    ...{ node: unasked, chain: unasked, path: unasked, tradesByRegime: unasked },
    ...{ outcomesOf: unasked, counts: unasked, contents: unasked },
  };
  return createSearchRig({
    graph: { now: () => ({ reads: { ...none, ...reads }, adapter: 'bolt' }), below: () => null },
  });
}

const part: GraphPart = {
  nodes: [node('symbol:XAUUSD', null), node('trade:88#1', 3), node('deal:2', 2), node('deal:1', 2)],
  links: [
    link('deal:2', 'trade:88#1', 'partOf'),
    link('trade:88#1', 'symbol:XAUUSD', 'ofSymbol'),
    link('deal:1', 'trade:88#1', 'partOf'),
  ],
  isCut: true,
};

const sortedPart = {
  nodes: [part.nodes[3], part.nodes[2], part.nodes[1], part.nodes[0]],
  links: [part.links[2], part.links[0], part.links[1]],
  isCut: true,
};

test('a chain comes in the order of time, what stands outside of it last, and says that it was cut', async () => {
  const asked: unknown[] = [];
  const rig = rigOver({
    chain: (wish) => {
      asked.push(wish);
      return Promise.resolve(part);
    },
  });
  expect(await rig.search.eventChain('deal:1')).toEqual({
    ok: true,
    value: { adapter: 'bolt', root: 'deal:1', ...sortedPart },
  });
  expect(asked).toEqual([{ id: 'deal:1', nodesMax: 500 }]);
});

test('a record that memory does not know is said to be unknown', async () => {
  const rig = rigOver({ chain: () => Promise.resolve({ nodes: [], links: [], isCut: false }) });
  expect(await rig.search.eventChain('deal:9')).toMatchObject({
    error: { code: 'RECORD_UNKNOWN', facts: { id: 'deal:9' } },
  });
});

test('a path is rooted in its first end', async () => {
  const rig = rigOver({ path: () => Promise.resolve(part) });
  expect(await rig.search.path({ from: 'deal:1', to: 'symbol:XAUUSD' })).toEqual({
    ok: true,
    value: { adapter: 'bolt', root: 'deal:1', ...sortedPart },
  });
});

test('no path is an empty one between records that are there, else the one that is not there is named', async () => {
  const rig = rigOver({
    path: () => Promise.resolve(null),
    node: (id) => Promise.resolve(id === 'deal:9' ? null : node(id, 1)),
  });
  expect(await rig.search.path({ from: 'deal:1', to: 'deal:2' })).toEqual({
    ok: true,
    value: { adapter: 'bolt', root: 'deal:1', nodes: [], links: [], isCut: false },
  });
  for (const ends of [
    { from: 'deal:9', to: 'deal:1' },
    { from: 'deal:1', to: 'deal:9' },
  ] as const)
    expect(await rig.search.path(ends)).toMatchObject({ error: { code: 'RECORD_UNKNOWN', facts: { id: 'deal:9' } } });
});

test('trades by regime are those of the moment as of which is asked', async () => {
  const answer = [{ regime: null, closed: 1, won: 0, net: 0, meanR: null }] as unknown as RegimeTrades;
  const asked: unknown[] = [];
  const rig = rigOver({
    tradesByRegime: (wish) => {
      asked.push(wish);
      return Promise.resolve(answer);
    },
  });
  const all = { asOfUtcMs: null, symbol: null, scenario: null };
  expect(await rig.search.tradesByRegime(all)).toEqual({ ok: true, value: answer });
  await rig.search.tradesByRegime({ ...all, asOfUtcMs: hour(5), scenario: 'B' });
  expect(asked).toEqual([
    { asOfUtcMs: hour(100_000), symbol: null, scenario: null },
    { asOfUtcMs: hour(5), symbol: null, scenario: 'B' },
  ]);
  rig.clock.setMarket(null);
  expect(await rig.search.tradesByRegime(all)).toMatchObject({ error: { code: 'NOT_CONNECTED' } });
});

test('a graph that cannot answer is a fault', async () => {
  const why = fault('GRAPH_UNREACHABLE', 'no server');
  const reject = () => Promise.reject(new FaultError(why));
  const rig = rigOver({ chain: reject, path: reject, tradesByRegime: reject });
  const answers = [
    await rig.search.eventChain('deal:1'),
    await rig.search.path({ from: 'deal:1', to: 'deal:2' }),
    await rig.search.tradesByRegime({ asOfUtcMs: null, symbol: null, scenario: null }),
  ];
  expect(answers).toEqual(answers.map(() => ({ ok: false, error: why })));
});
