import { afterEach, beforeEach, expect, test } from 'vitest';
import { cashOperationSchema, type CashOperation } from '#shared/trading/cash-operation.ts';
import type { EngineEvent } from '#shared/events/engine-event.ts';
import { positionId } from '#shared/trading/ids.ts';
import type { Position } from '#shared/trading/position.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleAccount } from '#main/testkit/sample-account.ts';
import { sampleDeal } from '#main/testkit/sample-deal.ts';
import { sampleInstrument } from '#main/testkit/sample-instrument.ts';
import { sampleEntryRequest } from '#main/testkit/sample-order.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { temporaryStores, valueOf, type TemporaryStores } from '../../temporary-stores.suite.ts';
import { openLedger, type Ledger } from './open-ledger.ts';

let stores: TemporaryStores;
let ledger: Ledger;

beforeEach(() => {
  stores = temporaryStores();
  ledger = valueOf(openLedger(stores.folder, stores.context));
});

afterEach(() => {
  ledger[Symbol.dispose]();
  stores[Symbol.dispose]();
});

const at = (offsetMs: number) => utcMs(sampleStartUtcMs + offsetMs);

/** Appended one after the other, each in a commit of its own. */
function happen(...events: readonly (EngineEvent & { readonly atMs?: number })[]): void {
  for (const { atMs = 0, ...event } of events) ledger.log.append([{ occurredAtUtcMs: at(atMs), event: event }]);
}

const dealt = (changes: Parameters<typeof sampleDeal>[0]): EngineEvent => ({
  kind: 'dealRecorded',
  deal: sampleDeal(changes),
});

/** A deal that enters or leaves a position, `n` seconds after the start. */
const entered = (id: string, n: number): EngineEvent =>
  dealt({
    dealTicket: String(500 + n),
    positionId: id,
    clientOrderId: null,
    reason: 'manual',
    occurredAtUtcMs: at(n * 1000),
  });

const left = (id: string, n: number, profit: number): EngineEvent =>
  dealt({
    dealTicket: String(500 + n),
    positionId: id,
    side: 'sell',
    entry: 'out',
    profit,
    occurredAtUtcMs: at(n * 1000),
  });

test('trades are paged by their opening, newest first, each exactly once', () => {
  happen(entered('1', 1), entered('2', 2), left('1', 3, 50), entered('3', 4), entered('4', 5), left('3', 6, -20));
  const all = ledger.trades.trades({ before: null, limit: 10 });
  expect(all.map((trade) => [trade.positionId, trade.net, trade.closed !== null])).toEqual([
    ['4', -0.35, false],
    ['3', -20.7, true],
    ['2', -0.35, false],
    ['1', 49.3, true],
  ]);
  const paged = [];
  for (let page = ledger.trades.trades({ before: null, limit: 1 }); page.length > 0;) {
    paged.push(...page);
    page = ledger.trades.trades({ before: page.at(-1) ?? null, limit: 1 });
  }
  expect(paged).toEqual(all);
});

test('a deal that is heard of late finds its place, and the outbox tells of the trade again', () => {
  happen(entered('1', 5), entered('1', 9), left('1', 8, 10), left('1', 7, 20));
  const legs = ledger.trades.tradesOf(positionId('1')).map((trade) => trade.legs.map((leg) => leg.dealTicket));
  expect(legs).toEqual([['505', '507'], ['509']]);
  expect(ledger.outbox.after(3, 10).map(({ topic, key }) => `${topic} ${key}`)).toEqual([
    'deal 505',
    'deal 507',
    'deal 508',
    'deal 509',
    'trade 1#1',
    'trade 1#2',
  ]);
  expect(ledger.trades.dealsOf(positionId('1')).map((deal) => deal.dealTicket)).toEqual(['505', '507', '508', '509']);
});

test('a reversal leaves two trades of one position', () => {
  happen(
    entered('1', 1),
    dealt({ dealTicket: '502', side: 'sell', entry: 'inOut', volume: 0.3, occurredAtUtcMs: at(2000) }),
  );
  const trades = ledger.trades.tradesOf(positionId('1'));
  expect(trades.map(({ ordinal, side, volume, closed }) => [ordinal, side, volume, closed !== null])).toEqual([
    [1, 'buy', 0.1, true],
    [2, 'sell', 0.2, false],
  ]);
  expect(ledger.outbox.after(1, 10).map(({ topic, key }) => `${topic} ${key}`)).toEqual([
    'deal 502',
    'trade 1#1',
    'trade 1#2',
  ]);
});

