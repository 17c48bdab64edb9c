import fc from 'fast-check';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { durationMs } from '#shared/units/duration-ms.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { VectorChange, VectorPartition, VectorQuery, VectorRecord } from '#main/ports/vector-index.ts';
import { realTime } from '#main/testkit/real-time.ts';
import { ExactIndex, type ExactIndexParts } from './exact-index.ts';
import { createMemoryVectorRows, type MemoryVectorRows } from './memory-vector-rows.suite.ts';
import { maskedShapeOf, nearestOf, vectorIndexContract } from './vector-index.suite.ts';

const { monotonicClock } = realTime;

vectorIndexContract({
  name: 'exact scan',
  skipped: null,
  makeRig: () => {
    const rows = createMemoryVectorRows();
    return Promise.resolve({
      index: new ExactIndex({ rows, shapeOf: maskedShapeOf, monotonicClock, nextTurn: () => nextTurn() }),
      apply: (changes) => {
        rows.apply(changes);
        return Promise.resolve();
      },
      [Symbol.asyncDispose]: () => Promise.resolve(),
    });
  },
});

const quotes: VectorPartition = { collection: 'quotes', version: 1, timeframe: 'H1' };
const trades: VectorPartition = { ...quotes, collection: 'trades' };

const record = (id: string, ...components: readonly number[]): VectorRecord => ({
  ...{ id, symbol: 'XAUUSD', knownAtUtcMs: utcMs(1000) },
  vector: Float32Array.from(components),
});
const put = (it: VectorRecord, partition = quotes): VectorChange => ({
  kind: 'put',
  partition,
  revision: 0,
  record: it,
});
const removed = (id: string): VectorChange => ({ kind: 'removed', partition: quotes, revision: 0, id });
const query = (vector: readonly number[], more: Partial<VectorQuery> = {}): VectorQuery => ({
  ...{ partition: quotes, k: 100, asOfUtcMs: utcMs(9999), fromUtcMs: null, symbols: null },
  ...more,
  vector: Float32Array.from(vector),
});
const idsOf = (found: readonly { readonly id: string }[]): readonly string[] => found.map(({ id }) => id);

interface Rig {
  readonly rows: MemoryVectorRows;
  readonly index: ExactIndex;
  readonly turns: () => number;
  /** How often a partition was read as a whole. */
  readonly loads: () => number;
}

/** A loop that has nothing else to do. */
const idle = (): void => undefined;

/** Each look at the clock takes a millisecond, so that every third is the end of a slice; `onTurn` is what the loop does meanwhile. */
function slowRig(onTurn: (rows: MemoryVectorRows, turn: number) => void, more: Partial<ExactIndexParts> = {}): Rig {
  const rows = createMemoryVectorRows();
  let [now, turns, loads] = [0, 0, 0];
  const counted = {
    ...rows,
    records: (partition: VectorPartition) => {
      loads += 1;
      return pausable(rows, partition);
    },
  };
  const index = new ExactIndex({
    rows: counted,
    shapeOf: () => null,
    monotonicClock: { nowMs: () => durationMs(now++) },
    nextTurn: () => {
      onTurn(rows, ++turns);
      return Promise.resolve();
    },
    ...more,
  });
  return { rows, index, turns: () => turns, loads: () => loads };
}

/** Each row as it is when it is asked for, as pages of a file are. */
function* pausable(rows: MemoryVectorRows, partition: VectorPartition): Generator<VectorRecord, void> {
  const told = new Set<string>();
  for (;;) {
    const next = [...rows.records(partition)].find(({ id }) => !told.has(id));
    if (next === undefined) return;
    told.add(next.id);
    yield next;
  }
}

const many = (count: number): readonly VectorChange[] =>
  Array.from({ length: count }, (_, index) => put(record(`r${String(index).padStart(4, '0')}`, index, 0)));

test('of those at the same distance the first by their ids are taken, not the first by their rows', async () => {
  const { rows, index } = slowRig(idle);
  rows.apply(['d', 'b', 'e', 'a', 'c'].map((id) => put(record(id, 1, 0))));
  expect(idsOf(await index.search(query([0, 0], { k: 3 })))).toEqual(['a', 'b', 'c']);
});

test('whatever happens to the rows, the answer is that of comparing with every one, ties and all', async () => {
  const component = fc.integer({ min: -3, max: 3 });
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.tuple(fc.nat(25), component, component).map(([id, x, y]) => put(record(`r${id}`, x, y))),
    },
    { weight: 2, arbitrary: fc.nat(25).map((id) => removed(`r${id}`)) },
    { weight: 1, arbitrary: fc.constantFrom('ask' as const, 'clear' as const) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 9 }), async (steps, k) => {
      const { rows, index } = slowRig(idle);
      const all = new Map<string, VectorRecord>();
      for (const change of [...steps, 'ask' as const]) {
        if (change === 'clear') {
          rows.clear();
          all.clear();
        } else if (change === 'ask') {
          const asked = query([1, 1], { k });
          expect(await index.search(asked)).toEqual(nearestOf([...all.values()], asked));
        } else {
          rows.apply([change]);
          if (change.kind === 'put') all.set(change.record.id, change.record);
          else all.delete(change.id);
        }
      }
      expect(await index.count(quotes)).toBe(all.size);
    }),
  );
});

