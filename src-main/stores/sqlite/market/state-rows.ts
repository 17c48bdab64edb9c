import { assertDefined } from '#shared/base/assert.ts';
import { regimeSchema } from '#shared/market/regime.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { IndicatorRow, MarketState } from '#main/ports/indicator-store.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';
import { nextRevisions } from './change-feed-rows.ts';
import { packVector, unpackVector } from './packed-vector.ts';

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

/** A state and the opening of its bar. */
export interface StateOfBar {
  readonly openTimeUtcMs: number;
  readonly state: MarketState;
}

const stateColumns = 'open_time_utc_ms AS openTimeUtcMs, known_at_utc_ms AS knownAtUtcMs, regime, packed';

/** The newest up to a bar that was known by a moment. */
export const selectNewestState = (
  db: ReadableDb,
  setId: number,
  bound: { readonly throughUtcMs: number; readonly knownByUtcMs: number },
): StateOfBar | null =>
  stateOf(
    db
      .query<StateRow>(
        `SELECT ${stateColumns} FROM states
         WHERE set_id = ? AND open_time_utc_ms <= ? AND known_at_utc_ms <= ? AND packed IS NOT NULL
         ORDER BY open_time_utc_ms DESC LIMIT 1`,
      )
      .first(setId, Math.min(bound.throughUtcMs, bound.knownByUtcMs), bound.knownByUtcMs),
  );

export const selectState = (db: ReadableDb, setId: number, openTimeUtcMs: number): StateOfBar | null =>
  stateOf(
    db
      .query<StateRow>(`SELECT ${stateColumns} FROM states WHERE set_id = ? AND open_time_utc_ms = ?`)
      .first(setId, openTimeUtcMs),
  );

function stateOf(row: StateRow | undefined): StateOfBar | null {
  if (row === undefined || row.packed === null) return null;
  const { openTimeUtcMs, knownAtUtcMs, regime, packed } = row;
  const state = {
    vector: unpackVector(packed),
    knownAtUtcMs: utcMs(knownAtUtcMs),
    regime: regimeSchema.parse(regime),
  };
  return { openTimeUtcMs, state };
}

type StateTuple = readonly [openTimeUtcMs: number, knownAtUtcMs: number, packed: Uint8Array];

/** Of one set behind a bar, oldest first. Those that are there only. */
export const selectStateTuples = (
  db: ReadableDb,
  setId: number,
  afterUtcMs: number,
  limit: number,
): readonly StateTuple[] =>
  db
    .query(
      `SELECT open_time_utc_ms, known_at_utc_ms, packed FROM states
       WHERE set_id = ? AND open_time_utc_ms > ? AND packed IS NOT NULL ORDER BY open_time_utc_ms LIMIT ?`,
    )
    .tuples(setId, afterUtcMs, limit) as readonly StateTuple[];

type StateChangeTuple = readonly [
  revision: number,
  setId: number,
  openTimeUtcMs: number,
  knownAtUtcMs: number,
  packed: Uint8Array | null,
];

/** In the order of their revisions. */
export const selectStateChanges = (db: ReadableDb, afterRevision: number, limit: number): readonly StateChangeTuple[] =>
  db
    .query(
      `SELECT revision, set_id, open_time_utc_ms, known_at_utc_ms, packed FROM states
       WHERE revision > ? ORDER BY revision LIMIT ?`,
    )
    .tuples(afterRevision, limit) as readonly StateChangeTuple[];
