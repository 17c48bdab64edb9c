import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { assert, assertDefined, assertNever } from '#shared/base/assert.ts';
import { FaultError } from '#shared/base/fault.ts';
import { bindPlanned } from '../bind-planned.ts';
import { cacheOf, type FeatureShelf } from '../feature-shelf.ts';
import { playPlan } from '../play-plan.ts';
import type { WorkerAnswer, WorkerTask, WorkerTerms } from './run-task.ts';

/** The other end of `RunPool`: does what it is told, one task after the other, until it is terminated. */
export function serveRuns(): void {
  assert(!isMainThread && parentPort !== null, 'runs are played in a worker');
  const port = parentPort;
  const { markets, cancelled } = workerData as WorkerTerms;
  const answer = (said: WorkerAnswer): void => {
    port.postMessage(said);
  };
  let shelf: FeatureShelf = new Map();
  const perform = (task: WorkerTask): void => {
    switch (task.kind) {
      case 'shelve':
        shelf = new Map();
        for (const { market, timeframe, key, values } of task.features)
          cacheOf(shelf, market, timeframe).set(key, { values, length: values.length });
        return;
      case 'fill':
        fillFeature(task, markets);
        answer({ kind: 'filled', ordinal: task.ordinal });
        return;
      case 'play': {
        const { ordinal, plan, keepsOutput } = task;
        const onProgress = (doneRatio: number): void => {
          answer({ kind: 'progress', ordinal, doneRatio });
        };
        const isCancelled = (): boolean => Atomics.load(cancelled, 0) !== 0;
        const { output, ...run } = playPlan(plan, markets, { shelf, onProgress, isCancelled });
        answer({ kind: 'played', ordinal, run: { ...run, output: keepsOutput ? output : null } });
        return;
      }
      default:
        assertNever(task, 'a task of a worker');
    }
  };
  port.on('message', (task: WorkerTask) => {
    try {
      perform(task);
    } catch (error) {
      if (!(error instanceof FaultError) || task.kind === 'shelve') throw error;
      answer({ kind: 'failed', ordinal: task.ordinal, fault: error.fault });
    }
  });
}

function fillFeature({ lane, feature }: Extract<WorkerTask, { kind: 'fill' }>, markets: WorkerTerms['markets']): void {
  const spec = Object.values(bindPlanned(lane).features).find(({ key }) => key === feature.key);
  const market = markets[feature.market]?.decisions[feature.timeframe];
  assertDefined(spec, 'the lane asks for the feature').fill(
    assertDefined(market, 'its bars are loaded'),
    feature.values,
  );
}
