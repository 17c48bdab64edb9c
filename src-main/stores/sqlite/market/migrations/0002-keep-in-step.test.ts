import Database from 'better-sqlite3';
import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BarSeries } from '#shared/market/bar-series.ts';
import { endOfTimeUtcMs, utcMs } from '#shared/units/utc-ms.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import { temporaryStores, valueOf, type TemporaryStores } from '../../../temporary-stores.suite.ts';
import { openForWriting } from '../../open-database.ts';
import { marketDefinition } from '../market-definition.ts';
import { openMarketStore } from '../open-market-store.ts';
import { createMarket } from './0001-create-market.ts';

let stores: TemporaryStores;

beforeEach(() => {
  stores = temporaryStores();
  stores.clock.setMarket(null);
});

afterEach(() => {
  stores[Symbol.dispose]();
});

const bars = sampleBars({ count: 500 });
const series: BarSeries = { symbol: 'XAUUSD', timeframe: 'M1', source: 'terminal', anchor: 'hour' };
const imported: BarSeries = { ...series, timeframe: 'D1', source: 'my broker', anchor: 'ny+7' };
const ticks = [0, 0, 5, 9].map((offset) =>
  sampleQuote({ occurredAtUtcMs: sampleStartUtcMs + offset, bid: 2000 + offset }),
);

/** What the first version of the program left: bars of two series, ticks of one symbol, and one that had a cursor only. */
function fillVersion1(): void {
  using db = valueOf(
    openForWriting({
      definition: { ...marketDefinition, migrations: [createMarket] },
      file: stores.folder.marketFile,
      backupsFolder: stores.folder.backupsFolder,
      context: stores.context,
    }),
  );
  const addSeries = db.command('INSERT INTO bar_series VALUES (?, ?, ?, ?, ?, ?)');
  addSeries.run(1, series.symbol, series.timeframe, series.source, series.anchor, bars.length);
  addSeries.run(7, imported.symbol, imported.timeframe, imported.source, imported.anchor, 1);
  const addBar = db.command('INSERT INTO bars VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  bars.forEach((bar, index) => {
    const { openTimeUtcMs, open, high, low, close, tickVolume, spreadPoints } = bar;
    addBar.run(1, openTimeUtcMs, open, high, low, close, tickVolume, spreadPoints);
    if (index === 0) addBar.run(7, openTimeUtcMs, open, high, low, close, null, null);
  });
  const addCursor = db.command('INSERT INTO tick_cursors VALUES (?, ?, ?, ?)');
  addCursor.run(1, 'EURUSD', 77, 0);
  addCursor.run(2, 'XAUUSD', 99, 2);
  ticks.forEach(({ occurredAtUtcMs, bid, ask }, index) => {
    db.command('INSERT INTO ticks VALUES (2, ?, ?, ?, ?)').run(occurredAtUtcMs, index === 1 ? 1 : 0, bid, ask);
  });
}

test('bars, ticks and cursors of version 1 are all there when it is brought forward, behind a backup, and can be gone on with', () => {
  fillVersion1();
  using market = valueOf(openMarketStore(stores.folder, { ...stores.context, marketClock: stores.clock.market }));
  const everything = { beforeUtcMs: endOfTimeUtcMs, limit: 1000 };
  expect(market.bars.read({ series, ...everything })).toEqual(bars);
  expect(market.bars.read({ series: imported, ...everything })).toEqual([
    { ...bars[0], tickVolume: null, spreadPoints: null },
  ]);
  expect(market.bars.summaries().map(({ count }) => count)).toEqual([1, 500]);
  expect(market.ticks.read({ symbol: 'XAUUSD', ...everything })).toEqual(ticks);
  expect([market.ticks.cursor('EURUSD'), market.ticks.cursor('XAUUSD')]).toEqual([
    { stampMs: 77, takenAtStamp: 0 },
    { stampMs: 99, takenAtStamp: 2 },
  ]);
  expect(market.ticks.summaries()).toMatchObject([
    { symbol: 'EURUSD', count: 0, firstUtcMs: null },
    { symbol: 'XAUUSD', count: 4, firstUtcMs: sampleStartUtcMs, lastUtcMs: sampleStartUtcMs + 9 },
  ]);
  const next = sampleQuote({ occurredAtUtcMs: sampleStartUtcMs + 9 });
  market.ticks.append({ symbol: 'XAUUSD', ticks: [next], cursor: { stampMs: 100, takenAtStamp: 1 }, isRewind: false });
  market.ticks.fill({
    ...{ symbol: 'XAUUSD', source: 'import', ticks },
    ...{ fromUtcMs: sampleStartUtcMs, toUtcMs: utcMs(sampleStartUtcMs + 10) },
  });
  expect(market.ticks.read({ symbol: 'XAUUSD', ...everything })).toEqual([...ticks, next]);
  expect(readdirSync(stores.folder.backupsFolder)).toEqual(['market-v1-2024-01-02T00-00-00.000Z.db']);
});

test('references are followed again once the file is brought forward, and hold', () => {
  fillVersion1();
  valueOf(openMarketStore(stores.folder, { ...stores.context, marketClock: stores.clock.market }))[Symbol.dispose]();
  const opening = { definition: marketDefinition, file: stores.folder.marketFile, context: stores.context };
  using db = valueOf(openForWriting({ ...opening, backupsFolder: stores.folder.backupsFolder }));
  expect(() => db.command('INSERT INTO ticks VALUES (3, 0, 0, 1, 1)').run()).toThrow('FOREIGN KEY');
  expect(() => db.command('DELETE FROM bar_series WHERE series_id = 7').run()).toThrow('FOREIGN KEY');
  expect(db.query('PRAGMA foreign_key_check').all()).toEqual([]);
  expect(db.query('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
});

test('a step that fails leaves version 1 as it was, and the next opening brings it forward', () => {
  fillVersion1();
  const database = new Database(stores.folder.marketFile);
  database.exec('CREATE TABLE holes (in_the_way INTEGER)');
  database.close();
  const open = () => openMarketStore(stores.folder, { ...stores.context, marketClock: stores.clock.market });
  expect(open).toThrow('already exists');
  const again = new Database(stores.folder.marketFile);
  expect(again.pragma('user_version', { simple: true })).toBe(1);
  expect(again.prepare('SELECT count(*) FROM tick_cursors').pluck().get()).toBe(2);
  again.exec('DROP TABLE holes');
  again.close();
  stores.clock.advance(1000);
  using market = valueOf(open());
  expect(market.ticks.read({ symbol: 'XAUUSD', beforeUtcMs: endOfTimeUtcMs, limit: 9 })).toEqual(ticks);
});
