import { faultSchema } from '#shared/base/fault.ts';
import { syncKindSchema } from '#shared/contract/sync-health.ts';
import { timeframeSchema } from '#shared/market/timeframe.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { SyncKey, SyncState } from '#main/ports/sync-store.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';

/** In the table a stream without symbol or timeframe has '' there: NULL would make no key. */
const absent = '';

export function upsertSyncState(db: WritableDb, state: SyncState): void {
  db.command('INSERT OR REPLACE INTO sync_state VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)').run(
    state.kind,
    state.symbol ?? absent,
    state.timeframe ?? absent,
    state.backfilledFromUtcMs,
    state.wantedFromUtcMs,
    state.cursorUtcMs,
    state.corrections,
    state.lastFault === null ? null : JSON.stringify(state.lastFault),
    state.changedAtUtcMs,
  );
}

interface StateRow {
  readonly kind: string;
  readonly symbol: string;
  readonly timeframe: string;
  readonly backfilledFromUtcMs: number | null;
  readonly wantedFromUtcMs: number | null;
  readonly cursorUtcMs: number | null;
  readonly corrections: number;
  readonly lastFault: string | null;
  readonly changedAtUtcMs: number;
}

const columns = `kind, symbol, timeframe, backfilled_from_utc_ms AS backfilledFromUtcMs, wanted_from_utc_ms AS wantedFromUtcMs,
  cursor_utc_ms AS cursorUtcMs, corrections, last_fault AS lastFault, changed_at_utc_ms AS changedAtUtcMs`;

export function selectSyncState(db: ReadableDb, { kind, symbol, timeframe }: SyncKey): SyncState | null {
  const row = db
    .query<StateRow>(`SELECT ${columns} FROM sync_state WHERE kind = ? AND symbol = ? AND timeframe = ?`)
    .first(kind, symbol ?? absent, timeframe ?? absent);
  return row === undefined ? null : stateOf(row);
}

export const selectSyncStates = (db: ReadableDb): readonly SyncState[] =>
  db.query<StateRow>(`SELECT ${columns} FROM sync_state ORDER BY kind, symbol, timeframe`).all().map(stateOf);

const stateOf = (row: StateRow): SyncState => ({
  kind: syncKindSchema.parse(row.kind),
  symbol: row.symbol === absent ? null : row.symbol,
  timeframe: row.timeframe === absent ? null : timeframeSchema.parse(row.timeframe),
  backfilledFromUtcMs: momentOrNull(row.backfilledFromUtcMs),
  wantedFromUtcMs: momentOrNull(row.wantedFromUtcMs),
  cursorUtcMs: momentOrNull(row.cursorUtcMs),
  corrections: row.corrections,
  lastFault: row.lastFault === null ? null : faultSchema.parse(JSON.parse(row.lastFault)),
  changedAtUtcMs: utcMs(row.changedAtUtcMs),
});

const momentOrNull = (value: number | null): UtcMs | null => (value === null ? null : utcMs(value));
