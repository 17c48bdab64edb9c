import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assert } from '#shared/base/assert.ts';
import { fault, FaultError } from '#shared/base/fault.ts';
import { similarSignalsWishSchema, type SimilarSignals, type SimilarSignalsWish } from '#shared/contract/memory.ts';
import { recordId, type RecordId } from '#shared/trading/record-id.ts';
import { stateVersion } from '#main/features/state-vector.ts';
import type { GraphNode, GraphReads, SignalOutcome } from '#main/ports/graph-store.ts';
import { createSearchRig, hour, lying, vectorAt, type SearchRig } from './search-rig.suite.ts';

/** A graph that answers all that it knows, whatever moment it is asked about. */
interface ToldGraph {
  readonly nodes: Map<RecordId, GraphNode>;
  readonly outcomes: SignalOutcome[];
  readonly reads: GraphReads;
}

function createToldGraph(): ToldGraph {
  const nodes = new Map<RecordId, GraphNode>();
  const outcomes: SignalOutcome[] = [];
  const unasked = (): never => {
    throw new Error('this was not to be asked');
  };
  const reads: GraphReads = {
    ...{ chain: unasked, path: unasked, tradesByRegime: unasked, counts: unasked, contents: unasked },
    node: (id) => Promise.resolve(nodes.get(id) ?? null),
    outcomesOf: ({ signals }) => Promise.resolve(outcomes.filter(({ signal }) => signals.includes(signal))),
  };
  return { nodes, outcomes, reads };
}

/** A signal of an hour, and the trade that followed and was closed a day later. */
function remember(
  rig: SearchRig,
  graph: ToldGraph,
  { at, place, ...facts }: { at: number; place: number; scenario?: string; signal?: string },
): RecordId {
  const id = recordId('signal', `B:${at}`);
  const common = { scenario: 'B', symbol: 'XAUUSD', timeframe: 'H1', signal: 'enter', side: 'buy' };
  graph.nodes.set(id, { id, kind: 'signal', knownAtUtcMs: hour(at), facts: { ...common, ...facts } });
  graph.outcomes.push({
    signal: id,
    trade: recordId('trade', `${at}#1`),
    facts: { closedAtUtcMs: hour(at + 24), net: 120, ...(at % 2 === 0 && { rMultiple: 1.2 }) },
  });
  rig.records.push({ id, symbol: 'XAUUSD', knownAtUtcMs: hour(at), vector: vectorAt(place) });
  return id;
}

function rigOver(graph: ToldGraph, indexOf?: typeof lying): SearchRig {
  return createSearchRig({
    graph: { now: () => ({ reads: graph.reads, adapter: 'embedded' }), below: () => null },
    ...(indexOf && { indexOf }),
  });
}

const atNothing = { kind: 'vector', version: stateVersion, timeframe: 'H1', vector: [...vectorAt(0)] };

async function found(
  rig: SearchRig,
  wish: Partial<Record<keyof SimilarSignalsWish, unknown>> = {},
): Promise<SimilarSignals> {
  const answer = await rig.search.similarSignals(similarSignalsWishSchema.parse({ state: atNothing, ...wish }));
  assert(answer.ok, 'an answer was expected');
  return answer.value;
}

test('whoever waits for the loop has his turn while signals of the other scenario are passed over', async () => {
  const graph = createToldGraph();
  const rig = rigOver(graph);
  for (let at = 0; at < 60; at++) remember(rig, graph, { at, place: at / 100 });
  expect((await found(rig, { scenario: 'A' })).neighbours).toEqual([]);
  expect(rig.turns()).toBeGreaterThan(10);
});

test('entries come by the market that they were signalled in, with the trades that followed', async () => {
  const graph = createToldGraph();
  const rig = rigOver(graph);
  remember(rig, graph, { at: 10, place: 0.5 });
  remember(rig, graph, { at: 51, place: 0.1 });
  graph.outcomes.splice(1);
  const { neighbours, adapter, graphAdapter } = await found(rig);
  expect([adapter, graphAdapter]).toEqual(['exact', 'embedded']);
  expect(neighbours.map(({ signal }) => signal)).toEqual([
    {
      ...{ recordId: 'signal:B:51', scenario: 'B', symbol: 'XAUUSD', timeframe: 'H1', side: 'buy' },
      ...{ knownAtUtcMs: hour(51), outcomes: [] },
    },
    {
      ...{ recordId: 'signal:B:10', scenario: 'B', symbol: 'XAUUSD', timeframe: 'H1', side: 'buy' },
      knownAtUtcMs: hour(10),
      outcomes: [{ trade: 'trade:10#1', closedAtUtcMs: hour(34), net: 120, rMultiple: 1.2 }],
    },
  ]);
});

test('signals to leave, and those of another scenario, take no place; what the graph does not know is not told', async () => {
  const graph = createToldGraph();
  const rig = rigOver(graph);
  for (let index = 0; index < 90; index++)
    remember(rig, graph, {
      ...{ at: index, place: index / 100 },
      ...(index % 3 === 0 && { signal: 'exit' }),
      ...(index % 10 === 1 && { scenario: 'A' }),
    });
  const ofA = await found(rig, { scenario: 'A', k: 4 });
  expect(ofA.neighbours.map(({ signal }) => signal.recordId)).toEqual([
    ...['signal:B:1', 'signal:B:11', 'signal:B:31', 'signal:B:41'],
  ]);
  graph.nodes.clear();
  expect((await found(rig)).neighbours).toEqual([]);
});

test('a graph that cannot answer is a fault, and so are no state and no market time', async () => {
  const graph = createToldGraph();
  const failing = { ...graph.reads, node: () => Promise.reject(new FaultError(fault('STORE_BUSY', 'Busy.'))) };
  const rig = rigOver({ ...graph, reads: failing });
  remember(rig, graph, { at: 1, place: 0 });
  const wish = similarSignalsWishSchema.parse({ state: atNothing });
  expect(await rig.search.similarSignals(wish)).toMatchObject({ error: { code: 'STORE_BUSY' } });
  const deaf = { ...graph.reads, outcomesOf: failing.node };
  const other = rigOver({ ...graph, reads: deaf });
  expect(await other.search.similarSignals(wish)).toMatchObject({ error: { code: 'STORE_BUSY' } });
  const state = { kind: 'moment', symbol: 'XAUUSD', timeframe: 'H1', atUtcMs: hour(1) };
  const nowhere = await rig.search.similarSignals(similarSignalsWishSchema.parse({ state }));
  expect(nowhere).toMatchObject({ error: { code: 'STATE_UNKNOWN' } });
  rig.clock.setMarket(null);
  expect(await rig.search.similarSignals(wish)).toMatchObject({ error: { code: 'NOT_CONNECTED' } });
});

test('whatever index and graph say, no signal was given and no trade was closed later than the moment as of which is asked', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { maxLength: 30 }),
      fc.integer({ min: 0, max: 220 }),
      async (given, asOf) => {
        const graph = createToldGraph();
        const rig = rigOver(graph, lying);
        for (const at of given) remember(rig, graph, { at, place: at / 100 });
        const { neighbours } = await found(rig, { asOfUtcMs: hour(asOf), k: 50 });
        expect(neighbours).toHaveLength(given.filter((at) => at <= asOf).length);
        const closed = neighbours.flatMap(({ signal }) => signal.outcomes);
        expect(closed).toHaveLength(given.filter((at) => at + 24 <= asOf).length);
      },
    ),
  );
});
