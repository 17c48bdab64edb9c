import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { approvalId, clientOrderId, dealTicket, decisionId, intentId, positionId } from '#shared/trading/ids.ts';
import { endOfTimeUtcMs } from '#shared/units/utc-ms.ts';
import { temporaryStores, valueOf, type TemporaryStores } from '../../temporary-stores.suite.ts';
import { Connection } from '../connection.ts';
import type { ReadableDb } from '../readable-db.ts';
import { selectApproval } from './approval-rows.ts';
import { selectTicketAt } from './deal-sync-rows.ts';
import { selectEventsAfter, selectLastEvent } from './event-rows.ts';
import { openLedger } from './open-ledger.ts';
import { sqliteOutbox } from './outbox-rows.ts';
import { sqliteLessonReads } from './sqlite-lesson-reads.ts';
import { sqliteSignalStorage } from './signal-storage.ts';
import { selectLatestSnapshot } from './snapshot-rows.ts';
import { sqliteLedgerRecords } from './sqlite-ledger-records.ts';
import { sqliteTradeStorage } from './trade-storage.ts';

let stores: TemporaryStores;
let database: Database.Database;

beforeEach(() => {
  stores = temporaryStores();
  valueOf(openLedger(stores.folder, stores.context))[Symbol.dispose]();
  database = new Database(stores.folder.ledgerFile);
});

afterEach(() => {
  database.close();
  stores[Symbol.dispose]();
});

/** How SQLite goes about every statement that `ask` runs; what is asked is the code's own text, so that the two cannot part. */
function plansOf(ask: (db: ReadableDb) => unknown): readonly string[] {
  const asked = new Set<string>();
  const { monotonicClock: clock, logger } = stores.context;
  const connection = new Connection(database, { clock, logger });
  const listening: ReadableDb = {
    query: (sql) => {
      asked.add(sql);
      return connection.query(sql);
    },
    together: (read) => read(),
  };
  ask(listening);
  return [...asked].flatMap((sql) => {
    const values = new Array<null>(sql.split('?').length - 1).fill(null);
    const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { readonly detail: string }[];
    return steps.map(({ detail }) => detail).filter((detail) => /^(SEARCH|SCAN|USE)/.test(detail));
  });
}

const trades = (db: ReadableDb) => sqliteTradeStorage(db);
const signals = (db: ReadableDb) => sqliteSignalStorage(db);
const records = (db: ReadableDb) => sqliteLedgerRecords(db);
const mark = { openedAtUtcMs: endOfTimeUtcMs, positionId: positionId('1'), ordinal: 1 };

