import type { DataHealth } from '#main/engine/data-health.ts';
import type { SyncHealth } from '#shared/contract/sync-health.ts';

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
    projections: projections.map(({ name, adapter, wanted, deadLetters, fault }) => ({
      ...{ name, adapter, wanted, deadLetters },
      faultCode: fault?.code ?? null,
    })),
  };
}
