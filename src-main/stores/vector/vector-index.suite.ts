import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { endOfTimeUtcMs, utcMs } from '#shared/units/utc-ms.ts';
import type {
  ShapeOf,
  VectorChange,
  VectorIndex,
  VectorNeighbour,
  VectorPartition,
  VectorQuery,
  VectorRecord,
} from '#main/ports/vector-index.ts';
import { hashVectors } from './hash-vectors.ts';
import { partitionKey } from './partition-key.ts';

/** An index of a test, empty at first, and the way in which its rows change. */
export interface VectorRig extends AsyncDisposable {
  readonly index: VectorIndex;
  /** Answers once the index knows of them. */
  readonly apply: (changes: readonly VectorChange[]) => Promise<void>;
}

export interface VectorContract {
  readonly name: string;
  /** Why it cannot be shown here, else null. */
  readonly skipped: string | null;
  readonly makeRig: () => Promise<VectorRig>;
  /** Of the property, which asks once each time; fewer where a question travels. */
  readonly runs?: number;
}

const startUtcMs = utcMs(Date.UTC(2020, 0, 1));
const hourMs = 3_600_000;
const hour = (count: number) => utcMs(startUtcMs + count * hourMs);

const quotes = { collection: 'quotes', version: 1, timeframe: 'H1' } as const satisfies VectorPartition;
const texts = { collection: 'texts', method: 'local-1' } as const satisfies VectorPartition;

/** Partitions of days: the third component, of weight 1, and the fourth, of weight 2, may be unknown. */
const days = { ...quotes, timeframe: 'D1' } as const satisfies VectorPartition;
const weights = [1, 1, 1, 2] as const;

/** The rig has to be made with it. */
export const maskedShapeOf: ShapeOf = (partition) =>
  partition.collection !== 'texts' && partition.timeframe === 'D1'
    ? { alwaysKnown: 2, knownWeight: 2, maskableWeights: [1, 4] }
    : null;

const record = (id: string, vector: readonly number[], more: Partial<VectorRecord> = {}): VectorRecord => ({
  ...{ id, symbol: 'XAUUSD', knownAtUtcMs: startUtcMs },
  ...more,
  vector: Float32Array.from(vector),
});

const query = (vector: readonly number[], more: Partial<VectorQuery> = {}): VectorQuery => ({
  ...{ partition: quotes, k: 10, asOfUtcMs: endOfTimeUtcMs, fromUtcMs: null, symbols: null },
  ...more,
  vector: Float32Array.from(vector),
});

const idsOf = (found: readonly { readonly id: string }[]): readonly string[] => found.map(({ id }) => id);

