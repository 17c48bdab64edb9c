import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sampleDeal } from '#main/testkit/sample-deal.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import { assert } from '#shared/base/assert.ts';
import { fault } from '#shared/base/fault.ts';
import { formatClientOrderId, parseClientOrderId } from '#shared/trading/client-order-id.ts';
import { clientOrderId, orderTicket, type ClientOrderId } from '#shared/trading/ids.ts';
import { lots } from '#shared/units/lots.ts';
import { price } from '#shared/units/price.ts';
import { money } from '#shared/units/money.ts';
import { usualTerms, type BrokerChange, type WorkingOrder } from '../broker/broker-state.ts';
import { brokerChangeWriter, dealsAfter, findExecution, readBrokerState } from './broker-records.ts';
import { marketProgressWriter, readMarketProgress } from './market-progress.ts';
import { openTerminalDb, type TerminalDb } from './open-terminal-db.ts';
import { adviserMemory } from './adviser-memory.ts';
import { createTerminal } from './migrations/0001-create-terminal.ts';
import { speakWholeProtocol } from './migrations/0002-speak-whole-protocol.ts';
import { orderJournal } from './order-journal.ts';
import { askForSpeed, readReplaySettings, saveReplaySettings } from './replay-settings.ts';
import { createTerminalIdentity, joinMarkets, readTerminalIdentity } from './terminal-identity.ts';

let folder = '';
let db: TerminalDb;

const identity = {
  account: { server: 'ATS-Simulated', login: '90000001', tradeMode: 'simulated' },
  markets: new Map([['XAUUSD', 'test']]),
  startUtcMs: sampleStartUtcMs,
} as const;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ats-terminal-'));
  db = open();
  createTerminalIdentity(db, identity, { balance: 25_000, speed: 60 });
});

afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

function open(): TerminalDb {
  const opened = openTerminalDb(folder);
  assert(opened.ok, 'the file opens');
  return opened.value;
}

function reopen(): TerminalDb {
  db.close();
  return (db = open());
}

test('a new folder has no identity, one that was claimed keeps it', () => {
  const other = openTerminalDb(join(folder, 'other'));
  assert(other.ok, 'a folder within a folder is made');
  expect(readTerminalIdentity(other.value)).toBeNull();
  other.value.close();
  expect(readTerminalIdentity(reopen())).toEqual(identity);
});

test('a second terminal on the same folder is turned away', () => {
  expect(openTerminalDb(folder)).toMatchObject({ ok: false, error: { code: 'DATA_FOLDER_IN_USE' } });
});

test('a file of a newer program, one that is no database, and a folder that is a file are refused', () => {
  db.pragma('user_version = 99');
  db.close();
  expect(openTerminalDb(folder)).toMatchObject({ ok: false, error: { code: 'STORE_NEWER_THAN_PROGRAM' } });
  const broken = join(folder, 'broken');
  mkdirSync(broken);
  writeFileSync(join(broken, 'terminal.db'), 'this is not a database, and long enough to be seen as none'.repeat(40));
  expect(openTerminalDb(broken)).toMatchObject({ ok: false, error: { code: 'STORE_UNREADABLE' } });
  expect(openTerminalDb(join(broken, 'terminal.db'))).toMatchObject({
    ok: false,
    error: { code: 'DATA_FOLDER_UNUSABLE' },
  });
});

test('every commit is forced to the disk', () => {
  expect(db.pragma('synchronous', { simple: true })).toBe(2);
});

