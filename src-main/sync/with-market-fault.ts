import type { StoreHealth, SyncStream } from '#shared/contract/sync-health.ts';

/** The stores with what the streams have met: a store that refuses what comes must not read as in order because its file can be looked at. */
export function withMarketFault(
  stores: readonly StoreHealth[],
  streams: readonly Pick<SyncStream, 'phase' | 'fault'>[],
): readonly StoreHealth[] {
  const fault = streams.find(({ phase }) => phase === 'paused')?.fault ?? null;
  if (fault === null) return stores;
  return stores.map((store) => (store.name === 'market' ? { ...store, level: 'fault', fault } : store));
}
