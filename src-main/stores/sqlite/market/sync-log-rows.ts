import { syncLogSchema, type SyncLog } from '#shared/contract/sync-health.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';

/** Weeks of a calm desk, and a day of a troubled one. */
export const syncLogsMax = 10_000;

/** Appends one entry and drops the one that falls out at the other end. */
export function insertSyncLog(db: WritableDb, entry: SyncLog): void {
  db.transaction(() => {
    db.command(
      `INSERT INTO sync_logs (started_at_utc_ms, kind, symbol, timeframe, action, duration_ms, row_count, fault)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      entry.startedAtUtcMs,
      entry.kind,
      entry.symbol,
      entry.timeframe,
      entry.action,
      entry.durationMs,
      entry.rows,
      entry.fault === null ? null : JSON.stringify(entry.fault),
    );
    db.command('DELETE FROM sync_logs WHERE log_id <= (SELECT max(log_id) FROM sync_logs) - ?').run(syncLogsMax);
  });
}

interface LogRow extends Omit<SyncLog, 'fault'> {
  readonly fault: string | null;
}

/** Newest first. */
export const selectSyncLogs = (db: ReadableDb, limit: number): readonly SyncLog[] =>
  db
    .query<LogRow>(
      `SELECT started_at_utc_ms AS startedAtUtcMs, kind, symbol, timeframe, action, duration_ms AS durationMs, row_count AS rows, fault
       FROM sync_logs ORDER BY log_id DESC LIMIT ?`,
    )
    .all(limit)
    .map(({ fault, ...row }) =>
      syncLogSchema.parse({ ...row, fault: fault === null ? null : (JSON.parse(fault) as unknown) }),
    );
