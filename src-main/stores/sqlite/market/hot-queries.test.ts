import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { endOfTimeUtcMs, utcMs } from '#shared/units/utc-ms.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import { Connection } from '../connection.ts';
import type { ReadableDb, SqlValue, WritableDb } from '../readable-db.ts';
import { selectEvents } from './calendar-rows.ts';
import { selectBarsBefore, selectBarsBetween, selectBarTuples, selectGaps } from './bar-rows.ts';
import { selectLinkChanges, selectLinksBehind, selectLinksFrom, selectLinksOf } from './graph-link-rows.ts';
import { selectNodeChanges, selectNodes, selectNodesBehind } from './graph-node-rows.ts';
import { selectLinkedTrades, selectTradesBehind } from './graph-trade-rows.ts';
import { selectHoles } from './hole-rows.ts';
import { selectIndicatorsBefore } from './indicator-rows.ts';
import { takeFromOutbox } from './outbox-rows.ts';
import { selectSummaries } from './series-rows.ts';
import { selectMarkets, selectSituationChanges, selectSituationsBehind, selectSituationsOf } from './situation-rows.ts';
import { selectNewestState, selectStateChanges, selectStateTuples, upsertStates } from './state-rows.ts';
import { selectSyncState } from './sync-state-rows.ts';
import { selectRecordsOfText, selectTextsWithout } from './text-rows.ts';
import { selectPackedLength, selectTextVectorChanges, selectTextVectorsOf } from './text-vector-rows.ts';
import { temporaryMarket, type TemporaryMarket } from './temporary-market.suite.ts';
import { deleteOldestTicks, selectNewestTick, selectTicksBefore } from './tick-rows.ts';
import { selectTickSummaries } from './tick-series-rows.ts';
import { countChangesUpTo } from './vector-change-rows.ts';

let market: TemporaryMarket;
let database: Database.Database;

beforeEach(() => {
  market = temporaryMarket();
  const series = { symbol: 'XAUUSD', timeframe: 'M1', source: 'terminal', anchor: 'hour' } as const;
  market.store.bars.append(series, sampleBars({ count: 100 }));
  const cursor = { stampMs: 1, takenAtStamp: 1 };
  market.store.ticks.append({ symbol: 'XAUUSD', ticks: [sampleQuote()], cursor, isRewind: false });
  database = new Database(market.folder.marketFile);
});

afterEach(() => {
  database.close();
  market[Symbol.dispose]();
});

/** What SQLite will do for each statement that a query file runs. */
function plansOf(run: (db: WritableDb) => unknown): readonly string[] {
  const plans: string[] = [];
  const { clock, logger } = { clock: market.clock.monotonic, logger: market.context.logger };
  using connection = new Connection(new Database(market.folder.marketFile, { readonly: true }), { clock, logger });
  const explain = (sql: string, values: readonly SqlValue[]): void => {
    const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { readonly detail: string }[];
    plans.push(...steps.map(({ detail }) => detail));
  };
  const explaining: WritableDb = {
    query: <Row>(sql: string) => {
      const query = connection.query<Row>(sql);
      const explained =
        <Answer>(answer: (...values: readonly SqlValue[]) => Answer) =>
        (...values: readonly SqlValue[]): Answer => {
          explain(sql, values);
          return answer(...values);
        };
      return { first: explained(query.first), all: explained(query.all), tuples: explained(query.tuples) };
    },
    command: (sql) => ({
      run: (...values) => {
        explain(sql, values);
        return 0;
      },
    }),
    together: (read) => read(),
    transaction: (inner) => inner(),
  };
  run(explaining);
  return plans;
}

const moment = utcMs(sampleStartUtcMs + 60_000);
const hours = { symbol: 'XAUUSD', timeframe: 'H1', source: 'terminal', anchor: 'hour' } as const;
const span = { fromUtcMs: utcMs(0), toUtcMs: endOfTimeUtcMs };

type Hot = readonly [name: string, run: (db: WritableDb & ReadableDb) => unknown, plan: readonly string[]];

const byBar = 'SEARCH bars USING PRIMARY KEY (series_id=? AND open_time_utc_ms';
const byTick = 'SEARCH ticks USING PRIMARY KEY (tick_series_id=?';

/** Of a text's vector: its text, and what the method made of it. */
const joined = [
  'SEARCH texts USING PRIMARY KEY (record_id=?)',
  'SEARCH embeddings USING PRIMARY KEY (text_hash=? AND method=?) LEFT-JOIN',
];

