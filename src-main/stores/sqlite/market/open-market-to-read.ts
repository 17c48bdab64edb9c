import type { Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { SyncLog } from '#shared/contract/sync-health.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import type { BarColumnReads, BarStore, SeriesSummary } from '#main/ports/bar-store.ts';
import type { CalendarStore } from '#main/ports/calendar-store.ts';
import type { GraphChange, GraphReads } from '#main/ports/graph-store.ts';
import type { ImportRecord } from '#main/ports/import-ledger.ts';
import type { IndicatorStore } from '#main/ports/indicator-store.ts';
import type { ChangeFeed } from '#main/ports/projection.ts';
import type { StateReads } from '#main/ports/state-reads.ts';
import type { HoleCounts, SyncState } from '#main/ports/sync-store.ts';
import type { TickColumnReads, TickSummary } from '#main/ports/tick-store.ts';
import type { Hole } from '#shared/market/hole.ts';
import { emptyTickColumns } from '#shared/market/tick-columns.ts';
import type { DataFolder } from '../../data-folder/data-folder.ts';
import { embeddedGraph } from '../../graph/embedded-graph.ts';
import type { VectorRows } from '../../vector/vector-rows.ts';
import { openForReading, type StoreContext } from '../open-database.ts';
import type { ReadableDb } from '../readable-db.ts';
import { readBarColumns, selectBarsBefore, selectBarsBetween } from './bar-rows.ts';
import { noHoles, selectHoleCounts, selectHoles } from './hole-rows.ts';
import { selectImports } from './import-rows.ts';
import { marketDefinition } from './market-definition.ts';
import { selectOutboxDepth } from './outbox-rows.ts';
import { selectSeriesId, selectSummaries } from './series-rows.ts';
import { selectSyncLogs } from './sync-log-rows.ts';
import { selectSyncStates } from './sync-state-rows.ts';
import { sqliteCalendarReads } from './sqlite-calendar-store.ts';
import { sqliteGraphFeed } from './sqlite-graph-feed.ts';
import { sqliteIndicatorReads } from './sqlite-indicator-store.ts';
import { sqliteProjectionReads, type ProjectionReads } from './sqlite-projection-store.ts';
import { sqliteSituationReads, type SituationReads } from './sqlite-situation-store.ts';
import { sqliteStateReads } from './sqlite-state-reads.ts';
import { sqliteTextReads, type TextReads } from './sqlite-text-store.ts';
import { sqliteVectorFeed } from './sqlite-vector-feed.ts';
import { readTickColumns } from './tick-rows.ts';
import { selectTickSeriesId, selectTickSpans, selectTickSummaries } from './tick-series-rows.ts';

/** What is stored of the market, and how far it came: for those who look, not for those who decide, so no market clock bounds it. */
export interface MarketReader extends Disposable {
  readonly bars: () => readonly SeriesSummary[];
  readonly barReads: Pick<BarStore, 'read' | 'readBetween'> & BarColumnReads;
  readonly calendar: Pick<CalendarStore, 'read' | 'coverage'>;
  readonly indicators: Pick<IndicatorStore, 'read'>;
  readonly ticks: () => readonly TickSummary[];
  readonly tickReads: TickColumnReads;
  readonly syncStates: () => readonly SyncState[];
  readonly syncLogs: (limit: number) => readonly SyncLog[];
  readonly holeCounts: (series: BarSeries) => HoleCounts;
  readonly holes: (
    series: BarSeries,
    span: { readonly fromUtcMs: number; readonly toUtcMs: number },
  ) => readonly Hole[];
  readonly imports: (limit: number) => readonly ImportRecord[];
  readonly outboxDepth: () => number;
  readonly states: StateReads;
  readonly situations: SituationReads;
  readonly texts: TextReads;
  readonly vectorFeed: VectorRows;
  readonly projections: ProjectionReads;
  readonly graphFeed: ChangeFeed<GraphChange>;
  readonly embeddedGraph: (nextTurn: () => Promise<void>) => GraphReads;
  readonly together: ReadableDb['together'];
}

/**
 * Opens the market store to look at, with or without an engine at work on it; null where there is none yet. STORE_NEWER_THAN_PROGRAM,
 * STORE_UNREADABLE, DATA_FOLDER_UNUSABLE.
 */
export function openMarketToRead(folder: DataFolder, context: StoreContext): Result<MarketReader | null, Fault> {
  const opened = openForReading({ definition: marketDefinition, file: folder.marketFile, context });
  if (!opened.ok) return opened;
  const db = opened.value;
  if (db === null) return ok(null);
  return ok({
    bars: () => selectSummaries(db),
    barReads: {
      read: ({ series, beforeUtcMs, limit }) => {
        const seriesId = selectSeriesId(db, series);
        return seriesId === null ? [] : selectBarsBefore(db, { seriesId, beforeUtcMs, limit });
      },
      readBetween: ({ series, fromUtcMs, toUtcMs, limit }) => {
        const seriesId = selectSeriesId(db, series);
        return seriesId === null ? [] : selectBarsBetween(db, { seriesId, fromUtcMs, toUtcMs }, limit);
      },
      readColumns: ({ series, ...span }, into, at) => {
        const seriesId = selectSeriesId(db, series);
        return seriesId === null ? 0 : readBarColumns(db, { seriesId, ...span }, into, at);
      },
    },
    calendar: sqliteCalendarReads(db),
    indicators: sqliteIndicatorReads(db),
    ticks: () => selectTickSummaries(db),
    tickReads: {
      tickSpans: (symbol) => selectTickSpans(db, symbol),
      readTicks: ({ symbol, source, ...span }) => {
        const tickSeriesId = selectTickSeriesId(db, symbol, source);
        return tickSeriesId === null ? emptyTickColumns(0) : readTickColumns(db, { tickSeriesId, ...span });
      },
    },
    syncStates: () => selectSyncStates(db),
    syncLogs: (limit) => selectSyncLogs(db, limit),
    holeCounts: (series) => {
      const seriesId = selectSeriesId(db, series);
      return seriesId === null ? noHoles : selectHoleCounts(db, seriesId);
    },
    holes: (series, span) => {
      const seriesId = selectSeriesId(db, series);
      return seriesId === null ? [] : selectHoles(db, seriesId, span);
    },
    imports: (limit) => selectImports(db, limit),
    outboxDepth: () => selectOutboxDepth(db),
    states: sqliteStateReads(db),
    situations: sqliteSituationReads(db),
    texts: sqliteTextReads(db),
    vectorFeed: sqliteVectorFeed(db),
    projections: sqliteProjectionReads(db),
    graphFeed: sqliteGraphFeed(db),
    embeddedGraph: (nextTurn) => embeddedGraph(db, nextTurn),
    together: (read) => db.together(read),
    [Symbol.dispose]: () => db[Symbol.dispose](),
  });
}
