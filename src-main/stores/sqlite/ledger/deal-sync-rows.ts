import { syncLogSchema } from '#shared/contract/sync-health.ts';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import type { DealTicket } from '#shared/trading/ids.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { DealSyncLog, KnownDeals } from '#main/ports/deal-sync.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';

/** Counts a deal or an operation that was just inserted. */
export function countKnown(
  db: WritableDb,
  added: {
    readonly what: 'deals' | 'cashOperations';
    readonly occurredAtUtcMs: UtcMs;
    readonly receivedAtUtcMs: UtcMs;
  },
): void {
  const { what, occurredAtUtcMs, receivedAtUtcMs } = added;
  const [deals, cash] = what === 'deals' ? [1, 0] : [0, 1];
  db.command(
    `INSERT INTO sync_state (stream, deals, cash_operations, first_utc_ms, cursor_utc_ms, changed_at_utc_ms)
     VALUES ('deals', ?, ?, ?, ?, ?)
     ON CONFLICT (stream) DO UPDATE SET
       deals = deals + excluded.deals,
       cash_operations = cash_operations + excluded.cash_operations,
       first_utc_ms = min(first_utc_ms, excluded.first_utc_ms),
       cursor_utc_ms = max(cursor_utc_ms, excluded.cursor_utc_ms),
       changed_at_utc_ms = excluded.changed_at_utc_ms`,
  ).run(deals, cash, occurredAtUtcMs, occurredAtUtcMs, receivedAtUtcMs);
}

export function selectKnownDeals(db: ReadableDb): KnownDeals | null {
  const row = db
    .query<Record<keyof KnownDeals, number>>(
      `SELECT deals, cash_operations AS cashOperations, first_utc_ms AS firstUtcMs, cursor_utc_ms AS lastUtcMs,
         changed_at_utc_ms AS changedAtUtcMs FROM sync_state WHERE stream = 'deals'`,
    )
    .first();
  if (row === undefined) return null;
  const { deals, cashOperations, firstUtcMs, lastUtcMs, changedAtUtcMs } = row;
  return {
    deals,
    cashOperations,
    firstUtcMs: utcMs(firstUtcMs),
    lastUtcMs: utcMs(lastUtcMs),
    changedAtUtcMs: utcMs(changedAtUtcMs),
  };
}

/**
 * Whether a terminal has told its history since cash is recorded. It tells it in the transaction in which it is taken for connected, which is
 * found early: it is among the first things that happen.
 */
export const isCashKnown = (db: ReadableDb): boolean =>
  db
    .query(
      `SELECT 1 FROM events WHERE kind = 'terminalConnected' AND sequence > (SELECT sequence FROM cash_since) LIMIT 1`,
    )
    .first() !== undefined;

/** The newest deal or operation that happened at or before a moment. */
export const selectTicketAt = (db: ReadableDb, atUtcMs: number): DealTicket | null =>
  db
    .query<{ readonly ticket: DealTicket }>(
      `SELECT ticket FROM (
         SELECT * FROM (SELECT deal_ticket AS ticket, occurred_at_utc_ms AS at FROM deals
           WHERE occurred_at_utc_ms <= ? ORDER BY occurred_at_utc_ms DESC, sequence DESC LIMIT 1)
         UNION ALL
         SELECT * FROM (SELECT deal_ticket, occurred_at_utc_ms FROM cash_operations
           WHERE occurred_at_utc_ms <= ? ORDER BY occurred_at_utc_ms DESC, sequence DESC LIMIT 1)
       ) ORDER BY at DESC LIMIT 1`,
    )
    .first(atUtcMs, atUtcMs)?.ticket ?? null;

/** Enough for months of sessions. */
const logsKept = 10_000;

export function insertSyncLog(db: WritableDb, { startedAtUtcMs, action, durationMs, rows, fault }: DealSyncLog): void {
  db.transaction(() => {
    db.command(
      'INSERT INTO sync_logs (started_at_utc_ms, action, duration_ms, row_count, fault) VALUES (?, ?, ?, ?, ?)',
    ).run(startedAtUtcMs, action, durationMs, rows, fault === null ? null : canonicalJson(fault));
    db.command('DELETE FROM sync_logs WHERE entry <= (SELECT max(entry) FROM sync_logs) - ?').run(logsKept);
  });
}

export const selectSyncLogs = (db: ReadableDb, limit: number): readonly DealSyncLog[] =>
  db
    .query<{ readonly fault: string | null }>(
      `SELECT started_at_utc_ms AS startedAtUtcMs, action, duration_ms AS durationMs, row_count AS rows, fault
       FROM sync_logs ORDER BY entry DESC LIMIT ?`,
    )
    .all(limit)
    .map((row) => ({
      ...syncLogSchema.parse({
        ...row,
        kind: 'deals',
        symbol: null,
        timeframe: null,
        fault: row.fault === null ? null : (JSON.parse(row.fault) as unknown),
      }),
      kind: 'deals',
    }));