const hot: readonly Hot[] = [
  ['the newest bars', (db) => selectBarsBefore(db, { seriesId: 1, beforeUtcMs: moment, limit: 500 }), [`${byBar}<?)`]],
  [
    'bars of a span',
    (db) => selectBarsBetween(db, { seriesId: 1, ...span }, 500),
    [`${byBar}>? AND open_time_utc_ms<?)`],
  ],
  [
    'bars to compare with',
    (db) => selectBarTuples(db, { seriesId: 1, fromUtcMs: 0, throughUtcMs: moment }),
    [`${byBar}>? AND open_time_utc_ms<?)`],
  ],
  [
    'the newest ticks',
    (db) => selectTicksBefore(db, { symbol: 'XAUUSD', tickSeriesId: 1, beforeUtcMs: moment, limit: 500 }),
    [`${byTick} AND occurred_at_utc_ms<?)`],
  ],
  ['the newest tick', (db) => selectNewestTick(db, 1), [`${byTick})`]],
  [
    'ticks out of retention',
    (db) => deleteOldestTicks(db, 1, { beforeUtcMs: moment, limit: 100 }),
    [`${byTick} AND occurred_at_utc_ms<?)`, `${byTick} AND (occurred_at_utc_ms,ordinal)<(?,?))`],
  ],
  [
    'how far a stream has come',
    (db) => selectSyncState(db, { kind: 'bars', symbol: 'XAUUSD', timeframe: 'M1' }),
    ['SEARCH sync_state USING PRIMARY KEY (kind=? AND symbol=? AND timeframe=?)'],
  ],
  [
    'indicators of the newest bars',
    (db) =>
      selectIndicatorsBefore(db, { setId: 1, names: [], derivedToUtcMs: moment }, { beforeUtcMs: moment, limit: 9 }),
    ['SEARCH technical_indicators USING PRIMARY KEY (set_id=? AND open_time_utc_ms<?)'],
  ],
  [
    'the newest state',
    (db) => selectNewestState(db, 1, { throughUtcMs: moment, knownByUtcMs: moment }),
    ['SEARCH states USING PRIMARY KEY (set_id=? AND open_time_utc_ms<?)'],
  ],
  [
    'states of a set',
    (db) => selectStateTuples(db, 1, moment, 9),
    ['SEARCH states USING PRIMARY KEY (set_id=? AND open_time_utc_ms>?)'],
  ],
  [
    'changed states',
    (db) => selectStateChanges(db, 5, 9),
    ['SEARCH states USING INDEX states_by_revision (revision>?)'],
  ],
  [
    'changed situations',
    (db) => selectSituationChanges(db, 5, 9),
    ['SEARCH situations USING INDEX sqlite_autoindex_situations_1 (revision>?)'],
  ],
  [
    'situations of a stretch of time',
    (db) =>
      selectSituationsBehind(
        db,
        { symbol: 'XAUUSD', timeframe: 'H1', limit: 9 },
        { kind: '', key: '', atUtcMs: moment },
      ),
    ['SEARCH situations USING INDEX situations_by_time (symbol=? AND timeframe=? AND (at_utc_ms,kind,key)>(?,?,?))'],
  ],
  [
    'symbols and timeframes of situations',
    (db) => selectMarkets(db),
    ['SEARCH situations USING COVERING INDEX situations_by_time ((symbol,timeframe)>(?,?))'],
  ],
  [
    'situations of a partition',
    (db) => selectSituationsOf(db, { kind: 'trade', stateVersion: 1, timeframe: 'H1' }, '', 9),
    ['SEARCH situations USING PRIMARY KEY (kind=? AND key>?)'],
  ],
  [
    'changed vectors of texts',
    (db) => selectTextVectorChanges(db, 5, 9),
    ['SEARCH vector USING INDEX sqlite_autoindex_text_vectors_1 (revision>?)', ...joined],
  ],
  [
    'vectors of texts',
    (db) => selectTextVectorsOf(db, 'local-1', '', 9),
    ['SEARCH vector USING PRIMARY KEY (method=? AND record_id>?)', ...joined],
  ],
  [
    'texts that wait',
    (db) => selectTextsWithout(db, 'local-1', { sequence: 5, limit: 9 }),
    [
      'SEARCH texts USING INDEX sqlite_autoindex_texts_2 (sequence>?)',
      'CORRELATED SCALAR SUBQUERY 1',
      'SEARCH done USING PRIMARY KEY (method=? AND record_id=?)',
    ],
  ],
  [
    'how long the vectors of a method are',
    (db) => selectPackedLength(db, 'local-1'),
    ['SEARCH embeddings USING INDEX embeddings_by_method (method=?)'],
  ],
  [
    'records of a text',
    (db) => selectRecordsOfText(db, 'hash'),
    ['SEARCH texts USING COVERING INDEX texts_by_hash (text_hash=?)'],
  ],
  [
    'releases of a span',
    (db) => selectEvents(db, 'terminal', span),
    [
      'SEARCH economic_calendar USING INDEX economic_calendar_by_release (source=? AND release_utc_ms>? AND release_utc_ms<?)',
    ],
  ],
];