test('a trade belongs to whoever opened it', () => {
  happen(
    { kind: 'orderJournaled', request: sampleEntryRequest() },
    dealt({ positionId: '1' }),
    dealt({ dealTicket: '502', positionId: '2', clientOrderId: '77' }),
    dealt({ dealTicket: '503', positionId: '3', clientOrderId: null, reason: 'adviser' }),
    dealt({ dealTicket: '504', positionId: '4', clientOrderId: null, reason: 'manual' }),
  );
  const owners = ['1', '2', '3', '4'].map((id) => ledger.trades.tradesOf(positionId(id))[0]?.owner);
  expect(owners).toEqual(['B', 'other', 'other', 'manual']);
});

test('positions are those seen last, each since it was first there', () => {
  const first = samplePosition({ positionId: '1' });
  const second = samplePosition({ positionId: '2' });
  const seen = (positions: readonly Position[], atMs: number) =>
    ({ kind: 'positionsChanged', positions, atMs }) as const;
  happen(seen([first], 10), seen([samplePosition({ stop: 1995 }), second], 20));
  expect(ledger.trades.positions()).toEqual([
    { position: second, sinceUtcMs: at(20) },
    { position: samplePosition({ stop: 1995 }), sinceUtcMs: at(10) },
  ]);
  happen(seen([second], 30), seen([first, second], 40));
  expect(ledger.trades.positions().map(({ sinceUtcMs }) => sinceUtcMs)).toEqual([at(40), at(20)]);
  happen(seen([], 50));
  expect(ledger.trades.positions()).toEqual([]);
});

const deposit = (n: number): CashOperation =>
  cashOperationSchema.parse({
    dealTicket: String(100 + n),
    kind: 'balance',
    amount: 1000 * n,
    occurredAtUtcMs: at(n * 1000),
  });

test('cash is recorded once a ticket and is no trade', () => {
  const [first, second] = [deposit(1), deposit(2)];
  happen({ kind: 'cashRecorded', operation: second }, { kind: 'cashRecorded', operation: first });
  expect(ledger.trades.latestCash(5)).toEqual([second, first]);
  expect(ledger.trades.latestCash(1)).toEqual([second]);
  expect([ledger.trades.hasCash(first.dealTicket), ledger.trades.hasCash(deposit(3).dealTicket)]).toEqual([
    true,
    false,
  ]);
  expect(() => happen({ kind: 'cashRecorded', operation: first })).toThrow('UNIQUE');
  expect(ledger.trades.trades({ before: null, limit: 1 })).toEqual([]);
});

test('an instrument is answered as it was at a moment', () => {
  const changed = (version: number, contractSize: number, atMs: number) =>
    ({ kind: 'instrumentChanged', instrument: sampleInstrument({ contractSize }), version, atMs }) as const;
  happen(changed(1, 100, 10), changed(2, 10, 20));
  const sizeAt = (offsetMs: number) => ledger.trades.instrumentAt('XAUUSD', at(offsetMs))?.instrument.contractSize;
  expect([sizeAt(9), sizeAt(10), sizeAt(19), sizeAt(20)]).toEqual([undefined, 100, 100, 10]);
  expect(ledger.trades.instrumentAt('EURUSD', at(20))).toBeNull();
});

test('how far the deals are known moves with them, and the terminal is asked for a day that is known already', () => {
  expect([ledger.sync.known(), ledger.sync.resumeAfter()]).toEqual([null, null]);
  const hour = 3600;
  happen(entered('1', 30 * hour), entered('2', 1 * hour));
  expect(ledger.sync.resumeAfter()).toBeNull();
  happen({ kind: 'terminalConnected', account: sampleAccount().identity, build: 'simulated' });
  expect(ledger.sync.resumeAfter()).toBe(String(500 + hour));
  stores.clock.advance(5000);
  happen({ kind: 'cashRecorded', operation: deposit(1) });
  expect(ledger.sync.known()).toEqual({
    deals: 2,
    cashOperations: 1,
    firstUtcMs: at(1000),
    lastUtcMs: at(30 * hour * 1000),
    changedAtUtcMs: at(5000),
  });
  expect(ledger.sync.resumeAfter()).toBe(String(500 + hour));
  happen({ kind: 'cashRecorded', operation: deposit(2 * hour) });
  expect(ledger.sync.resumeAfter()).toBe(String(100 + 2 * hour));
});
