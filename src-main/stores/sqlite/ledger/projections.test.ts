import { readdirSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EngineEvent } from '#shared/events/engine-event.ts';
import { legVolume } from '#shared/trading/trade.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleDeal } from '#main/testkit/sample-deal.ts';
import { temporaryStores, valueOf, type TemporaryStores } from '../../temporary-stores.suite.ts';
import { openLedger, openLedgerToRead, type Ledger } from './open-ledger.ts';
import { projectedTables, projectionVersion } from './projections.ts';
import { putVersionOneLedger } from './version-one-ledger.suite.ts';

let stores: TemporaryStores;

beforeEach(() => {
  stores = temporaryStores();
  putVersionOneLedger(stores.folder.ledgerFile);
});

afterEach(() => {
  stores[Symbol.dispose]();
});

const open = (): Ledger => valueOf(openLedger(stores.folder, stores.context));

function change(sql: string): void {
  const database = new Database(stores.folder.ledgerFile);
  database.pragma('foreign_keys = OFF');
  database.exec(sql);
  database.close();
}

/** Every row of every table that follows from the log. */
function projected(): Record<string, unknown> {
  const database = new Database(stores.folder.ledgerFile, { readonly: true });
  const rows = projectedTables.map(({ name, key }) => [
    name,
    database.prepare(`SELECT * FROM ${name} ORDER BY ${key}`).all(),
  ]);
  database.close();
  return Object.fromEntries(rows) as Record<string, unknown>;
}

function eventsOf<Kind extends EngineEvent['kind']>(
  ledger: Ledger,
  kind: Kind,
): Extract<EngineEvent, { kind: Kind }>[] {
  return [...ledger.log.readAfter(0)].flatMap(({ event }) =>
    event.kind === kind ? [event as Extract<EngineEvent, { kind: Kind }>] : [],
  );
}

test('a ledger of version 1 is brought forward with all that follows from its events, behind a backup', () => {
  const before = projectedInVersionOne();
  using ledger = open();
  expect(readdirSync(stores.folder.backupsFolder)).toEqual(['ledger-v1-2024-01-02T00-00-00.000Z.db']);
  expect(stores.lines.at(-1)).toEqual({
    level: 'info',
    message: 'what follows from the log was made again',
    facts: { events: [...ledger.log.readAfter(0)].length },
  });
  const deals = eventsOf(ledger, 'dealRecorded').map(({ deal }) => deal);
  const after = projected();
  expect(after).toMatchObject(before);

  const trades = ledger.trades.trades({ before: null, limit: 100 });
  expect(deals.length).toBeGreaterThan(5);
  expect(trades.map((trade) => trade.positionId).toSorted()).toEqual(
    [...new Set(deals.map((deal) => deal.positionId))].toSorted(),
  );
  for (const trade of trades) {
    const own = deals.filter((deal) => deal.positionId === trade.positionId);
    expect(trade.owner).toBe('B');
    expect(trade.net).toBeCloseTo(
      own.reduce((sum, deal) => sum + deal.profit + deal.commission + deal.swap, 0),
      6,
    );
    const out = own.filter((deal) => deal.entry === 'out').reduce((sum, deal) => sum + deal.volume, 0);
    expect(legVolume(trade.legs, 'exit')).toBeCloseTo(out, 8);
    expect(trade.closed !== null).toBe(out > 0);
  }

  const decisions = eventsOf(ledger, 'decisionMade').map(({ decision }) => decision);
  const signals = ledger.signals.signals({ before: null, limit: 100 });
  expect(signals.map(({ decision }) => decision)).toEqual(decisions.toReversed());
  const denials = eventsOf(ledger, 'intentDenied').map(({ intentId, fault }) => ({ intentId, denial: fault }));
  expect(signals.filter(({ denial }) => denial !== null)).toMatchObject(denials);
  const orders = eventsOf(ledger, 'orderJournaled').map(({ request }) => request);
  expect(signals.flatMap(({ order }) => (order === null ? [] : [order.request])).toReversed()).toEqual(orders);
  expect(signals.filter(({ approval }) => approval?.ended?.outcome === 'approved')).toHaveLength(4);

  const [last] = eventsOf(ledger, 'positionsChanged').slice(-1);
  expect(ledger.trades.positions().map(({ position }) => position)).toEqual(last?.positions);
  const [{ instrument } = assertNone()] = eventsOf(ledger, 'instrumentChanged');
  const [first = assertNone()] = deals;
  expect(ledger.trades.instrumentAt('XAUUSD', first.occurredAtUtcMs)).toMatchObject({ version: 1, instrument });
  expect(ledger.sync.known()).toMatchObject({
    deals: deals.length,
    cashOperations: 0,
    firstUtcMs: first.occurredAtUtcMs,
  });
  expect(ledger.sync.resumeAfter()).toBeNull();
  const told = ledger.outbox.after(0, 1000).map(({ topic }) => topic);
  const count = (topic: string): number => told.filter((it) => it === topic).length;
  expect([count('decision'), count('deal'), count('trade')]).toEqual([decisions.length, deals.length, deals.length]);
});

