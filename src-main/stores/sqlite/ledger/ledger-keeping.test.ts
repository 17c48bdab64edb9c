import { hash } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fault } from '#shared/base/fault.ts';
import { accountReportSchema } from '#shared/trading/account-report.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { DealSyncLog } from '#main/ports/deal-sync.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
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

const stop = (): number =>
  ledger.log.append([{ occurredAtUtcMs: sampleStartUtcMs, event: { kind: 'engineStopped', reason: 'done' } }])[0]
    ?.sequence ?? 0;

const wide = { symbol: 'XAUUSD', limits: { spread: 70 } };
const tight = { limits: { spread: 30 }, symbol: 'XAUUSD' };

test('an event is known to be made under the settings that were in force, also where old ones came back', () => {
  const before = stop();
  ledger.settings.use(wide);
  const under = [stop(), stop()];
  stores.clock.advance(1000);
  ledger.settings.use(tight);
  ledger.settings.use(tight);
  under.push(stop());
  ledger.settings.use(tight);
  ledger.settings.use(wide);
  under.push(stop());
  expect(ledger.settings.at(before)).toBeNull();
  expect(under.map((sequence) => ledger.settings.at(sequence)?.settings)).toEqual([wide, wide, tight, wide]);
  expect(ledger.settings.at(under[2] ?? 0)).toEqual({
    hash: hash('sha256', '{"limits":{"spread":30},"symbol":"XAUUSD"}'),
    firstUsedUtcMs: sampleStartUtcMs + 1000,
    settings: tight,
  });
  expect(ledger.settings.at(under[3] ?? 0)?.firstUsedUtcMs).toBe(sampleStartUtcMs);
});

test('settings that were changed before anything happened under them count as they were last', () => {
  ledger.settings.use(wide);
  ledger.settings.use(tight);
  expect(ledger.settings.at(stop())?.settings).toEqual(tight);
});

const entry = (rows: number): DealSyncLog => ({
  startedAtUtcMs: sampleStartUtcMs,
  kind: 'deals',
  symbol: null,
  timeframe: null,
  action: 'delta',
  durationMs: 12.5,
  rows,
  fault: rows === 2 ? fault('NOT_CONNECTED', 'gone') : null,
});

test('the stream of deals remembers its newest runs', () => {
  for (const rows of [1, 2, 3]) ledger.sync.log(entry(rows));
  expect(ledger.sync.logs(2)).toEqual([entry(3), entry(2)]);
});

const report = accountReportSchema.parse({
  account: {
    ...{ login: '1001', name: 'A trader', company: 'A broker', server: 'Broker-Demo', currency: 'USD' },
    ...{ leverage: 100, tradeMode: 'demo', marginMode: 'hedging' },
  },
  ...{ writtenAtUtcMs: sampleStartUtcMs, balance: 10_000.5, equity: null },
  ...{ orders: [], workingOrders: [], deals: [], openPositions: [], closedPositions: [] },
  cash: [{ dealTicket: '1', kind: 'balance', amount: 10_000, occurredAtUtcMs: sampleStartUtcMs }],
});

test('a report is kept once for its bytes, and listed newest first', () => {
  const imported = (hash: string, atMs: number) => ({
    fileHash: hash.repeat(64),
    fileName: `${hash}.html`,
    importedAtUtcMs: utcMs(sampleStartUtcMs + atMs),
    report,
  });
  const [first, second] = [imported('1', 0), imported('2', 10)];
  expect([first, second, { ...first, fileName: 'copy.html' }].map(ledger.reports.save)).toEqual([true, true, false]);
  expect(ledger.reports.find(first.fileHash)).toEqual(first);
  expect(ledger.reports.find('3'.repeat(64))).toBeNull();
  expect(ledger.reports.list().map(({ fileName, server, login }) => [fileName, server, login])).toEqual([
    ['2.html', 'Broker-Demo', '1001'],
    ['1.html', 'Broker-Demo', '1001'],
  ]);
});
