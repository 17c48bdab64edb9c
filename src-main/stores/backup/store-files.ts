import type { BackedUpStore } from '#shared/contract/backup-report.ts';
import type { DataFolder } from '../data-folder/data-folder.ts';
import { ledgerDefinition } from '../sqlite/ledger/ledger-definition.ts';
import { marketDefinition } from '../sqlite/market/market-definition.ts';
import type { StoreDefinition } from '../sqlite/store-definition.ts';

export type StoreName = BackedUpStore['store'];

/** The stores that are worth a backup; the ledger first, it is the one that nothing else can tell. */
export const storeNames: readonly StoreName[] = ['ledger', 'market'];

export const definitionOf: Readonly<Record<StoreName, StoreDefinition>> = {
  ledger: ledgerDefinition,
  market: marketDefinition,
};

/** A store's file in a data folder, and by the same name in a backup. */
export const fileNameOf = (store: StoreName): string => `${store}.db`;

export const storeFileIn = (folder: DataFolder, store: StoreName): string =>
  store === 'ledger' ? folder.ledgerFile : folder.marketFile;

/** What SQLite may keep beside a database file. */
export const journalSuffixes = ['-wal', '-shm', '-journal'] as const;
