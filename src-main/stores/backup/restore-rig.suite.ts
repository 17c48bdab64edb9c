import { cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { DataFolder } from '../data-folder/data-folder.ts';
import { acquireDataFolderLock } from '../data-folder/data-folder-lock.ts';
import { systemRng, temporaryStores, valueOf, type TemporaryStores } from '../temporary-stores.suite.ts';
import { openLedger } from '../sqlite/ledger/open-ledger.ts';
import { openMarketStore } from '../sqlite/market/open-market-store.ts';
import { finishRestore } from './finish-restore.ts';
import type { RestoreWish } from './restore-backup.ts';
import { writeBackup } from './write-backup.ts';

const minutes = { symbol: 'XAUUSD', timeframe: 'M1', source: 'terminal', anchor: 'utc' } as const;
const barsFromUtcMs = utcMs(sampleStartUtcMs - 86_400_000);

/** What a start finds: the reasons of the ledger's events, its tag, and how many bars the market has. */
export interface Found {
  readonly events: readonly string[];
  readonly installationTag: number;
  readonly bars: number;
}

export const restoreWish = (stores: TemporaryStores, from: string): RestoreWish => ({
  folder: stores.folder,
  from,
  nowUtcMs: stores.context.wallClock.nowUtcMs(),
  rng: systemRng,
  watch: { clock: stores.context.monotonicClock, logger: stores.context.logger },
});

/**
 * A data folder that was backed up and went on: the backup holds one event and ten bars, the folder two events and twenty bars, the newer event
 * still in a write-ahead log, as a killed engine leaves it. Answers the backup's folder.
 */
export async function backedUpAndGoneOn(stores: TemporaryStores): Promise<string> {
  const writing = temporaryStores(path.join(stores.folder.path, 'writing'));
  mkdirSync(writing.folder.path);
  using opened = new DisposableStack();
  const ledger = opened.use(valueOf(openLedger(writing.folder, writing.context)));
  const market = opened.use(
    valueOf(openMarketStore(writing.folder, { ...writing.context, marketClock: writing.clock.market })),
  );
  const stop = (reason: string) =>
    ledger.log.append([{ occurredAtUtcMs: sampleStartUtcMs, event: { kind: 'engineStopped', reason } }]);
  stop('before the backup');
  market.bars.append(minutes, sampleBars({ count: 10, startUtcMs: barsFromUtcMs }));
  const into = path.join(stores.folder.path, 'safe');
  const wish = { folder: writing.folder, into, keep: 10, nowUtcMs: sampleStartUtcMs, programVersion: '1.2.3' };
  const { folder } = valueOf(await writeBackup(wish, restoreWish(stores, into).watch));
  stop('after the backup');
  market.bars.append(minutes, sampleBars({ count: 20, startUtcMs: barsFromUtcMs }));
  for (const name of ['ledger.db', 'ledger.db-wal', 'market.db', 'market.db-wal'])
    cpSync(path.join(writing.folder.path, name), path.join(stores.folder.path, name));
  return folder;
}

/** Starts as the cockpit does: takes the lock, finishes what a restore began, and opens the stores. */
export function startOn(stores: TemporaryStores, folder: DataFolder = stores.folder): Found {
  using opened = new DisposableStack();
  opened.use(valueOf(acquireDataFolderLock(folder)));
  valueOf(finishRestore(folder));
  const ledger = opened.use(valueOf(openLedger(folder, stores.context)));
  const market = opened.use(valueOf(openMarketStore(folder, { ...stores.context, marketClock: stores.clock.market })));
  const events = [...ledger.log.readAfter(0)].map(({ event }) => (event.kind === 'engineStopped' ? event.reason : ''));
  const bars = market.bars.summaries().reduce((sum, { count }) => sum + count, 0);
  return { events, installationTag: ledger.orderIds.installationTag, bars };
}