test('a partition is read once, when it is asked for first; from then on only what has changed', async () => {
  const { rows, index, loads } = slowRig(idle);
  rows.apply([...many(50), put(record('trade:1', 0, 0, 0), trades)]);
  expect(loads()).toBe(0);
  await index.search(query([0, 0]));
  rows.apply([put(record('new', -1, 0)), removed('r0000')]);
  expect(idsOf(await index.search(query([0, 0], { k: 2 })))).toEqual(['new', 'r0001']);
  expect(loads()).toBe(1);
});

test('rows that change while they are loaded are held as they are in the end', async () => {
  const { rows, index } = slowRig((it, turn) => {
    if (turn === 1) it.apply([put(record('r0001', 0, 9)), removed('r0002'), put(record('new', 0, 0))]);
    if (turn === 2) it.apply([removed('r0299'), put(record('r0298', -1, 0))]);
  });
  rows.apply(many(300));
  const answer = await index.search(query([0, 0], { k: 300 }));
  const all = [...rows.records(quotes)];
  expect(answer).toEqual(nearestOf(all, query([0, 0], { k: 300 })));
  expect(all).toHaveLength(299);
});

test('rows that begin a new life while they are loaded are loaded anew, and nothing of the old life is told', async () => {
  const { rows, index, loads } = slowRig((it, turn) => {
    if (turn !== 1) return;
    it.clear();
    it.apply([put(record('new', 5, 5))]);
  });
  rows.apply(many(300));
  expect(idsOf(await index.search(query([0, 0])))).toEqual(['new']);
  expect(loads()).toBe(2);
});

test('a new life that begins while the changes of the old one are read on ends that', async () => {
  let isDue = false;
  const { rows, index } = slowRig((it) => {
    if (!isDue) return;
    isDue = false;
    it.clear();
    it.apply([put(record('new', 5, 5))]);
  });
  rows.apply(many(10));
  await index.search(query([0, 0]));
  rows.apply(many(2000));
  isDue = true;
  expect(idsOf(await index.search(query([0, 0])))).toEqual(['new']);
});

test('the loop turns while rows are loaded, compared, sorted and told', async () => {
  const { rows, index, turns } = slowRig(idle);
  rows.apply(Array.from({ length: 3000 }, (_, at) => put(record(`r${at}`, ...Array<number>(1000).fill(at)))));
  await index.count(quotes);
  const loading = turns();
  expect(loading).toBeGreaterThan(25);
  await index.search(query(Array<number>(1000).fill(0)));
  const searching = turns() - loading;
  expect(searching).toBeGreaterThan(15);
  const told = new Set<string>();
  for await (const { id } of index.records(quotes)) told.add(id);
  expect([told.size, turns() - loading - searching > 900]).toEqual([3000, true]);
});

test('questions that come together are answered one after the other, and one that fails harms no other', async () => {
  const { rows, index, loads } = slowRig((it) => it.apply([put(record('r0000', 50, 0))]));
  rows.apply(many(400));
  const [first, refused, last] = await Promise.allSettled([
    index.search(query([0, 0], { k: 1 })),
    index.search(query([0, 0, 0])),
    index.search(query([0, 0], { k: 1 })),
  ]);
  expect([first.status, refused.status, last.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(last).toMatchObject({ value: [{ id: 'r0001', distance: 1 }] });
  expect(loads()).toBe(1);
});

test('beyond the bound of its memory, what was asked for least recently is let go and read again when it is asked for', async () => {
  const { rows, index, loads } = slowRig(idle, { bytesMax: 4000 });
  rows.apply([...many(60), ...many(60).map((it) => ({ ...it, partition: trades }))]);
  for (const partition of [quotes, quotes, trades, trades]) await index.search(query([0, 0], { partition }));
  expect(loads()).toBe(2);
  expect(idsOf(await index.search(query([0, 0], { k: 1 })))).toEqual(['r0000']);
  expect(loads()).toBe(3);
});

test('a record that is removed while all are told is told no more', async () => {
  const { rows, index } = slowRig(idle);
  rows.apply(many(40));
  const told: string[] = [];
  for await (const { id } of index.records(quotes)) {
    told.push(id);
    if (told.length !== 10) continue;
    rows.apply([removed('r0030'), put(record('r0005x', 0, 0))]);
    await index.count(quotes);
  }
  expect(told).toEqual(
    idsOf(many(40).map((it) => (it.kind === 'put' ? it.record : it))).filter((id) => id !== 'r0030'),
  );
});
