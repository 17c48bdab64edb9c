import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll } from 'vitest';
import { realTime } from '#main/testkit/real-time.ts';
import { findRealChroma, startRealChroma, type RealChroma } from '#main/testkit/real-chroma.ts';
import { ChromaConnection } from './chroma-connection.ts';
import { chromaIndex } from './chroma-index.ts';
import { chromaTarget } from './chroma-target.ts';
import { createMemoryVectorRows } from './memory-vector-rows.suite.ts';
import { maskedShapeOf, vectorIndexContract } from './vector-index.suite.ts';

const program = findRealChroma();
let chroma: RealChroma | null = null;
let rigs = 0;

beforeAll(async () => {
  if (program.kind === 'ready') chroma = await startRealChroma();
});

afterAll(async () => {
  await chroma?.[Symbol.asyncDispose]();
});

vectorIndexContract({
  name: 'Chroma',
  skipped: program.kind === 'ready' ? null : program.reason,
  runs: 25,
  makeRig: async () => {
    const connection = new ChromaConnection({
      url: () => chroma?.url ?? null,
      owner: `rig${++rigs}`,
      timers: realTime.timers,
    });
    const index = chromaIndex(connection, maskedShapeOf);
    const target = chromaTarget({
      connection,
      projections: { mark: () => null, saveMark: () => undefined, deadLetterCount: () => 0 },
      rows: createMemoryVectorRows(),
      shapeOf: maskedShapeOf,
      monotonicClock: realTime.monotonicClock,
      nextTurn: () => nextTurn(),
    });
    await target.begin('one life');
    return {
      index,
      apply: (changes) => target.apply(changes, { epoch: 'one life', revision: changes.at(-1)?.revision ?? 0 }),
      [Symbol.asyncDispose]: () => {
        connection[Symbol.dispose]();
        return Promise.resolve();
      },
    };
  },
});
