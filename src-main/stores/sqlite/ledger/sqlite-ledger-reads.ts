import type { LedgerReads } from '#main/ports/ledger-reads.ts';
import type { ReadableDb } from '../readable-db.ts';
import { sqliteSignalStorage } from './signal-storage.ts';
import { sqliteLedgerRecords } from './sqlite-ledger-records.ts';
import { sqliteTradeStorage } from './trade-storage.ts';

export const sqliteLedgerReads = (db: ReadableDb): LedgerReads => ({
  ...sqliteTradeStorage(db),
  ...sqliteSignalStorage(db),
  ...sqliteLedgerRecords(db),
});