test('states of a slice and what waits of a series are found by an index alone', () => {
  const state = { vector: Float32Array.of(1), knownAtUtcMs: moment, regime: 'range' } as const;
  expect(plansOf((db) => upsertStates(db, 1, [{ openTimeUtcMs: moment, values: {}, state }]))).toEqual([
    'SEARCH states USING PRIMARY KEY (set_id=? AND open_time_utc_ms>? AND open_time_utc_ms<?)',
    ...Array<string>(2).fill('SEARCH change_feeds USING PRIMARY KEY (name=?)'),
  ]);
  expect(plansOf((db) => takeFromOutbox(db, hours))).toEqual([
    'SEARCH outbox USING INDEX outbox_by_key (topic=? AND key=?)',
  ]);
});

test.each(hot)('%s are found by an index alone, and in its order', (_, run, plan) => {
  expect(plansOf(run)).toEqual(plan);
});

test('holes, gaps and summaries look at no row outside of what is asked', () => {
  const scans = (run: (db: WritableDb) => unknown): readonly string[] =>
    plansOf(run).filter((step) => /^(SCAN [^(]|USE TEMP)/.test(step));
  expect(scans((db) => selectHoles(db, 1, span))).toEqual([]);
  expect(scans((db) => selectGaps(db, { seriesId: 1, ...span }, 60_000))).toEqual([]);
  expect(scans(selectSummaries)).toEqual(['SCAN bar_series USING INDEX sqlite_autoindex_bar_series_1']);
  expect(scans((db) => countChangesUpTo(db, 5, 9))).toEqual(['SCAN CONSTANT ROW']);
  expect(scans(selectTickSummaries)).toEqual(['SCAN tick_series USING INDEX sqlite_autoindex_tick_series_1']);
});

test('of the graph, no row is looked at outside of what is asked', () => {
  const looks = (run: (db: WritableDb) => unknown): readonly string[] =>
    plansOf(run).filter((step) => /^(SCAN|SEARCH) (graph|trades|origins|linked)/.test(step));
  const ends = { from: 'deal:1', kind: 'partOf', to: 'trade:1#1' } as const;
  expect(looks((db) => selectNodes(db, ['deal:1']))).toEqual(['SEARCH graph_nodes USING PRIMARY KEY (id=?)']);
  expect(looks((db) => selectNodesBehind(db, '', 9))).toEqual(['SEARCH graph_nodes USING PRIMARY KEY (id>?)']);
  expect(looks((db) => selectNodeChanges(db, 0, 9))).toEqual([
    'SEARCH graph_nodes USING INDEX sqlite_autoindex_graph_nodes_2 (revision>?)',
  ]);
  expect(looks((db) => selectLinksOf(db, ['deal:1']))).toEqual([
    'SEARCH graph_links USING PRIMARY KEY (from_id=?)',
    'SEARCH graph_links USING INDEX graph_links_by_target (to_id=?)',
  ]);
  expect(looks((db) => selectLinksFrom(db, 'deal:1', 'partOf'))).toEqual([
    'SEARCH graph_links USING PRIMARY KEY (from_id=? AND kind=?)',
  ]);
  expect(looks((db) => selectLinksBehind(db, ends, 9))).toEqual([
    'SEARCH graph_links USING PRIMARY KEY ((from_id,kind,to_id)>(?,?,?))',
  ]);
  expect(looks((db) => selectLinkChanges(db, 0, 9))).toEqual([
    'SEARCH graph_links USING INDEX sqlite_autoindex_graph_links_1 (revision>?)',
  ]);
  expect(looks((db) => selectTradesBehind(db, '', 9))).toEqual([
    'SEARCH graph_nodes USING INDEX graph_nodes_by_kind (kind=? AND id>?)',
    'SEARCH graph_links USING PRIMARY KEY (from_id=? AND kind=?)',
  ]);
  expect(looks((db) => selectLinkedTrades(db, ['signal:1'], ['partOf']))).toEqual([
    ...['SCAN linked', 'SEARCH graph_links USING PRIMARY KEY (from_id=? AND kind=?)', 'SCAN linked'],
    ...['SEARCH trades USING PRIMARY KEY (id=?)', 'SEARCH origins USING PRIMARY KEY (id=?)'],
  ]);
});
