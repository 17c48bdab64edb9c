import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { once } from 'node:events';
import { z } from 'zod';
import { assert } from '#shared/base/assert.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { sampleEuro } from '#main/testkit/sample-instrument.ts';
import { boundOf, decidedColumns, replay } from './decided-columns.suite.ts';
import { strategyById } from './strategies.ts';

/**
 * Bytes on the heap that a decision of a strategy leaves behind at best, once its code is hot: measured in a thread of its own, because the tools
 * that run tests rewrite modules, and box numbers that plain Node does not.
 */
export async function bytesPerDecision(id: string): Promise<number> {
  const worker = new Worker(new URL(import.meta.url), { workerData: id });
  const [bytes] = z.tuple([z.number()]).parse(await once(worker, 'message'));
  return bytes;
}

/** So few that nothing is collected while they are counted. */
const decisions = 2_000;
/** On a busy machine the compiler comes late. */
const roundsMax = 1_000;
const bytesMin = 8;

function measure(id: string): number {
  const found = strategyById(id);
  assert(found.ok, `there is a strategy ${id}`);
  const bound = boundOf(found.value);
  const bars = sampleBars({ count: decisions, seed: 3, timeframe: bound.parameters.timeframe, instrument: sampleEuro });
  const columns = decidedColumns(bound, bars, () => ({ spread: 0.0001 }));
  const states = [...replay(columns, sampleEuro)].map(({ state }) => state);
  const decideAll = (): void => {
    states.forEach((state, index) => columns.decide(index, state));
  };
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options: { readonly type: 'minor' }) => void;
  let fewest = Infinity;
  for (let round = 0; round < roundsMax && fewest > bytesMin; round++) {
    for (let warming = 0; warming < 5; warming++) decideAll();
    collect({ type: 'minor' });
    const before = getHeapStatistics().used_heap_size;
    decideAll();
    fewest = Math.min(fewest, (getHeapStatistics().used_heap_size - before) / decisions);
  }
  return fewest;
}

if (!isMainThread) parentPort?.postMessage(measure(z.string().parse(workerData)));
