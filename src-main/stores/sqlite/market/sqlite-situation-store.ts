import type { MarketState } from '#main/ports/indicator-store.ts';
import type { Situation, SituationStore } from '#main/ports/situation-store.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';
import { nextRevisions } from './change-feed-rows.ts';
import { packVector } from './packed-vector.ts';
import {
  selectMarkets,
  selectRowsOf,
  selectSituationsBehind,
  situationOf,
  stateOfSituation,
  upsertSituation,
  type SituationRow,
} from './situation-rows.ts';

export type SituationReads = Pick<SituationStore, 'markets' | 'at' | 'find'>;

export const sqliteSituationReads = (db: ReadableDb): SituationReads => ({
  markets: () => selectMarkets(db),
  at: ({ fromUtcMs, after, ...span }) =>
    selectSituationsBehind(db, span, after ?? { kind: '', key: '', atUtcMs: fromUtcMs }),
  find: (kind, key) => {
    const row = selectRowsOf(db, kind, key).find(({ isRemoved }) => isRemoved === 0);
    return row === undefined ? null : { ...situationOf(row), state: stateOfSituation(row) };
  },
});

export function sqliteSituationStore(db: WritableDb): SituationStore {
  const write = (row: SituationRow): void => upsertSituation(db, row, nextRevisions(db, 'vectors', 1));
  return {
    ...sqliteSituationReads(db),
    save: (situation, state, stateVersion) =>
      db.transaction(() => {
        const said = rowOf(situation, state, stateVersion);
        const stored = selectRowsOf(db, situation.kind, situation.key);
        const before = stored.find((row) => isOfOnePartition(row, said));
        for (const row of stored) if (row !== before && row.isRemoved === 0) write(removed(row));
        if (before === undefined || !saysTheSame(before, said)) write(said);
      }),
    remove: ({ kind, key }) =>
      db.transaction(() => {
        for (const row of selectRowsOf(db, kind, key)) if (row.isRemoved === 0) write(removed(row));
      }),
  };
}

const rowOf = (situation: Situation, state: MarketState | null, stateVersion: number): SituationRow => ({
  ...situation,
  stateVersion,
  knownAtUtcMs: state?.knownAtUtcMs ?? null,
  regime: state?.regime ?? null,
  packed: state === null ? null : packVector(state.vector),
  isRemoved: 0,
});

/** The row stays for those who have not heard of it yet, with nothing in it. */
const removed = (row: SituationRow): SituationRow => ({
  ...row,
  knownAtUtcMs: null,
  regime: null,
  packed: null,
  isRemoved: 1,
});

const isOfOnePartition = (a: SituationRow, b: SituationRow): boolean =>
  a.stateVersion === b.stateVersion && a.timeframe === b.timeframe;

const saysTheSame = (a: SituationRow, b: SituationRow): boolean =>
  a.symbol === b.symbol &&
  a.atUtcMs === b.atUtcMs &&
  a.knownAtUtcMs === b.knownAtUtcMs &&
  a.regime === b.regime &&
  a.isRemoved === b.isRemoved &&
  (a.packed === null || b.packed === null ? a.packed === b.packed : Buffer.compare(a.packed, b.packed) === 0);
