import { expect, test, vi } from 'vitest';
import { fault, FaultError } from '#shared/base/fault.ts';
import type { ProjectionName, RebuildEvent } from '#shared/contract/memory.ts';
import { terminalSource, type BarSeries } from '#shared/market/bar-series.ts';
import { timeframeDurationMs } from '#shared/market/timeframe.ts';
import { recordId } from '#shared/trading/record-id.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { hashGraph } from '#main/stores/graph/hash-graph.ts';
import { valueOf } from '#main/stores/temporary-stores.suite.ts';
import { ExactIndex } from '#main/stores/vector/exact-index.ts';
import { hashVectors } from '#main/stores/vector/hash-vectors.ts';
import { partitionKey } from '#main/stores/vector/partition-key.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { episodeKinds, eventsOf } from './ledger-episodes.suite.ts';
import { hastyMachine } from './hasty-machine.suite.ts';
import { nextTurn } from './next-turn.ts';
import { openStoresAt, realClocks, type Stores } from './open-stores.ts';
import { settingsSchema } from './settings.ts';
import { shapeOf } from './shape-of.ts';
import { temporaryDataFolder } from './while-cockpit-runs.suite.ts';
import { wireMemory } from './wire-memory.ts';

const series: readonly BarSeries[] = [
  { symbol: 'XAUUSD', timeframe: 'M15', source: terminalSource, anchor: 'hour' },
  { symbol: 'XAUUSD', timeframe: 'H1', source: terminalSource, anchor: 'hour' },
  { symbol: 'EURUSD', timeframe: 'H1', source: terminalSource, anchor: 'hour' },
];

const machine = hastyMachine(20);

const names: readonly ProjectionName[] = ['vectors', 'graph'];

const later = utcMs(sampleStartUtcMs + 30 * timeframeDurationMs('D1'));

