import { assertDefined } from '#shared/base/assert.ts';
import type { IndicatorRow } from '#main/ports/indicator-store.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';
import { nextRevisions } from './change-feed-rows.ts';
import { packVector } from './packed-vector.ts';

/**
 * The states of bars that follow each other, in the transaction of their indicators. One that says the same as before keeps its revision. A bar
 * that has none any more keeps its row, with nothing in it, for those who have not heard of it yet.
 */
export function upsertStates(db: WritableDb, setId: number, rows: readonly IndicatorRow[]): void {
  const changed = changedStates(db, setId, rows);
  if (changed.length === 0) return;
  const firstRevision = nextRevisions(db, 'vectors', changed.length);
  const upsert = db.command(
    `INSERT INTO states VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (set_id, open_time_utc_ms) DO UPDATE SET known_at_utc_ms = excluded.known_at_utc_ms,
       regime = excluded.regime, packed = excluded.packed, revision = excluded.revision`,
  );
  changed.forEach(({ openTimeUtcMs, knownAtUtcMs, regime, packed }, index) => {
    upsert.run(setId, openTimeUtcMs, knownAtUtcMs, regime, packed, firstRevision + index);
  });
}

interface StateRow {
  readonly openTimeUtcMs: number;
  readonly knownAtUtcMs: number;
  readonly regime: string | null;
  readonly packed: Uint8Array | null;
}

function changedStates(db: ReadableDb, setId: number, rows: readonly IndicatorRow[]): readonly StateRow[] {
  const known = storedBetween(db, setId, rows);
  return rows.flatMap(({ openTimeUtcMs, state }) => {
    const stored = known.get(openTimeUtcMs);
    if (state === null && stored === undefined) return [];
    const row =
      state === null
        ? { ...assertDefined(stored, 'a state that is to go'), regime: null, packed: null }
        : {
            openTimeUtcMs,
            knownAtUtcMs: state.knownAtUtcMs,
            regime: state.regime,
            packed: packVector(state.vector),
          };
    return stored !== undefined && saysTheSame(stored, row) ? [] : [row];
  });
}

function storedBetween(db: ReadableDb, setId: number, rows: readonly IndicatorRow[]): ReadonlyMap<number, StateRow> {
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) return new Map();
  const stored = db
    .query<StateRow>(
      `SELECT open_time_utc_ms AS openTimeUtcMs, known_at_utc_ms AS knownAtUtcMs, regime, packed FROM states
       WHERE set_id = ? AND open_time_utc_ms BETWEEN ? AND ?`,
    )
    .all(setId, first.openTimeUtcMs, last.openTimeUtcMs);
  return new Map(stored.map((row) => [row.openTimeUtcMs, row]));
}

const saysTheSame = (stored: StateRow, said: StateRow): boolean =>
  stored.knownAtUtcMs === said.knownAtUtcMs &&
  stored.regime === said.regime &&
  (stored.packed === null || said.packed === null
    ? stored.packed === said.packed
    : Buffer.compare(stored.packed, said.packed) === 0);
