import type { DataHealth } from '#main/engine/data-health.ts';
import type { SyncHealth } from '#shared/contract/sync-health.ts';
import { secondsToMs } from '#shared/units/duration-ms.ts';

/** A copy is behind for a moment after every bar: a lamp that told of it would only flicker. */
const behindMsMin = secondsToMs(10);

/**
 * What of the synchronizer's health the engine shows in its lamps. A hole at which the terminal itself has nothing is no matter of the
 * cockpit's: nobody can fill it.
 */
export function dataHealthOf({ streams, stores, projections }: SyncHealth): DataHealth {
  const paused = streams.find(({ phase, fault }) => phase === 'paused' && fault !== null);
  const broken = stores.find(({ level, fault }) => level === 'fault' && fault !== null);
  const seriesWithHoles = streams
    .filter(({ holes }) => holes?.newest.some(({ isEmptyAtSource }) => !isEmptyAtSource) === true)
    .map(({ symbol, timeframe }) => [symbol, timeframe].join(' '));
  return {
    storeFault: paused?.fault ?? broken?.fault ?? null,
    seriesWithHoles,
    projections: projections.map(({ name, adapter, wanted, lagMs, deadLetters, fault }) => ({
      ...{ name, wanted, deadLetters },
      adapter: fault === null && lagMs < behindMsMin ? wanted : adapter,
      faultCode: fault?.code ?? null,
    })),
  };
}