test('the account, its positions, its history and the market’s position are read back as they were written', () => {
  const id = formatClientOrderId({ installationTag: 5, counter: 1 });
  const deal = sampleDeal({ dealTicket: '70000001', orderTicket: '50000001', clientOrderId: id });
  const refusal = fault('MARGIN_INSUFFICIENT', 'too much', { margin: 5 });
  const order = { clientOrderId: id, retcode: 10_009, volume: lots(0.1), occurredAtUtcMs: sampleStartUtcMs };
  const working: WorkingOrder = {
    orderTicket: orderTicket('50000003'),
    request: {
      ...{ kind: 'entry', clientOrderId: null, origin: 'manual', symbol: 'XAUUSD', side: 'buy' },
      volume: lots(0.3),
      ...{ stop: price(1990), target: null, worstPrice: null },
    },
    parts: [lots(0.1), lots(0.1)],
    volumeDone: lots(0.1),
    placedAtUtcMs: sampleStartUtcMs,
  };
  const refusedId = formatClientOrderId({ installationTag: 5, counter: 2 });
  const change: BrokerChange = {
    state: {
      terms: usualTerms,
      balance: money(24_998.25),
      credit: money(0),
      orders: [working],
      positions: [
        samplePosition({ clientOrderId: id, origin: 'ats', target: 2030.5, swap: -0.5 }),
        samplePosition({ positionId: '2' }),
      ],
      lastOrderTicket: 50_000_002,
      lastDealTicket: 70_000_001,
    },
    orders: [
      { ...order, orderTicket: orderTicket('50000001'), refusal: null },
      { ...order, orderTicket: orderTicket('50000002'), clientOrderId: refusedId, retcode: 10_019, refusal },
    ],
    deals: [deal],
  };
  const quote = sampleQuote({ bid: 2001.25, occurredAtUtcMs: sampleStartUtcMs + 45_000 });
  const progress = { minuteUtcMs: sampleStartUtcMs, quotesPassed: 3, quotes: new Map([['XAUUSD', quote]]) };
  expect(readMarketProgress(db)).toEqual({ ...progress, quotesPassed: 0, quotes: new Map() });
  brokerChangeWriter(db)(change);
  marketProgressWriter(db)(progress);
  const after = reopen();
  expect(readBrokerState(after)).toEqual(change.state);
  expect(readMarketProgress(after)).toEqual(progress);
  expect(findExecution(after, id)).toEqual({ order: change.orders[0], deals: [deal] });
  expect(findExecution(after, refusedId)).toEqual({ order: change.orders[1], deals: [] });
  expect(findExecution(after, formatClientOrderId({ installationTag: 5, counter: 3 }))).toBeNull();
  expect(dealsAfter(after, null)).toEqual([deal]);
  expect(dealsAfter(after, deal.dealTicket)).toEqual([]);
});

test('the journal follows an order from received to its result, and knows the highest id of each cockpit', () => {
  const idOf = (installationTag: number, counter: number) => formatClientOrderId({ installationTag, counter });
  const receive = (id: ClientOrderId): void => {
    const parts = parseClientOrderId(id);
    assert(parts !== null, 'the id is ours');
    const parameters = '{"kind":"entry"}';
    journal.receive({ id, parts, parameters, parametersHash: 'hash', receivedAtUtcMs: sampleStartUtcMs });
  };
  let journal = orderJournal(db);
  expect([journal.marks(), journal.highestCounter(9), journal.find(idOf(9, 1))]).toEqual([[], null, null]);
  receive(idOf(9, 4));
  receive(idOf(2, 7));
  receive(idOf(2, 3));
  expect(journal.marks()).toEqual([idOf(2, 7), idOf(9, 4)]);
  expect(journal.highestCounter(9)).toBe(4);
  const answer = { state: 'accepted', orderTicket: null, retcode: 10_008 } as const;
  journal.markSending(idOf(2, 7), sampleStartUtcMs);
  journal.storeAnswer(idOf(2, 7), answer);
  const result = { state: 'cancelled', orderTicket: null, deals: [], retcode: null } as const;
  journal.storeResult(idOf(9, 4), result);
  journal.storeAnswer(idOf(9, 4), answer);
  journal = orderJournal(reopen());
  const entry = { parametersHash: 'hash', order: { kind: 'entry' }, sendingAtUtcMs: null, result: null };
  expect(journal.find(idOf(9, 4))).toEqual({ ...entry, id: idOf(9, 4), state: 'result', result });
  expect(journal.unresolved()).toEqual([
    { ...entry, id: idOf(2, 7), state: 'sending', sendingAtUtcMs: sampleStartUtcMs, result: answer },
    { ...entry, id: idOf(2, 3), state: 'received' },
  ]);
  expect(() => receive(idOf(2, 7))).toThrow('UNIQUE');
});

test('halts and the day outlive a restart', () => {
  const memory = adviserMemory(db);
  expect([memory.day(), memory.halts()]).toEqual([null, { app: false, chart: false, reason: '' }]);
  memory.saveDay({ startUtcMs: sampleStartUtcMs, baseline: money(24_000) });
  memory.saveHalts({ app: true, chart: false, reason: 'enough for today' });
  const after = adviserMemory(reopen());
  expect(after.day()).toEqual({ startUtcMs: sampleStartUtcMs, baseline: 24_000 });
  expect(after.halts()).toEqual({ app: true, chart: false, reason: 'enough for today' });
});