const assertNone = (): never => {
  throw new Error('the fixture has one');
};

/** What version 1 itself had written of orders, deals, decisions and approvals: the new version says the same. */
function projectedInVersionOne(): Record<string, unknown> {
  const database = new Database(stores.folder.ledgerFile, { readonly: true });
  const read = (name: string): unknown => database.prepare(`SELECT * FROM ${name} ORDER BY 1`).all();
  const rows = {
    orders: read('orders'),
    deals: read('deals'),
    decisions: read('decisions'),
    approvals: read('approvals'),
  };
  database.close();
  return rows;
}

test('a ledger of version 1 hears the account’s whole history once more, since cash was not recorded then', () => {
  using ledger = open();
  expect(ledger.sync.resumeAfter()).toBeNull();
  const [{ account } = assertNone()] = eventsOf(ledger, 'terminalConnected');
  const nextMonth = sampleDeal({ dealTicket: '9001', occurredAtUtcMs: sampleStartUtcMs + 30 * 86_400_000 });
  ledger.log.append([
    { occurredAtUtcMs: sampleStartUtcMs, event: { kind: 'terminalConnected', account, build: 'the next session' } },
    { occurredAtUtcMs: nextMonth.occurredAtUtcMs, event: { kind: 'dealRecorded', deal: nextMonth } },
  ]);
  expect(ledger.sync.resumeAfter()).toBe(eventsOf(ledger, 'dealRecorded').at(-2)?.deal.dealTicket);
});

test('tables of another version of the projection are made again, the same', () => {
  open()[Symbol.dispose]();
  const before = projected();
  change(
    `UPDATE projections SET version = ${projectionVersion + 1}; DELETE FROM trades; UPDATE orders SET status = 'sent'`,
  );
  expect(projected()).not.toEqual(before);
  open()[Symbol.dispose]();
  expect(projected()).toEqual(before);
});

test('a log that does not hold is not projected: the ledger is refused, and its tables stay as they were', () => {
  const before = projectedInVersionOne();
  change(
    `DROP TRIGGER events_are_never_changed; UPDATE events SET body = replace(body, '2024', '2025') WHERE sequence = 9`,
  );
  change(`UPDATE events SET received_at_utc_ms = 5 WHERE sequence = 9`);
  const refused = openLedger(stores.folder, stores.context);
  expect(refused).toMatchObject({ error: { code: 'EVENT_LOG_BROKEN', facts: { sequence: 9 } } });
  expect(projected()).toMatchObject({ ...before, trades: [] });
  expect(openLedger(stores.folder, stores.context)).toMatchObject({ error: { code: 'EVENT_LOG_BROKEN' } });
});

test('a reader of a ledger that was not brought forward is told to start the cockpit', () => {
  expect(openLedgerToRead(stores.folder, stores.context)).toMatchObject({ error: { code: 'STORE_UNREADABLE' } });
  open()[Symbol.dispose]();
  change('DELETE FROM projections');
  const halfway = openLedgerToRead(stores.folder, stores.context);
  expect(halfway).toMatchObject({
    error: { code: 'STORE_UNREADABLE', message: expect.stringContaining('Start the cockpit') as string },
  });
  open()[Symbol.dispose]();
  using reader = valueOf(openLedgerToRead(stores.folder, stores.context));
  expect(reader?.trades.trades({ before: null, limit: 1 })).toHaveLength(1);
  expect(reader?.signals.latestApprovals(1)).toHaveLength(1);
});
