import { statSync } from 'node:fs';
import type { Fault } from '#shared/base/fault.ts';
import type { StoreHealth } from '#shared/contract/sync-health.ts';
import { newestBackupUtcMs } from '#main/stores/backup/backup-folders.ts';
import type { DataFolder } from '#main/stores/data-folder/data-folder.ts';
import type { Stores } from './open-stores.ts';

/** What the files alone do not tell of a store. */
export interface StoreKnown {
  readonly outboxDepth: number | null;
  readonly fault: Fault | null;
}

/** How both database files stand: sizes, what waits in the write-ahead log, and the newest whole backup. Three looks at the disk for each. */
export function storeHealth(
  folder: DataFolder,
  known: { readonly ledger: StoreKnown; readonly market: StoreKnown },
): readonly StoreHealth[] {
  const lastBackupUtcMs = newestBackupUtcMs(folder.backupsFolder);
  const healthOf = (name: 'ledger' | 'market', file: string): StoreHealth => ({
    name,
    level: known[name].fault === null ? 'ok' : 'fault',
    sizeBytes: bytesOf(file),
    writeAheadBytes: bytesOf(`${file}-wal`),
    lastBackupUtcMs,
    ...known[name],
  });
  return [healthOf('ledger', folder.ledgerFile), healthOf('market', folder.marketFile)];
}

/** Those of the running engine. Nobody is told by the ledger's outbox yet, so its rows are not waiting. */
export const healthOfStores = (folder: DataFolder, { market }: Pick<Stores, 'market'>): readonly StoreHealth[] =>
  storeHealth(folder, {
    ledger: { outboxDepth: null, fault: null },
    market: { outboxDepth: market.outboxDepth(), fault: market.damage() },
  });

const bytesOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
