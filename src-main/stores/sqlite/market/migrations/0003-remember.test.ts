import Database from 'better-sqlite3';
import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { assertDefined } from '#shared/base/assert.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import { endOfTimeUtcMs, utcMs } from '#shared/units/utc-ms.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { temporaryStores, valueOf, type TemporaryStores } from '../../../temporary-stores.suite.ts';
import { openForWriting } from '../../open-database.ts';
import { marketDefinition } from '../market-definition.ts';
import { openMarketStore, type MarketStore } from '../open-market-store.ts';
import { createMarket } from './0001-create-market.ts';
import { keepInStep } from './0002-keep-in-step.ts';

let stores: TemporaryStores;

beforeEach(() => {
  stores = temporaryStores();
  stores.clock.setMarket(null);
});

afterEach(() => {
  stores[Symbol.dispose]();
});

const bars = sampleBars({ count: 200, timeframe: 'H1' });
const hours: BarSeries = { symbol: 'XAUUSD', timeframe: 'H1', source: 'terminal', anchor: 'hour' };
const days: BarSeries = { ...hours, timeframe: 'D1', anchor: 'ny+7' };
const lastOpening = assertDefined(bars.at(-1), 'the last bar').openTimeUtcMs;

/** What the second version of the program left: bars of two series, indicators of one, what other stores were to hear, a release and a hole. */
function fillVersion2(): void {
  using db = valueOf(
    openForWriting({
      definition: { ...marketDefinition, migrations: [createMarket, keepInStep] },
      file: stores.folder.marketFile,
      backupsFolder: stores.folder.backupsFolder,
      context: stores.context,
    }),
  );
  db.transaction(() => {
    const addSeries = db.command('INSERT INTO bar_series VALUES (?, ?, ?, ?, ?, ?)');
    addSeries.run(1, hours.symbol, hours.timeframe, hours.source, hours.anchor, bars.length);
    addSeries.run(7, days.symbol, days.timeframe, days.source, days.anchor, 1);
    const addBar = db.command('INSERT INTO bars VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    const addIndicators = db.command('INSERT INTO technical_indicators VALUES (3, ?, ?)');
    db.command(`INSERT INTO indicator_sets VALUES (3, 1, 1, '["atr"]', ?)`).run(lastOpening);
    for (const { openTimeUtcMs, open, high, low, close, tickVolume, spreadPoints } of bars) {
      addBar.run(1, openTimeUtcMs, open, high, low, close, tickVolume, spreadPoints);
      addIndicators.run(openTimeUtcMs, new Uint8Array(8));
    }
    const { openTimeUtcMs, open, high, low, close } = assertDefined(bars[0], 'the first bar');
    addBar.run(7, openTimeUtcMs, open, high, low, close, null, null);
    const addToOutbox = db.command(
      'INSERT INTO outbox (topic, key, from_utc_ms, to_utc_ms, created_at_utc_ms) VALUES (?, ?, ?, ?, ?)',
    );
    addToOutbox.run('bars', '["XAUUSD","H1","terminal","hour"]', openTimeUtcMs, lastOpening + 1, sampleStartUtcMs);
    addToOutbox.run('calendar', 'terminal', openTimeUtcMs, lastOpening, sampleStartUtcMs);
    const addHole = db.command(`INSERT INTO holes VALUES (1, ?, ?, 'unexpected', 3, 1, 0)`);
    addHole.run(openTimeUtcMs - 9, openTimeUtcMs - 1);
    db.command(`INSERT INTO calendar_coverage VALUES ('terminal', 0, 5)`).run();
  });
}

const open = (): MarketStore =>
  valueOf(openMarketStore(stores.folder, { ...stores.context, marketClock: stores.clock.market }));

const look = <T>(read: (database: Database.Database) => T): T => {
  const database = new Database(stores.folder.marketFile, { readonly: true });
  try {
    return read(database);
  } finally {
    database.close();
  }
};

test('bars of version 2 are all there in version 3, behind a backup, and what follows from them is derived anew', () => {
  fillVersion2();
  using market = open();
  const everything = { beforeUtcMs: endOfTimeUtcMs, limit: 1000 };
  expect(market.bars.read({ series: hours, ...everything })).toEqual(bars);
  expect(market.bars.read({ series: days, ...everything })).toHaveLength(1);
  expect(market.sync.holeCounts(hours)).toEqual({ expected: 0, unexpected: 1, missingBars: 3 });
  for (const indicators of [1, 2]) expect(market.indicators.newest(hours, { indicators, states: 1 })).toBeNull();
  expect([market.outboxDepth(), market.vectorFeed.depth(0), market.graphFeed.depth(0)]).toEqual([0, 0, 0]);
  expect(readdirSync(stores.folder.backupsFolder)).toEqual(['market-v2-2024-01-02T00-00-00.000Z.db']);
});

test('what is brought forward can be gone on with: states are derived, and both feeds have a life of their own', () => {
  fillVersion2();
  using market = open();
  const state = { vector: Float32Array.of(1), knownAtUtcMs: utcMs(lastOpening + 3_600_000), regime: 'range' } as const;
  const version = { indicators: 2, states: 1 };
  market.indicators.save(hours, version, [{ openTimeUtcMs: lastOpening, values: { atr: 1 }, state }]);
  expect(market.indicators.newest(hours, version)).toBe(lastOpening);
  expect(market.vectorFeed.after(0, 9)).toMatchObject([{ revision: 1, kind: 'put', record: { symbol: 'XAUUSD' } }]);
  const epochs = [market.vectorFeed.epoch(), market.graphFeed.epoch()];
  expect(epochs).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), expect.stringMatching(/^[0-9a-f]{32}$/)]);
  expect(epochs[0]).not.toBe(epochs[1]);
});

test('references hold and are followed, and a file brought forward has the schema of a new one', () => {
  fillVersion2();
  open()[Symbol.dispose]();
  const schema = () =>
    look((database) => database.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all());
  const broughtForward = schema();
  expect(look((database) => [database.pragma('foreign_key_check'), database.pragma('integrity_check')])).toEqual([
    ...[[], [{ integrity_check: 'ok' }]],
  ]);
  stores[Symbol.dispose]();
  stores = temporaryStores();
  stores.clock.setMarket(null);
  using fresh = open();
  expect(schema()).toEqual(broughtForward);
  expect(fresh.bars.summaries()).toEqual([]);
});

test('a step that fails leaves version 2 as it was, and the next opening brings it forward', () => {
  fillVersion2();
  const change = (sql: string): void => {
    const database = new Database(stores.folder.marketFile);
    database.exec(sql);
    database.close();
  };
  change('CREATE TABLE texts (in_the_way INTEGER)');
  expect(open).toThrow('already exists');
  expect(
    look((database) => [
      database.pragma('user_version', { simple: true }),
      database.prepare('SELECT count(*) FROM technical_indicators').pluck().get(),
      database.prepare('SELECT count(*) FROM outbox').pluck().get(),
    ]),
  ).toEqual([2, 200, 2]);
  change('DROP TABLE texts');
  stores.clock.advance(1000);
  using market = open();
  expect(market.bars.read({ series: hours, beforeUtcMs: endOfTimeUtcMs, limit: 1000 })).toEqual(bars);
});
