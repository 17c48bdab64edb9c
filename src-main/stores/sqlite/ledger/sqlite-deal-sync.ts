import type { DealSync } from '#main/ports/deal-sync.ts';
import type { WritableDb } from '../readable-db.ts';
import { insertSyncLog, isCashKnown, selectKnownDeals, selectSyncLogs, selectTicketAt } from './deal-sync-rows.ts';

/** The answer to an order brings its deal at once; the list of all deals follows within seconds, or after the next start. */
const overlapMs = 24 * 3_600_000;

export const sqliteDealSync = (db: WritableDb): DealSync => ({
  known: () => selectKnownDeals(db),
  resumeAfter: () => {
    const known = selectKnownDeals(db);
    // A ledger of a time before cash was recorded hears the whole history once more.
    if (known === null || !isCashKnown(db)) return null;
    return selectTicketAt(db, known.lastUtcMs - overlapMs);
  },
  log: (entry) => insertSyncLog(db, entry),
  logs: (limit) => selectSyncLogs(db, limit),
});