test('a file of the first version keeps its account, its orders and its deals', () => {
  db.close();
  rmSync(join(folder, 'terminal.db'));
  const old = new Database(join(folder, 'terminal.db'));
  old.exec(createTerminal);
  old.exec(firstVersionRows);
  old.pragma('user_version = 1');
  old.close();
  db = open();
  expect(readBrokerState(db)).toMatchObject({ terms: usualTerms, balance: 24_999.65, orders: [] });
  expect(readBrokerState(db).positions).toMatchObject([{ clientOrderId: '5', origin: 'ats' }]);
  expect(findExecution(db, clientOrderId('5'))?.order).toMatchObject({ retcode: 10_009, volume: 0.1, refusal: null });
  expect(findExecution(db, clientOrderId('6'))?.order).toMatchObject({ retcode: 10_006, volume: 0 });
  expect(readTerminalIdentity(db)?.markets).toEqual(new Map([['XAUUSD', 'synthetic XAUUSD, walk 1']]));
  expect([...readMarketProgress(db).quotes.values()]).toMatchObject([{ symbol: 'XAUUSD', bid: 2000, ask: 2000.3 }]);
  expect(orderJournal(db).unresolved()).toMatchObject([
    { id: '7', state: 'sending', sendingAtUtcMs: 1_700_000_000_000 },
  ]);
});

test('a file of the second version keeps its replay, and its working orders know their symbol', () => {
  db.close();
  rmSync(join(folder, 'terminal.db'));
  const old = new Database(join(folder, 'terminal.db'));
  old.exec(createTerminal);
  old.exec(firstVersionRows);
  old.exec(speakWholeProtocol);
  old.exec("UPDATE terminal SET market = 'replay of US100.cash from a file.csv, 5 minutes, 0123'");
  const request = { kind: 'entry', clientOrderId: null, origin: 'manual', side: 'buy', volume: 0.1 };
  old
    .prepare('INSERT INTO working_orders VALUES (50000003, NULL, ?, ?, 0, 1700000000000)')
    .run(JSON.stringify({ ...request, stop: null, target: null, worstPrice: null }), '[0.1]');
  old.pragma('user_version = 2');
  old.close();
  db = open();
  expect([...(readTerminalIdentity(db)?.markets ?? [])]).toEqual([
    ['US100.cash', 'replay of US100.cash from a file.csv, 5 minutes, 0123'],
  ]);
  expect(readBrokerState(db).orders).toMatchObject([{ request: { ...request, symbol: 'US100.cash' } }]);
});

test('symbols join an account later, and those that it has keep their markets', () => {
  joinMarkets(
    db,
    new Map([
      ['EURUSD', 'other'],
      ['XAUUSD', 'another'],
    ]),
  );
  expect([...(readTerminalIdentity(reopen())?.markets ?? [])]).toEqual([
    ['XAUUSD', 'test'],
    ['EURUSD', 'other'],
  ]);
});

const firstVersionRows = `
  INSERT INTO terminal VALUES (1, 'ATS-Simulated', '90000001', 'synthetic XAUUSD, walk 1', 1700000000000, 1700000000000, 0, 1700000000000,
    2000, 2000.3, '[]', 60, 60, 24999.65, 0, 50000002, 70000001);
  INSERT INTO positions VALUES ('50000001', 'XAUUSD', 'buy', 0.1, 2000.3, 1700000000000, 1990, NULL, -3, 0, '5');
  INSERT INTO executions VALUES (50000001, '5', NULL, 1700000000000);
  INSERT INTO executions VALUES (50000002, '6', '{"code":"MARGIN_INSUFFICIENT","message":"too much","facts":{}}', 1700000000000);
  INSERT INTO deals VALUES (70000001, 50000001, '50000001', '5', 'XAUUSD', 'buy', 'in', 'adviser', 0.1, 2000.3, 0, -0.35, 0,
    1700000000000);
  INSERT INTO journal VALUES (1, '7', 3, 7, 'hash', '{"kind":"entry"}', 'sending', NULL, 1700000000000);
`;

test('the trader’s own speed outlives a restart, unless the terminal is started with another speed than before', () => {
  saveReplaySettings(db, { heldBy: ['trader'], speed: 5 });
  askForSpeed(db, 60);
  expect(readReplaySettings(db)).toEqual({ heldBy: ['trader'], speed: 5 });
  askForSpeed(db, 120);
  expect(readReplaySettings(db)).toEqual({ heldBy: ['trader'], speed: 120 });
  askForSpeed(db, 120);
  saveReplaySettings(db, { heldBy: [], speed: 7 });
  askForSpeed(db, 120);
  expect(readReplaySettings(reopen())).toEqual({ heldBy: [], speed: 7 });
});
