import type { Hole } from '#shared/market/hole.ts';
import type { HoleCounts, SyncStore } from '#main/ports/sync-store.ts';
import type { WritableDb } from '../readable-db.ts';
import { deleteHoles, insertHoles, noHoles, selectHoleCounts, selectHoles } from './hole-rows.ts';
import { dropIndicatorsFrom } from './indicator-rows.ts';
import { ensureSeries, selectSeriesId } from './series-rows.ts';
import { insertSyncLog, selectSyncLogs } from './sync-log-rows.ts';
import { selectSyncState, selectSyncStates, upsertSyncState } from './sync-state-rows.ts';

export function sqliteSyncStore(db: WritableDb): SyncStore {
  // Asked for twice a second of every series, and changed only here.
  const counts = new Map<number, HoleCounts>();
  return {
    state: (key) => selectSyncState(db, key),
    states: () => selectSyncStates(db),
    saveState: (state) => {
      upsertSyncState(db, state);
    },
    log: (entry) => {
      insertSyncLog(db, entry);
    },
    logs: (limit) => selectSyncLogs(db, limit),
    holes: (series, span) => {
      const seriesId = selectSeriesId(db, series);
      return seriesId === null ? [] : selectHoles(db, seriesId, span);
    },
    replaceHoles: (series, span, holes) => {
      db.transaction(() => {
        const seriesId = ensureSeries(db, series);
        counts.delete(seriesId);
        const fromUtcMs = firstOtherEnd(selectHoles(db, seriesId, span), holes);
        if (fromUtcMs !== null) dropIndicatorsFrom(db, seriesId, fromUtcMs);
        deleteHoles(db, seriesId, span);
        insertHoles(db, seriesId, holes);
      });
    },
    holeCounts: (series) => {
      const seriesId = selectSeriesId(db, series);
      if (seriesId === null) return noHoles;
      const known = counts.get(seriesId) ?? selectHoleCounts(db, seriesId);
      counts.set(seriesId, known);
      return known;
    },
  };
}

/** Where the first hole ends that nobody may look across and that is known in one of both only: from there on, numbers begin elsewhere. */
function firstOtherEnd(before: readonly Hole[], after: readonly Hole[]): number | null {
  const [known, said] = [unexpectedEnds(before), unexpectedEnds(after)];
  const others = [...[...known].filter((end) => !said.has(end)), ...[...said].filter((end) => !known.has(end))];
  return others.length === 0 ? null : Math.min(...others);
}

const unexpectedEnds = (holes: readonly Hole[]): ReadonlySet<number> =>
  new Set(holes.filter(({ kind }) => kind === 'unexpected').map(({ toUtcMs }) => toUtcMs));