test.each<readonly [string, (db: ReadableDb) => unknown, readonly string[]]>([
  [
    'whether a deal is known',
    (db) => trades(db).hasDeal(dealTicket('1')),
    ['SEARCH deals USING COVERING INDEX sqlite_autoindex_deals_1 (deal_ticket=?)'],
  ],
  [
    'an order by its id',
    (db) => trades(db).findOrder(clientOrderId('1')),
    ['SEARCH orders USING INDEX sqlite_autoindex_orders_1 (client_order_id=?)'],
  ],
  ['the newest orders', (db) => trades(db).latestOrders(50), ['SCAN orders USING INDEX sqlite_autoindex_orders_2']],
  ['the newest deals', (db) => trades(db).latestDeals(50), ['SCAN deals USING INDEX deals_by_time']],
  [
    'the deals of a position',
    (db) => trades(db).dealsOf(positionId('1')),
    ['SEARCH deals USING INDEX deals_by_position (position_id=?)'],
  ],
  [
    'the trades of a position',
    (db) => trades(db).tradesOf(positionId('1')),
    ['SEARCH trades USING INDEX sqlite_autoindex_trades_1 (position_id=?)'],
  ],
  [
    'the newest trades',
    (db) => trades(db).trades({ before: null, limit: 50 }),
    ['SCAN trades USING INDEX trades_by_opening'],
  ],
  [
    'the next page of trades',
    (db) => trades(db).trades({ before: mark, limit: 50 }),
    ['SEARCH trades USING INDEX trades_by_opening ((opened_at_utc_ms,position_id,ordinal)<(?,?,?))'],
  ],
  [
    'a contract at a moment',
    (db) => trades(db).instrumentAt('XAUUSD', endOfTimeUtcMs),
    ['SEARCH instruments USING INDEX sqlite_autoindex_instruments_2 (symbol=?)'],
  ],
  ['the newest decisions', (db) => signals(db).latestDecisions(50), ['SCAN decisions']],
  [
    'the next page of signals',
    (db) => signals(db).signals({ before: 9, limit: 50 }),
    ['SEARCH signals USING INTEGER PRIMARY KEY (rowid<?)', 'SEARCH decisions USING INTEGER PRIMARY KEY (rowid=?)'],
  ],
  [
    'an approval by its id',
    (db) => selectApproval(db, approvalId('a')),
    ['SEARCH approvals USING INDEX sqlite_autoindex_approvals_1 (approval_id=?)'],
  ],
  [
    'the events after one',
    (db) => selectEventsAfter(db, 0, 1000),
    ['SEARCH events USING INTEGER PRIMARY KEY (rowid>?)'],
  ],
  ['the last event', (db) => selectLastEvent(db), ['SCAN events']],
  [
    'the newest snapshot',
    (db) => selectLatestSnapshot(db, 1),
    ['SEARCH snapshots USING INDEX sqlite_autoindex_snapshots_1 (reducer_version=?)'],
  ],
  [
    'the next rows of the outbox',
    (db) => sqliteOutbox(db).after(5, 100),
    [
      'SEARCH outbox USING PRIMARY KEY (sequence>? AND sequence<?)',
      'SEARCH outbox USING PRIMARY KEY (sequence>?)',
      'SEARCH (subquery-1)',
    ],
  ],
  [
    'a decision by its event',
    (db) => records(db).decisionAt(5),
    ['SEARCH decisions USING INTEGER PRIMARY KEY (rowid=?)'],
  ],
  [
    'the decision of an intent',
    (db) => records(db).decisionOf(intentId('i')),
    [
      'SEARCH signals USING COVERING INDEX signals_by_intent (intent_id=?)',
      'SEARCH decisions USING INTEGER PRIMARY KEY (rowid=?)',
    ],
  ],
  ['a denial by its event', (db) => records(db).denialAt(5), ['SEARCH events USING INTEGER PRIMARY KEY (rowid=?)']],
  [
    'a deal by its ticket',
    (db) => records(db).deal(dealTicket('1')),
    ['SEARCH deals USING INDEX sqlite_autoindex_deals_1 (deal_ticket=?)'],
  ],
  [
    'a trade by its position and ordinal',
    (db) => records(db).trade(positionId('1'), 1),
    ['SEARCH trades USING INDEX sqlite_autoindex_trades_1 (position_id=? AND ordinal=?)'],
  ],
  [
    'the decision of a name',
    (db) => records(db).decisionNamed(decisionId('d')),
    [
      'SEARCH signals USING COVERING INDEX signals_by_decision (decision_id=?)',
      'SEARCH decisions USING INTEGER PRIMARY KEY (rowid=?)',
    ],
  ],
  [
    'the opinion on a decision',
    (db) => records(db).opinionOn(decisionId('d')),
    ['SEARCH opinions USING INDEX opinions_by_decision (decision_id=?)'],
  ],
  [
    'a lesson by its name',
    (db) => records(db).lesson('lesson:reflection/1#1'),
    ['SEARCH lessons USING INDEX sqlite_autoindex_lessons_1 (lesson_id=?)'],
  ],
  [
    'the lessons as of a moment',
    (db) => sqliteLessonReads(db).activeAsOf({ asOfUtcMs: endOfTimeUtcMs, limit: 20 }),
    ['SEARCH lessons USING INDEX lessons_by_time (learnt_at_utc_ms<?)'],
  ],
  [
    'a page of lessons',
    (db) => sqliteLessonReads(db).page({ beforeUtcMs: endOfTimeUtcMs, limit: 20 }),
    ['SEARCH lessons USING INDEX lessons_by_time (learnt_at_utc_ms<?)'],
  ],
  ['what waits in the outbox', (db) => sqliteOutbox(db).depth(5), ['SEARCH outbox USING PRIMARY KEY (sequence>?)']],
  ['the newest row of the outbox', (db) => sqliteOutbox(db).newest(), ['SCAN outbox']],
])('%s is found without sorting and without reading past it', (_what, ask, plan) => {
  expect(plansOf(ask)).toEqual(plan);
});

test('the last known deal is one of two rows, each found by its time', () => {
  expect(plansOf((db) => selectTicketAt(db, 5))).toEqual([
    'SEARCH deals USING INDEX deals_by_time (occurred_at_utc_ms<?)',
    'SCAN (subquery-1)',
    'SEARCH cash_operations USING INDEX cash_operations_by_time (occurred_at_utc_ms<?)',
    'SCAN (subquery-3)',
    'SCAN (subquery-4)',
    'USE TEMP B-TREE FOR ORDER BY',
  ]);
});