/** A cockpit's stores, full of bars and of what a ledger can tell, and the memory upon them; no server is there. */
async function createRig(changed: (stores: Stores) => Stores = (stores) => stores) {
  await using opening = new AsyncDisposableStack();
  const temporary = opening.use(temporaryDataFolder());
  const { logger } = createRecordingLogger();
  const { folder, stores } = valueOf(openStoresAt(temporary.path, logger, realClocks()));
  opening.use(stores);
  for (const [index, it] of series.entries()) {
    const startUtcMs = sampleStartUtcMs - 260 * timeframeDurationMs(it.timeframe);
    const bars = sampleBars({ count: 300, seed: index + 3, timeframe: it.timeframe, startUtcMs });
    stores.market.bars.append(it, bars);
  }
  const stories = episodeKinds.map((kind, index) => ({ kind, index: index + 1, quarter: 10 + index * 4 }));
  stores.ledger.log.append(stories.flatMap(eventsOf));
  const settings = settingsSchema.parse({});
  const remembering = opening.use(
    wireMemory({ folder, stores: changed(stores), settings, machine, launcher: null, logger }),
  );
  remembering.start();
  const { memory } = remembering;
  const exact = new ExactIndex({
    rows: stores.market.vectorFeed,
    shapeOf,
    monotonicClock: machine.monotonicClock,
    nextTurn,
  });
  const held = opening.move();
  const rig = {
    memory,
    market: stores.market,
    rebuild: (projection: ProjectionName) =>
      memory.rebuild(projection, { onProgress: () => undefined, signal: new AbortController().signal }),
    /** Of the rows as they are now. */
    hashes: async () => ({
      vectors: (await hashVectors(exact)).hash,
      graph: (await hashGraph(stores.market.embeddedGraph(nextTurn))).hash,
    }),
    untilAtRest: () =>
      vi.waitUntil(() => memory.health().every(({ depth }) => depth === 0) && areTextsEmbedded(stores), {
        timeout: 20_000,
      }),
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
  return rig;
}

const areTextsEmbedded = ({ market }: Stores): boolean => market.texts.without('local-1', 1).length === 0;

test('a rebuild, and another one, says what was there before, of texts and situations too', async () => {
  await using rig = await createRig();
  await rig.untilAtRest();
  const before = await rig.hashes();
  for (const projection of ['vectors', 'graph', 'graph', 'vectors'] as const) {
    const report = valueOf(await rig.rebuild(projection));
    expect(report).toMatchObject({ projection, hash: before[projection], deadLetters: 0 });
    expect(await rig.hashes()).toEqual(before);
  }
  const keys = rig.market.vectorFeed.partitions().map(partitionKey);
  expect(keys.toSorted()).toEqual([
    'quotes/2/H1',
    'quotes/2/M15',
    'signals/2/M15',
    'texts/local-1',
    'trades/2/H1',
    'trades/2/M15',
  ]);
  expect(before.vectors).not.toBe(before.graph);
});

test('a graph that is made anew before there are states waits for them: the regimes in it follow from them', async () => {
  await using rig = await createRig();
  expect(rig.memory.health().map(({ depth }) => depth > 0)).toEqual([true, true]);
  const { hash } = valueOf(await rig.rebuild('graph'));
  await rig.untilAtRest();
  expect((await rig.hashes()).graph).toBe(hash);
});

test('what was made anew answers', async () => {
  await using rig = await createRig();
  for (const projection of names) expect(valueOf(await rig.rebuild(projection)).rows).toBeGreaterThan(20);
  const state = { kind: 'moment', symbol: 'XAUUSD', timeframe: 'H1', atUtcMs: sampleStartUtcMs } as const;
  const common = { asOfUtcMs: later, symbols: null, fromUtcMs: null };
  const states = valueOf(await rig.memory.similarStates({ ...common, state, k: 3, barsApart: 24 }));
  expect(states).toMatchObject({ adapter: 'exact', neighbours: [{}, {}, {}] });
  const chain = valueOf(await rig.memory.eventChain(recordId('signal', 'decision-4')));
  expect(chain.adapter).toBe('embedded');
  expect(chain.nodes.map(({ id }) => id)).toContain('trade:4#1');
});

test('one at a time: a second one is refused, and the first goes on', async () => {
  await using rig = await createRig();
  const first = rig.rebuild('vectors');
  expect(await rig.rebuild('graph')).toMatchObject({ error: { code: 'REBUILD_RUNNING' } });
  expect(await first).toMatchObject({ ok: true });
  expect(await rig.rebuild('graph')).toMatchObject({ ok: true });
});

test('it tells how far it is, and what nobody waits for any more goes on by itself', async () => {
  await using rig = await createRig();
  await rig.untilAtRest();
  const before = await rig.hashes();
  const told: Extract<RebuildEvent, { kind: 'progress' }>[] = [];
  const leaving = new AbortController();
  const ended = await rig.memory.rebuild('vectors', {
    onProgress: (event) => {
      told.push(event);
      if (told.length === 3) leaving.abort();
    },
    signal: leaving.signal,
  });
  expect(ended).toMatchObject({ error: { code: 'REBUILD_CANCELLED', facts: { projection: 'vectors' } } });
  expect(told).toHaveLength(3);
  expect(rig.memory.health()[0]?.depth).toBeGreaterThan(0);
  expect(told[0]?.depth).toBeGreaterThan(0);
  expect(told.map(({ done }) => done)).toEqual(told.map(({ done }) => done).toSorted((a, b) => a - b));
  await rig.untilAtRest();
  expect(await rig.hashes()).toEqual(before);
  expect(await rig.rebuild('vectors')).toMatchObject({ ok: true, value: { hash: before.vectors } });
});

test.for(names)(
  'a store that is full ends a rebuild of %s with its fault, and the next one makes it whole',
  async (projection) => {
    let transactionsLeft = Infinity;
    const full = new FaultError(fault('STORE_FULL', 'The disk is full.'));
    await using rig = await createRig((stores) => {
      const { projections } = stores.market;
      const transaction: typeof projections.transaction = (run) => {
        if (transactionsLeft-- <= 0) throw full;
        return projections.transaction(run);
      };
      return { ...stores, market: { ...stores.market, projections: { ...projections, transaction } } };
    });
    await rig.untilAtRest();
    const before = await rig.hashes();
    for (const left of [0, 1]) {
      transactionsLeft = left;
      expect(await rig.rebuild(projection)).toMatchObject({ error: { code: 'STORE_FULL' } });
    }
    transactionsLeft = Infinity;
    await rig.untilAtRest();
    expect(await rig.rebuild(projection)).toMatchObject({ ok: true });
    expect(await rig.hashes()).toEqual(before);
  },
);
