import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleDeal } from '#main/testkit/sample-deal.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { temporaryStores, valueOf, type TemporaryStores } from '../../temporary-stores.suite.ts';
import { openLedger, type Ledger } from './open-ledger.ts';
import { projectedTables } from './projections.ts';
import { verifyProjections } from './verify-projections.ts';
import { putVersionOneLedger } from './version-one-ledger.suite.ts';

let stores: TemporaryStores;
let ledger: Ledger;

beforeEach(() => {
  stores = temporaryStores();
  putVersionOneLedger(stores.folder.ledgerFile);
  ledger = valueOf(openLedger(stores.folder, stores.context));
});

afterEach(() => {
  ledger[Symbol.dispose]();
  stores[Symbol.dispose]();
});

const steps = () =>
  verifyProjections(stores.folder.ledgerFile, {
    clock: stores.context.monotonicClock,
    logger: stores.context.logger,
  });

function verified(): unknown {
  const running = steps();
  let step = running.next();
  while (step.done !== true) step = running.next();
  return step.value;
}

function change(sql: string): void {
  const database = new Database(stores.folder.ledgerFile);
  database.pragma('foreign_keys = OFF');
  database.exec(sql);
  database.close();
}

function projectedRows(): number {
  const database = new Database(stores.folder.ledgerFile, { readonly: true });
  const counts = projectedTables.map(
    ({ name }) => database.prepare(`SELECT count(*) FROM ${name}`).pluck().get() as number,
  );
  database.close();
  return counts.reduce((sum, count) => sum + count, 0);
}

test('the tables of a ledger agree with its log as they stood at one moment, also while it is written', () => {
  const rows = projectedRows();
  const running = steps();
  expect(running.next()).toMatchObject({ done: false });
  ledger.log.append([
    { occurredAtUtcMs: sampleStartUtcMs, event: { kind: 'positionsChanged', positions: [samplePosition()] } },
    { occurredAtUtcMs: sampleStartUtcMs, event: { kind: 'dealRecorded', deal: sampleDeal() } },
  ]);
  let step = running.next();
  while (step.done !== true) step = running.next();
  expect(step.value).toEqual({ ok: true, value: rows });
  expect(projectedRows()).toBeGreaterThan(rows);
  expect(verified()).toEqual({ ok: true, value: projectedRows() });
});

test.each([
  ['a changed row', `UPDATE trades SET net = net + 0.01 WHERE ordinal = 1`, 'trades'],
  ['a missing row', `DELETE FROM deals WHERE sequence = (SELECT max(sequence) FROM deals)`, 'deals'],
  ['a row too many', `INSERT INTO outbox VALUES (1, 'deal', 'x')`, 'outbox'],
])('%s is found', (_what, sql, table) => {
  change(sql);
  expect(verified()).toMatchObject({ ok: false, error: { code: 'STORE_DAMAGED', facts: { table } } });
});

test('a log that does not hold is named before its tables are', () => {
  change(`DROP TRIGGER events_are_never_changed; UPDATE events SET body = '{}' WHERE sequence = 3`);
  expect(verified()).toMatchObject({ error: { code: 'EVENT_LOG_BROKEN', facts: { sequence: 3 } } });
});

test('tables of another version are for the cockpit to make again', () => {
  change('UPDATE projections SET version = 99');
  expect(verified()).toMatchObject({ error: { code: 'STORE_UNREADABLE' } });
});
