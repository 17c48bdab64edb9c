import { setTimeout as sleep } from 'node:timers/promises';
import { assert } from '#shared/base/assert.ts';
import type { ProjectionHealth } from '#shared/contract/memory.ts';
import type { ProgramLife } from '../sync-kill/program-life.ts';
import type { ProjectionWorld } from './projection-world.ts';

/** From a start to the moment at which all is in step, on a machine that does other things besides, and with waits that grow. */
const settleMsMax = 240_000;

/** For so long nothing is to be done any more before all counts as in step. */
const settledMs = 1_500;

const lookMs = 100;

type Projections = readonly ProjectionHealth[];

export interface Watch {
  readonly world: ProjectionWorld;
  readonly engine: ProgramLife;
  readonly interrupted: AbortSignal;
}

/** Whether whoever is to answer does, and has taken all that there is. */
export const isInStep = (projections: Projections | null): boolean =>
  projections !== null &&
  projections.length > 0 &&
  projections.every(({ adapter, wanted, depth, fault }) => adapter === wanted && depth === 0 && fault === null);

/** @throws where the engine ends, or does not answer for too long. */
export const untilAnswered = (watch: Watch): Promise<Projections> =>
  until(watch, 'never answered', (seen) => seen !== null);

/** @throws where the engine ends, or never comes in step. */
export function untilInStep(watch: Watch): Promise<Projections> {
  let sinceMs: number | null = null;
  return until(watch, 'never came in step', (seen) => {
    const nowMs = performance.now();
    sinceMs = isInStep(seen) ? (sinceMs ?? nowMs) : null;
    return sinceMs !== null && nowMs - sinceMs >= settledMs;
  });
}

async function until(
  { world, engine, interrupted }: Watch,
  complaint: string,
  isSo: (seen: Projections | null) => boolean,
): Promise<Projections> {
  const endsAtMs = performance.now() + settleMsMax;
  for (;;) {
    assert(!engine.hasEnded(), 'the engine ended by itself');
    const seen = await world.projections();
    if (isSo(seen) && seen !== null) return seen;
    assert(performance.now() < endsAtMs, () => `${complaint}: ${JSON.stringify(seen)}`);
    await sleep(lookMs, undefined, { signal: interrupted });
  }
}
