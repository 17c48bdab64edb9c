import { regimeSchema } from '#shared/market/regime.ts';
import { timeframeSchema, type Timeframe } from '#shared/market/timeframe.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { MarketState } from '#main/ports/indicator-store.ts';
import type { Situation } from '#main/ports/situation-store.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';
import { unpackVector } from './packed-vector.ts';

export interface SituationRow {
  readonly kind: Situation['kind'];
  readonly key: string;
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly atUtcMs: number;
  readonly stateVersion: number;
  readonly knownAtUtcMs: number | null;
  readonly regime: string | null;
  readonly packed: Uint8Array | null;
  readonly isRemoved: 0 | 1;
}

const columns = `kind, key, symbol, timeframe, at_utc_ms AS atUtcMs, state_version AS stateVersion, known_at_utc_ms AS knownAtUtcMs, regime, packed,
  is_removed AS isRemoved`;

/** All rows of a record: the one that counts, and those that it has left behind in other versions and timeframes. */
export const selectRowsOf = (db: ReadableDb, kind: Situation['kind'], key: string): readonly SituationRow[] =>
  db.query<SituationRow>(`SELECT ${columns} FROM situations WHERE kind = ? AND key = ?`).all(kind, key);

export function upsertSituation(db: WritableDb, row: SituationRow, revision: number): void {
  db.command(
    `INSERT INTO situations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (kind, key, state_version, timeframe) DO UPDATE SET symbol = excluded.symbol, at_utc_ms = excluded.at_utc_ms,
       known_at_utc_ms = excluded.known_at_utc_ms, regime = excluded.regime, packed = excluded.packed,
       is_removed = excluded.is_removed, revision = excluded.revision`,
  ).run(
    ...[row.kind, row.key, row.symbol, row.timeframe, row.atUtcMs, row.stateVersion],
    ...[row.knownAtUtcMs, row.regime, row.packed, row.isRemoved, revision],
  );
}

/** In the order of time, kind and key, behind a place in it. */
export const selectSituationsBehind = (
  db: ReadableDb,
  span: { readonly symbol: string; readonly timeframe: Timeframe; readonly limit: number },
  place:
    Pick<Situation, 'kind' | 'key' | 'atUtcMs'> | { readonly kind: ''; readonly key: ''; readonly atUtcMs: number },
): readonly Situation[] =>
  db
    .query<SituationRow>(
      `SELECT ${columns} FROM situations
       WHERE symbol = ? AND timeframe = ? AND (at_utc_ms, kind, key) > (?, ?, ?) AND is_removed = 0
       ORDER BY at_utc_ms, kind, key LIMIT ?`,
    )
    .all(span.symbol, span.timeframe, place.atUtcMs, place.kind, place.key, span.limit)
    .map(situationOf);

type Market = Pick<Situation, 'symbol' | 'timeframe'>;

/** Each once: from one to the next, however many situations lie in between. */
export function selectMarkets(db: ReadableDb): readonly Market[] {
  const next = db.query<Market>(
    'SELECT symbol, timeframe FROM situations WHERE (symbol, timeframe) > (?, ?) ORDER BY symbol, timeframe LIMIT 1',
  );
  const markets: Market[] = [];
  for (let row = next.first('', ''); row !== undefined; row = next.first(row.symbol, row.timeframe))
    markets.push({ symbol: row.symbol, timeframe: timeframeSchema.parse(row.timeframe) });
  return markets;
}

export const situationOf = ({ kind, key, symbol, timeframe, atUtcMs }: SituationRow): Situation => ({
  kind,
  key,
  symbol,
  timeframe,
  atUtcMs: utcMs(atUtcMs),
});

export const stateOfSituation = ({ packed, regime, knownAtUtcMs }: SituationRow): MarketState | null =>
  packed === null || knownAtUtcMs === null
    ? null
    : { vector: unpackVector(packed), regime: regimeSchema.parse(regime), knownAtUtcMs: utcMs(knownAtUtcMs) };

export interface SituationPartition {
  readonly kind: Situation['kind'];
  readonly stateVersion: number;
  readonly timeframe: Timeframe;
}

export const selectSituationPartitions = (db: ReadableDb): readonly SituationPartition[] =>
  db
    .query<SituationPartition>(
      `SELECT DISTINCT kind, state_version AS stateVersion, timeframe FROM situations WHERE is_removed = 0 AND packed IS NOT NULL`,
    )
    .all()
    .map((row) => ({ ...row, timeframe: timeframeSchema.parse(row.timeframe) }));

/** Of one partition behind a key. Those that can be found by likeness only. */
export const selectSituationsOf = (
  db: ReadableDb,
  { kind, stateVersion, timeframe }: SituationPartition,
  afterKey: string,
  limit: number,
): readonly SituationRow[] =>
  db
    .query<SituationRow>(
      `SELECT ${columns} FROM situations
       WHERE kind = ? AND key > ? AND state_version = ? AND timeframe = ? AND is_removed = 0 AND packed IS NOT NULL
       ORDER BY key LIMIT ?`,
    )
    .all(kind, afterKey, stateVersion, timeframe, limit);

export const selectSituationChanges = (
  db: ReadableDb,
  afterRevision: number,
  limit: number,
): readonly (SituationRow & { readonly revision: number })[] =>
  db
    .query<SituationRow & { readonly revision: number }>(
      `SELECT ${columns}, revision FROM situations WHERE revision > ? ORDER BY revision LIMIT ?`,
    )
    .all(afterRevision, limit);
