import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fault } from '#shared/base/fault.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { SyncState } from '#main/ports/sync-store.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { sampleHole, sampleSyncLog } from '#main/testkit/sample-sync-health.ts';
import { dataFolderAt } from '#main/stores/data-folder/data-folder.ts';
import { openMarketStore } from '#main/stores/sqlite/market/open-market-store.ts';
import { temporaryStores, valueOf } from '#main/stores/temporary-stores.suite.ts';
import { readStored } from './read-stored.ts';
import { temporaryDataFolder, whileCockpitRuns } from './while-cockpit-runs.suite.ts';

const minutes: BarSeries = { symbol: 'XAUUSD', timeframe: 'M1', source: 'terminal', anchor: 'hour' };
const bars = sampleBars({ count: 100 });
const first = bars[0]?.openTimeUtcMs ?? utcMs(0);
const last = bars.at(-1)?.openTimeUtcMs ?? utcMs(0);
const state: SyncState = {
  kind: 'bars',
  symbol: 'XAUUSD',
  timeframe: 'M1',
  backfilledFromUtcMs: first,
  wantedFromUtcMs: utcMs(first - (last - first)),
  cursorUtcMs: last,
  corrections: 3,
  lastFault: fault('SYNC_TIMEOUT', 'no answer'),
  changedAtUtcMs: last,
};

test('without an engine the stores themselves say what they hold and how far it is', async () => {
  using stores = temporaryStores();
  {
    using market = valueOf(openMarketStore(stores.folder, { ...stores.context, marketClock: stores.clock.market }));
    market.bars.record([{ series: minutes, bars }], state);
    market.bars.append({ ...minutes, source: 'import' }, bars.slice(0, 10));
    market.sync.saveState({ ...state, symbol: 'GOLD', lastFault: fault('SYMBOL_UNKNOWN', 'no GOLD') });
    market.sync.replaceHoles(minutes, { fromUtcMs: utcMs(0), toUtcMs: last }, [sampleHole({ missingBars: 7 })]);
    market.sync.log(sampleSyncLog());
  }
  const { sync, series } = await readStored(stores.folder.path);
  expect(series.map(({ series: { source }, count }) => [source, count])).toEqual([
    ['import', 10],
    ['terminal', 100],
  ]);
  expect(sync.streams).toMatchObject([
    {
      symbol: 'XAUUSD',
      timeframe: 'M1',
      phase: 'idle',
      stored: 100,
      firstUtcMs: first,
      lastUtcMs: last,
      lagMs: null,
      corrections: 3,
      backfill: { fromUtcMs: state.wantedFromUtcMs, toUtcMs: first, doneRatio: 0.5 },
      holes: { expected: 0, unexpected: 1, missingBars: 7 },
      fault: { code: 'SYNC_TIMEOUT' },
    },
    { symbol: 'GOLD', stored: 0, fault: { code: 'SYMBOL_UNKNOWN' } },
  ]);
  expect(sync.logs).toEqual([sampleSyncLog()]);
  expect(sync.stores).toMatchObject([
    { name: 'ledger', sizeBytes: 0 },
    { name: 'market', level: 'ok' },
  ]);
});

test('a store that cannot be read is told with its fault', async () => {
  using temporary = temporaryDataFolder();
  await whileCockpitRuns(temporary, async () => {
    expect((await readStored(temporary.path)).sync.stores).toMatchObject([{ level: 'ok' }, { level: 'ok' }]);
  });
  writeFileSync(dataFolderAt(temporary.path).marketFile, 'shopping list');
  const { sync } = await readStored(temporary.path);
  expect(sync.stores).toMatchObject([
    { name: 'ledger', level: 'ok', fault: null },
    { name: 'market', level: 'fault', fault: { code: 'STORE_UNREADABLE' } },
  ]);
});

test('what follows from the stores and was not derived yet is told as still to come', async () => {
  using stores = temporaryStores();
  {
    using market = valueOf(openMarketStore(stores.folder, { ...stores.context, marketClock: stores.clock.market }));
    market.bars.append({ ...minutes, timeframe: 'H1' }, sampleBars({ count: 3, timeframe: 'H1' }));
    market.projections.addDeadLetter({
      ...{ projection: 'graph', target: 'bolt', key: 'deal:1', attempts: 1, diedAtUtcMs: first },
      fault: fault('GRAPH_REFUSED', 'no'),
    });
  }
  expect((await readStored(stores.folder.path)).sync.projections).toMatchObject([
    { name: 'vectors', adapter: 'exact', wanted: 'exact', depth: 1, deadLetters: 0 },
    { name: 'graph', adapter: 'embedded', wanted: 'embedded', depth: 0, deadLetters: 1 },
  ]);
});

test('an empty folder holds nothing', async () => {
  using temporary = temporaryDataFolder();
  expect((await readStored(temporary.path)).sync).toEqual({
    streams: [],
    stores: [],
    projections: [],
    logs: [],
    circuit: 'closed',
    isHistoryConnected: false,
  });
});