/** The promises of every vector index, whoever holds the vectors. Distances may be those of float32. */
export function vectorIndexContract({ name, skipped, makeRig, runs = 200 }: VectorContract): void {
  describe.skipIf(skipped !== null)(skipped === null ? name : `skipped: ${name}: ${skipped}`, () => {
    let rig: VectorRig;
    let revision: number;

    beforeEach(async () => {
      rig = await makeRig();
      revision = 0;
    });

    afterEach(async () => {
      await rig[Symbol.asyncDispose]();
    });

    const put = (records: readonly VectorRecord[], partition: VectorPartition = quotes): Promise<void> =>
      rig.apply(records.map((it) => ({ kind: 'put', partition, revision: ++revision, record: it })));
    const remove = (ids: readonly string[], partition: VectorPartition = quotes): Promise<void> =>
      rig.apply(ids.map((id) => ({ kind: 'removed', partition, revision: ++revision, id })));
    const found = async (wish: VectorQuery): Promise<readonly string[]> => idsOf(await rig.index.search(wish));
    const records = async (partition: VectorPartition = quotes): Promise<readonly VectorRecord[]> => {
      const all: VectorRecord[] = [];
      for await (const it of rig.index.records(partition)) all.push(it);
      return all;
    };

    test('the nearest come first, with their Euclidean distance and what is known of them', async () => {
      await put([
        record('far', [3, 4, 0], { symbol: 'EURUSD', knownAtUtcMs: hour(2) }),
        record('near', [0, 0.5, 0], { knownAtUtcMs: hour(1) }),
        record('there', [0, 0, 0]),
      ]);
      const answer = await rig.index.search(query([0, 0, 0]));
      expect(answer).toEqual([
        { id: 'there', symbol: 'XAUUSD', knownAtUtcMs: startUtcMs, distance: 0 },
        { id: 'near', symbol: 'XAUUSD', knownAtUtcMs: hour(1), distance: expect.closeTo(0.5, 5) as number },
        { id: 'far', symbol: 'EURUSD', knownAtUtcMs: hour(2), distance: expect.closeTo(5, 4) as number },
      ]);
    });

    test('those at the same distance come by their ids, whenever they were put', async () => {
      await put([record('d', [1, 0]), record('b', [1, 0]), record('e', [0, 1])]);
      await put([record('a', [-1, 0]), record('c', [0, -1]), record('0', [2, 0])]);
      expect(await found(query([0, 0]))).toEqual(['a', 'b', 'c', 'd', 'e', '0']);
    });

    test('there are k of them, or as many as there are', async () => {
      await put(Array.from({ length: 30 }, (_, index) => record(`r${index}`, [index, 0])));
      expect(await found(query([0, 0], { k: 3 }))).toEqual(['r0', 'r1', 'r2']);
      expect(await found(query([29.2, 0], { k: 1 }))).toEqual(['r29']);
      expect(await found(query([0, 0], { k: 100 }))).toHaveLength(30);
    });

    test('only what was known by a moment, and from a moment on, is found: both moments count', async () => {
      await put(
        Array.from({ length: 6 }, (_, index) => record(`h${index}`, [index, 0], { knownAtUtcMs: hour(index) })),
      );
      expect(await found(query([0, 0], { asOfUtcMs: hour(2) }))).toEqual(['h0', 'h1', 'h2']);
      expect(await found(query([0, 0], { asOfUtcMs: utcMs(hour(2) - 1) }))).toEqual(['h0', 'h1']);
      expect(await found(query([0, 0], { fromUtcMs: hour(4) }))).toEqual(['h4', 'h5']);
      expect(await found(query([0, 0], { fromUtcMs: hour(2), asOfUtcMs: hour(3) }))).toEqual(['h2', 'h3']);
      expect(await found(query([0, 0], { asOfUtcMs: utcMs(startUtcMs - 1) }))).toEqual([]);
    });

    test('only the symbols that are asked for are found', async () => {
      const of = ['XAUUSD', 'EURUSD', 'USDJPY', 'XAUUSD'];
      await put(of.map((symbol, index) => record(`s${index}`, [index, 0], { symbol })));
      expect(await found(query([0, 0], { symbols: ['XAUUSD'] }))).toEqual(['s0', 's3']);
      expect(await found(query([0, 0], { symbols: ['USDJPY', 'EURUSD'] }))).toEqual(['s1', 's2']);
      expect(await found(query([0, 0], { symbols: ['nobody'] }))).toEqual([]);
    });

    test('what is excluded takes no place of what is not, however much nearer it is', async () => {
      const nearer = Array.from({ length: 300 }, (_, index) =>
        record(`later${index}`, [index / 1000, 0], { knownAtUtcMs: hour(9), symbol: index % 2 ? 'EURUSD' : 'XAUUSD' }),
      );
      const farther = Array.from({ length: 12 }, (_, index) => record(`known${index}`, [10 + index, 0]));
      await put([...nearer, ...farther]);
      const known = farther.slice(0, 10).map(({ id }) => id);
      expect(await found(query([0, 0], { asOfUtcMs: hour(8) }))).toEqual(known);
      expect(await found(query([0, 0], { asOfUtcMs: hour(8), symbols: ['XAUUSD'] }))).toEqual(known);
    });

    test('a record that changes is found as it is now, and only so', async () => {
      await put([record('a', [0, 0]), record('b', [5, 0])]);
      await put([record('a', [9, 0], { symbol: 'EURUSD', knownAtUtcMs: hour(3) })]);
      expect(await rig.index.search(query([9, 0]))).toEqual([
        { id: 'a', symbol: 'EURUSD', knownAtUtcMs: hour(3), distance: 0 },
        { id: 'b', symbol: 'XAUUSD', knownAtUtcMs: startUtcMs, distance: expect.closeTo(4, 4) as number },
      ]);
      expect(await found(query([0, 0], { asOfUtcMs: hour(2) }))).toEqual(['b']);
      expect(await found(query([0, 0], { symbols: ['XAUUSD'] }))).toEqual(['b']);
      expect(await rig.index.count(quotes)).toBe(2);
    });

    test('a record that is removed is gone until it is put again; one that never was can be removed', async () => {
      await put([record('a', [0, 0]), record('b', [1, 0]), record('c', [2, 0])]);
      await remove(['b', 'nobody']);
      expect([await found(query([0, 0])), await rig.index.count(quotes)]).toEqual([['a', 'c'], 2]);
      await put([record('b', [7, 0])]);
      expect([await found(query([0, 0])), idsOf(await records())]).toEqual([
        ['a', 'c', 'b'],
        ['a', 'b', 'c'],
      ]);
      await rig.apply([
        { kind: 'removed', partition: quotes, revision: ++revision, id: 'a' },
        { kind: 'put', partition: quotes, revision: ++revision, record: record('a', [1, 1]) },
        { kind: 'put', partition: quotes, revision: ++revision, record: record('d', [1, 1]) },
        { kind: 'removed', partition: quotes, revision: ++revision, id: 'd' },
      ]);
      expect(idsOf(await records())).toEqual(['a', 'b', 'c']);
    });

    test('changes that come twice leave what they left the first time', async () => {
      const changes: readonly VectorChange[] = [
        { kind: 'put', partition: quotes, revision: 1, record: record('a', [1, 2]) },
        { kind: 'put', partition: texts, revision: 2, record: record('decision:1', [1, 2, 3]) },
        { kind: 'removed', partition: quotes, revision: 3, id: 'a' },
        { kind: 'put', partition: quotes, revision: 4, record: record('b', [3, 4]) },
      ];
      await rig.apply(changes);
      const once = await hashVectors(rig.index);
      await rig.apply(changes);
      expect(await hashVectors(rig.index)).toEqual(once);
      expect(once.rows).toBe(2);
    });

    test('a partition that nothing was ever put into is empty', async () => {
      expect(await rig.index.search(query([0, 0]))).toEqual([]);
      expect(await rig.index.count(quotes)).toBe(0);
      expect(await records()).toEqual([]);
      expect(await hashVectors(rig.index)).toMatchObject({ rows: 0 });
    });

    test('a partition that was emptied is empty, and can be filled again', async () => {
      await put([record('a', [0, 0])]);
      await remove(['a']);
      expect([await found(query([0, 0])), await rig.index.count(quotes)]).toEqual([[], 0]);
      await put([record('a', [0, 0])]);
      expect(await found(query([0, 0]))).toEqual(['a']);
    });

    test('each partition answers for its own vectors alone, also of one id and of other lengths', async () => {
      const others: readonly VectorPartition[] = [
        { ...quotes, version: 2 },
        { ...quotes, timeframe: 'H4' },
        { ...quotes, collection: 'trades' },
        { ...quotes, collection: 'signals' },
        { collection: 'texts', method: 'ollama:nomic-embed-text:v1.5/Q4 @ a host' },
      ];
      await put([record('same', [1, 1])]);
      for (const [index, partition] of others.entries())
        await put([record('same', Array(index + 3).fill(index), { symbol: `S${index}` })], partition);
      expect(await rig.index.search(query([1, 1]))).toMatchObject([{ symbol: 'XAUUSD', distance: 0 }]);
      for (const [index, partition] of others.entries())
        expect(await rig.index.search(query(Array<number>(index + 3).fill(index), { partition }))).toEqual([
          { id: 'same', symbol: `S${index}`, knownAtUtcMs: startUtcMs, distance: 0 },
        ]);
      const stored = (await rig.index.partitions()).map(partitionKey);
      expect([...stored].sort()).toEqual([quotes, ...others].map(partitionKey).sort());
    });

    test('a vector of another length is refused, and nothing is harmed', async () => {
      await put([record('a', [1, 1])]);
      await expect(rig.index.search(query([1, 1, 1]))).rejects.toMatchObject({ fault: { code: 'VECTORS_REFUSED' } });
      expect(await found(query([1, 1]))).toEqual(['a']);
    });

    test('ids are taken as they are: of odd characters, long ones, those that look like numbers, and each the end of another', async () => {
      const odd = [
        ...[
          'XAUUSD|terminal|hour|1577836800000',
          'XAUUSD|terminal|hour|999999999999',
          'Золото|импорт|ny+7|5',
          '💰|a|b|1',
        ],
        ...["'; DROP TABLE states; --", '"quoted"', 'back\\slash', 'a b', '%7C', '{"$ne": 1}', 'line\nbreak'],
        ...[
          '0',
          '00',
          '007',
          '7',
          '-7',
          '7.0',
          '1e3',
          '12345678901234567890',
          'a',
          'a1',
          'a10',
          'a2',
          `long${'g'.repeat(250)}`,
        ],
      ];
      await put(odd.map((id, index) => record(id, [index, 0])));
      expect(await found(query([0, 0], { k: 100 }))).toEqual(odd);
      expect(idsOf(await records())).toEqual([...odd].sort());
      await remove(odd.filter((_, index) => index % 2 === 0));
      expect(await found(query([0, 0], { k: 100 }))).toEqual(odd.filter((_, index) => index % 2 === 1));
    });

    test('all of a partition is read by id, each number bit for bit', async () => {
      const rows = Array.from({ length: 700 }, (_, index) =>
        record(`XAUUSD|terminal|hour|${hour(index * 607)}`, [Math.fround(Math.sin(index)), 1 / 3, 0, 1e-38], {
          knownAtUtcMs: hour(index * 607 + 1),
          symbol: index % 3 === 0 ? 'EURUSD' : 'XAUUSD',
        }),
      );
      await put(rows.toReversed());
      expect(await records()).toEqual(rows.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
      expect(await rig.index.count(quotes)).toBe(700);
    });

    test('what is unknown on either side is left out of the distance, and what is left of it is lengthened by the weights', async () => {
      const tail = { a: [0, 0], b: [NaN, 0], c: [0, NaN], d: [NaN, NaN] };
      await put(
        Object.entries(tail).map(([id, behind]) => record(id, [3, 4, ...behind])),
        days,
      );
      const asked = async (behind: readonly number[]) =>
        (await rig.index.search(query([0, 0, ...behind], { partition: days }))).map(({ id, distance }) => [
          id,
          Number(distance.toFixed(5)),
        ]);
      const lengthened = (known: number, squares = 25) => Number(Math.sqrt((squares * 7) / known).toFixed(5));
      expect(await asked([0, 0])).toEqual([
        ...[['a', 5] as const, ['b', lengthened(6)] as const],
        ...[['c', lengthened(3)] as const, ['d', lengthened(2)] as const],
      ]);
      expect(await asked([1, NaN])).toEqual([
        ...[['a', lengthened(3, 26)] as const, ['c', lengthened(3, 26)] as const],
        ...[['b', lengthened(2)] as const, ['d', lengthened(2)] as const],
      ]);
    });

    test('a neighbour is found behind however many that are nearer by what is always known', async () => {
      const apart = Array.from({ length: 400 }, (_, index) => record(`apart${index}`, [index / 1000, 0, 3, 3]));
      const near = Array.from({ length: 6 }, (_, index) => record(`near${index}`, [1 + index / 10, 0, 0, 0]));
      const lacking = record('lacking', [0.7, 0, NaN, NaN]);
      await put([...apart, ...near, lacking], days);
      const wish = query([0, 0, 0, 0], { partition: days, k: 3 });
      expect(await found(wish)).toEqual(['near0', 'near1', 'near2']);
      expect(await found({ ...wish, k: 7 })).toContain('lacking');
      expect(await found({ ...wish, symbols: ['XAUUSD'] })).toEqual(['near0', 'near1', 'near2']);
      expect(await found({ ...wish, k: 300 })).toHaveLength(300);
    });

    test('many are found as well, where they are known and where they are not', async () => {
      await put(
        Array.from({ length: 900 }, (_, index) => record(`r${index}`, [index, 0, 0, index % 2 === 0 ? 0 : NaN])),
        days,
      );
      const all = await records(days);
      for (const vector of [
        [0, 0, 0, 0],
        [450.3, 0, 2, NaN],
      ]) {
        const wish = query(vector, { partition: days, k: 300 });
        expectNearest(await rig.index.search(wish), nearestOf(all, wish));
      }
    });

    test('a component that is known no more, and one that is known again, is so', async () => {
      const told = [
        [0, 0, 1, 2],
        [0, 0, NaN, 2],
        [0, 0, NaN, NaN],
        [0, 0, 5, NaN],
      ];
      for (const vector of told) {
        await put([record('a', vector)], days);
        expect(await records(days)).toEqual([record('a', vector)]);
      }
    });

    test('where some may be unknown, a question of another length, or one that lacks what is always known, is refused', async () => {
      await put([record('a', [0, 0, 0, NaN])], days);
      for (const asked of [
        [0, 0],
        [0, 0, 0],
        [0, NaN, 0, 0],
      ])
        await expect(rig.index.search(query(asked, { partition: days }))).rejects.toMatchObject({
          fault: { code: 'VECTORS_REFUSED' },
        });
      expect(await found(query([0, 0, 0, 0], { partition: days }))).toEqual(['a']);
    });

    const component = fc.integer({ min: -16, max: 16 }).map((eighths) => eighths / 8);
    const rowsArbitrary = fc.array(
      fc.record({
        at: fc.integer({ min: 0, max: 20 }),
        symbol: fc.constantFrom('XAUUSD', 'EURUSD', 'USDJPY'),
        vector: fc.tuple(component, component, component),
      }),
      { minLength: 1, maxLength: 40 },
    );
    const wishArbitrary = fc.record({
      vector: fc.tuple(component, component, component),
      k: fc.integer({ min: 1, max: 12 }),
      asOf: fc.integer({ min: -1, max: 21 }),
      from: fc.option(fc.integer({ min: 0, max: 20 })),
      symbols: fc.option(fc.subarray(['XAUUSD', 'EURUSD'], { minLength: 1 })),
    });

    test('a neighbour that came to be known later never appears, and the answer is that of comparing with every record', async () => {
      let version = 100;
      await fc.assert(
        fc.asyncProperty(rowsArbitrary, wishArbitrary, async (rows, wish) => {
          const partition: VectorPartition = { ...quotes, version: ++version };
          const all = rows.map(({ at, symbol, vector }, index) =>
            record(`r${index}`, vector, { symbol, knownAtUtcMs: hour(at) }),
          );
          await put(all, partition);
          const asked = query(wish.vector, {
            ...{ partition, k: wish.k, asOfUtcMs: hour(wish.asOf), symbols: wish.symbols },
            fromUtcMs: wish.from === null ? null : hour(wish.from),
          });
          const answer = await rig.index.search(asked);
          for (const { knownAtUtcMs } of answer) expect(knownAtUtcMs).toBeLessThanOrEqual(asked.asOfUtcMs);
          expectNearest(answer, nearestOf(all, asked));
        }),
        { numRuns: runs },
      );
    });

    const maskable = fc.oneof({ weight: 2, arbitrary: component }, { weight: 1, arbitrary: fc.constant(NaN) });
    const maskedVector = fc.tuple(component, component, maskable, maskable);

    test('the answer is that of comparing with every record, whatever is unknown', async () => {
      let version = 100;
      await fc.assert(
        fc.asyncProperty(
          fc.array(maskedVector, { minLength: 1, maxLength: 60 }),
          maskedVector,
          fc.integer({ min: 1, max: 12 }),
          async (vectors, vector, k) => {
            const partition: VectorPartition = { ...days, version: ++version };
            const all = vectors.map((it, index) => record(`r${index}`, it));
            await put(all, partition);
            const asked = query(vector, { partition, k });
            expectNearest(await rig.index.search(asked), nearestOf(all, asked));
          },
        ),
        { numRuns: runs },
      );
    });
  });
}

/** Of those at the distance of the last one, any may be in the answer: an index of another maker breaks such a tie as it likes. */
function expectNearest(answer: readonly VectorNeighbour[], expected: readonly VectorNeighbour[]): void {
  const isSure = ({ distance }: VectorNeighbour): boolean => distance < (expected.at(-1)?.distance ?? 0) - 1e-4;
  expect(idsOf(answer.filter(isSure))).toEqual(idsOf(expected.filter(isSure)));
  expect(answer.map(({ distance }) => distance)).toEqual(
    expected.map(({ distance }) => expect.closeTo(distance, 4) as number),
  );
}

/** By comparing with every one. */
export const nearestOf = (records: readonly VectorRecord[], wish: VectorQuery): readonly VectorNeighbour[] =>
  records
    .filter(
      ({ symbol, knownAtUtcMs }) =>
        knownAtUtcMs <= wish.asOfUtcMs &&
        knownAtUtcMs >= (wish.fromUtcMs ?? 0) &&
        (wish.symbols?.includes(symbol) ?? true),
    )
    .map(({ vector, ...rest }) => ({
      ...rest,
      distance: maskedShapeOf(wish.partition) === null ? between(vector, wish.vector) : masked(vector, wish.vector),
    }))
    .sort((a, b) => a.distance - b.distance || (a.id < b.id ? -1 : 1))
    .slice(0, wish.k);

const between = (a: Float32Array, b: Float32Array): number =>
  Math.sqrt(Array.from(a).reduce((sum, component, at) => sum + (component - (b[at] ?? 0)) ** 2, 0));

/** By the words of `VectorShape`. */
function masked(a: Float32Array, b: Float32Array): number {
  const isKnown = (at: number): boolean => !Number.isNaN(a[at]) && !Number.isNaN(b[at]);
  const known = (vector: Float32Array): Float32Array => vector.filter((_, at) => isKnown(at));
  const squares = (of: readonly number[]): number => of.reduce((sum, weight) => sum + weight ** 2, 0);
  return between(known(a), known(b)) * Math.sqrt(squares(weights) / squares(weights.filter((_, at) => isKnown(at))));
}
