import { fault } from '#shared/base/fault.ts';
import { err } from '#shared/base/result.ts';
import type { StoreHealth } from '#shared/contract/sync-health.ts';
import type { SyncControl } from '#main/ports/sync-control.ts';

/** Where nothing is synchronized, and says so. */
export const unsynchronized = (stores: () => readonly StoreHealth[]): SyncControl => ({
  health: () => ({ streams: [], stores: stores(), logs: [], circuit: 'closed', isHistoryConnected: false }),
  subscribe: () => ({ [Symbol.dispose]: () => undefined }),
  syncNow: () => err(fault('NOT_CONNECTED', 'Nothing is synchronized here: no terminal is asked for its history.')),
});
