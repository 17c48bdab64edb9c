import { z } from 'zod';
import { assert, assertDefined } from '#shared/base/assert.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { DerivedVersion, IndicatorRow } from '#main/ports/indicator-store.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';

/** What is derived of one series in one version. The indicators: their names, in the order in which their values are packed. */
export interface IndicatorSet {
  readonly setId: number;
  readonly names: readonly string[];
  /** The newest bar whose row counts; null where none does. */
  readonly derivedToUtcMs: UtcMs | null;
}

const namesSchema = z.array(z.string()).readonly();

interface SetRow {
  readonly setId: number;
  readonly names: string;
  readonly derivedToUtcMs: number | null;
}

export function selectIndicatorSet(db: ReadableDb, seriesId: number, version: DerivedVersion): IndicatorSet | null {
  const row = db
    .query<SetRow>(
      `SELECT set_id AS setId, names, derived_to_utc_ms AS derivedToUtcMs FROM indicator_sets
       WHERE series_id = ? AND version = ? AND state_version = ?`,
    )
    .first(seriesId, version.indicators, version.states);
  if (row === undefined) return null;
  const { setId, names, derivedToUtcMs } = row;
  return {
    setId,
    names: namesSchema.parse(JSON.parse(names)),
    derivedToUtcMs: derivedToUtcMs === null ? null : utcMs(derivedToUtcMs),
  };
}

/** The first row of a version names its values; every later one has the same. */
export function ensureIndicatorSet(
  db: WritableDb,
  wish: { readonly seriesId: number; readonly version: DerivedVersion; readonly names: readonly string[] },
): IndicatorSet {
  const known = selectIndicatorSet(db, wish.seriesId, wish.version);
  if (known !== null) return known;
  db.command('INSERT INTO indicator_sets (series_id, version, state_version, names) VALUES (?, ?, ?, ?)').run(
    wish.seriesId,
    wish.version.indicators,
    wish.version.states,
    JSON.stringify(wish.names),
  );
  return assertDefined(selectIndicatorSet(db, wish.seriesId, wish.version), 'the set was just made');
}

export function upsertIndicators(db: WritableDb, { setId, names }: IndicatorSet, rows: readonly IndicatorRow[]): void {
  const upsert = db.command(
    `INSERT INTO technical_indicators VALUES (?, ?, ?)
     ON CONFLICT (set_id, open_time_utc_ms) DO UPDATE SET packed = excluded.packed`,
  );
  for (const { openTimeUtcMs, values } of rows) upsert.run(setId, openTimeUtcMs, pack(names, values));
  const last = rows.at(-1)?.openTimeUtcMs;
  if (last !== undefined)
    db.command(
      'UPDATE indicator_sets SET derived_to_utc_ms = max(coalesce(derived_to_utc_ms, 0), ?) WHERE set_id = ?',
    ).run(last, setId);
}

/** The newest before a moment, oldest first. */
export const selectIndicatorsBefore = (
  db: ReadableDb,
  { setId, names, derivedToUtcMs }: IndicatorSet,
  range: { readonly beforeUtcMs: number; readonly limit: number },
): readonly Omit<IndicatorRow, 'state'>[] =>
  db
    .query<{ readonly openTimeUtcMs: number; readonly packed: Uint8Array }>(
      `SELECT open_time_utc_ms AS openTimeUtcMs, packed FROM technical_indicators WHERE set_id = ? AND open_time_utc_ms < ?
       ORDER BY open_time_utc_ms DESC LIMIT ?`,
    )
    .all(setId, Math.min(range.beforeUtcMs, (derivedToUtcMs ?? -1) + 1), range.limit)
    .map(({ openTimeUtcMs, packed }) => ({ openTimeUtcMs: utcMs(openTimeUtcMs), values: unpack(names, packed) }))
    .reverse();

/**
 * Of every version: what was derived of a bar that has changed, and of all that follow it. Only their bound is moved, which costs the same for one
 * bar and for years; the rows behind it are replaced as they are derived anew.
 */
export function dropIndicatorsFrom(db: WritableDb, seriesId: number, fromUtcMs: number): void {
  db.command(
    `UPDATE indicator_sets SET derived_to_utc_ms = (
       SELECT max(open_time_utc_ms) FROM technical_indicators AS kept
       WHERE kept.set_id = indicator_sets.set_id AND kept.open_time_utc_ms < ?)
     WHERE series_id = ? AND derived_to_utc_ms >= ?`,
  ).run(fromUtcMs, seriesId, fromUtcMs);
}

const bytesPerValue = 8;

function pack(names: readonly string[], values: IndicatorRow['values']): Uint8Array {
  assert(
    Object.keys(values).length === names.length && names.every((name) => name in values),
    () => `the rows of one version have the same values: ${names.join(', ')}, not ${Object.keys(values).join(', ')}`,
  );
  const packed = Buffer.alloc(names.length * bytesPerValue);
  names.forEach((name, index) => packed.writeDoubleLE(values[name] ?? NaN, index * bytesPerValue));
  return packed;
}

function unpack(names: readonly string[], packed: Uint8Array): IndicatorRow['values'] {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  return Object.fromEntries(
    names.map((name, index) => {
      const value = view.getFloat64(index * bytesPerValue, true);
      return [name, Number.isNaN(value) ? null : value];
    }),
  );
}
