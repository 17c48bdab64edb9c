import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { assert } from '#shared/base/assert.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { ProjectionMark, ProjectionTarget } from '#main/ports/projection.ts';
import type { VectorChange, VectorPartition } from '#main/ports/vector-index.ts';
import { findRealChroma, realChromaTest, startRealChroma, type RealChroma } from '#main/testkit/real-chroma.ts';
import { realTime } from '#main/testkit/real-time.ts';
import { ChromaConnection } from './chroma-connection.ts';
import { chromaIndex } from './chroma-index.ts';
import { chromaTarget } from './chroma-target.ts';
import { createMemoryVectorRows, type MemoryVectorRows } from './memory-vector-rows.suite.ts';

const program = findRealChroma();
let chroma: RealChroma | null = null;
let owners = 0;

/** Of the market's file, and of what it holds. */
let kept: ProjectionMark | null;
let rows: MemoryVectorRows;
let deadLetters: number;
let connection: ChromaConnection;

beforeAll(async () => {
  if (program.kind === 'ready') chroma = await startRealChroma();
});

afterAll(async () => {
  await chroma?.[Symbol.asyncDispose]();
});

beforeEach(() => {
  [kept, rows, deadLetters] = [null, createMemoryVectorRows(), 0];
  connection = connect(`target${++owners}`);
});

afterEach(() => {
  connection[Symbol.dispose]();
});

const connect = (owner: string) =>
  new ChromaConnection({ url: () => chroma?.url ?? null, owner, timers: realTime.timers });

const quotes: VectorPartition = { collection: 'quotes', version: 1, timeframe: 'H1' };

const target = (over = connection): ProjectionTarget<VectorChange> =>
  chromaTarget({
    connection: over,
    projections: {
      mark: () => kept,
      deadLetterCount: () => deadLetters,
      saveMark: (_, mark) => {
        kept = mark;
      },
    },
    rows,
    shapeOf: () => null,
    monotonicClock: realTime.monotonicClock,
    nextTurn: () => nextTurn(),
  });

const put = (revision: number, partition = quotes): VectorChange => ({
  kind: 'put',
  partition,
  revision,
  record: { id: `r${revision}`, symbol: 'XAUUSD', knownAtUtcMs: utcMs(revision), vector: Float32Array.of(revision, 0) },
});

/** As many changes in the store, and all of them in Chroma. */
async function fill(count: number, to = target()): Promise<void> {
  const changes = Array.from({ length: count }, (_, index) => put(index + 1));
  rows.apply(changes);
  await to.begin('a life');
  await to.apply(changes, { epoch: 'a life', revision: count });
}

describe.skipIf(program.kind === 'absent')(realChromaTest('the mark of a Chroma'), () => {
  test('is none before a life began, then what was applied last, also for those who come later', async () => {
    expect(await target().mark()).toBeNull();
    await fill(3);
    expect(await target().mark()).toEqual({ epoch: 'a life', revision: 3 });
    await target().apply([], { epoch: 'a life', revision: 8 });
    expect(await target(connect(connection.owner)).mark()).toEqual({ epoch: 'a life', revision: 8 });
  });

  test('is the earlier one of its own and of the market’s file: either may be an older copy', async () => {
    await fill(3);
    kept = { epoch: 'a life', revision: 1 };
    expect(await target().mark()).toEqual({ epoch: 'a life', revision: 1 });
    kept = { epoch: 'a life', revision: 9 };
    expect(await target().mark()).toEqual({ epoch: 'a life', revision: 3 });
  });

  test('is none where the two are of different lives, or the market’s file has none', async () => {
    await fill(3);
    kept = { epoch: 'another life', revision: 3 };
    expect(await target().mark()).toBeNull();
    kept = null;
    expect(await target().mark()).toBeNull();
  });

  test('is none where rows are missing or too many, as far as those that wait and those that were refused do not explain it', async () => {
    await fill(3);
    rows.apply([put(4)]);
    expect(await target().mark()).toEqual({ epoch: 'a life', revision: 3 });
    const passedOver = { epoch: 'a life', revision: 4 };
    await target().apply([], passedOver);
    expect(await target().mark()).toBeNull();
    deadLetters = 1;
    expect(await target().mark()).toEqual(passedOver);
    deadLetters = 0;
    rows.clear();
    rows.apply([put(1)]);
    expect(await target().mark()).toBeNull();
  });

  test('is none where somebody removed a collection', async () => {
    await fill(3);
    await connection.request((client) => client.deleteCollection({ name: `ats-${connection.owner}-quotes-1-H1` }));
    expect(await target().mark()).toBeNull();
  });

  test('outlives a kill of the server, and so does all that was applied', async () => {
    await fill(500);
    assert(chroma !== null, 'this test runs with a server');
    await chroma.kill();
    await expect(target().mark()).rejects.toMatchObject({ fault: { code: 'VECTORS_UNREACHABLE' } });
    await chroma.restart();
    expect(await target().mark()).toEqual({ epoch: 'a life', revision: 500 });
    expect(await chromaIndex(connection, () => null).count(quotes)).toBe(500);
  });
});

describe.skipIf(program.kind === 'absent')(realChromaTest('a Chroma that is filled'), () => {
  test('begins anew without what was there, and without touching what is another’s', async () => {
    const other = connect(`${connection.owner}x`);
    await fill(2);
    const oursKept = kept;
    await fill(5, target(other));
    kept = oursKept;
    await target().begin('a second life');
    expect(await chromaIndex(connection, () => null).partitions()).toEqual([]);
    expect(await chromaIndex(other, () => null).count(quotes)).toBe(5);
    rows.clear();
    expect(await target().mark()).toEqual({ epoch: 'a second life', revision: 0 });
  });

  test('takes changes of many partitions at once', async () => {
    const trades: VectorPartition = { ...quotes, collection: 'trades' };
    await target().begin('a life');
    await target().apply(
      [put(1), put(2, trades), { kind: 'removed', partition: quotes, revision: 3, id: 'r1' }, put(4), put(5, trades)],
      { epoch: 'a life', revision: 5 },
    );
    const index = chromaIndex(connection, () => null);
    expect([await index.count(quotes), await index.count(trades)]).toEqual([1, 2]);
  });

  test('refuses a vector of another length, and keeps its mark', async () => {
    await fill(2);
    const wrong: VectorChange = { ...put(3), kind: 'put', record: { ...recordOf(put(3)), vector: Float32Array.of(1) } };
    await expect(target().apply([wrong], { epoch: 'a life', revision: 3 })).rejects.toMatchObject({
      fault: { code: 'VECTORS_REFUSED' },
    });
    expect(await target().mark()).toEqual({ epoch: 'a life', revision: 2 });
  });
});

function recordOf(change: VectorChange) {
  assert(change.kind === 'put', 'a put bears a record');
  return change.record;
}
