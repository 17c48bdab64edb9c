import type { Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { ReplayControl } from '#main/ports/replay-control.ts';
import type { TradeGateway } from '#main/ports/trade-gateway.ts';
import { acquireDataFolderLock } from '#main/stores/data-folder/data-folder-lock.ts';
import { createDataFolder } from '#main/stores/data-folder/data-folder.ts';
import { askEngine } from './ask-engine.ts';
import { openLog } from './open-log.ts';
import { openStores } from './open-stores.ts';
import { readSettings } from './read-settings.ts';
import { wireEngine } from './wire-engine.ts';

export interface TradingStateWish {
  readonly kind: 'halt' | 'resume';
  readonly reason: string;
}

/** Asks the running engine; where none runs, takes the lock and writes the log itself, so that the next start finds it so. */
export async function changeTradingState(
  folder: string,
  { kind, reason }: TradingStateWish,
): Promise<Result<{ readonly wasRunning: boolean }, Fault>> {
  const asked = await askEngine(folder, async (client) => {
    await client.tradingState[kind]({ reason });
    return { wasRunning: true };
  });
  if (!asked.ok) return asked;
  return asked.value === null ? await changeAtRest(folder, { kind, reason }) : ok(asked.value);
}

async function changeAtRest(
  folderPath: string,
  { kind, reason }: TradingStateWish,
): Promise<Result<{ readonly wasRunning: boolean }, Fault>> {
  await using opening = new AsyncDisposableStack();
  const folder = createDataFolder(folderPath);
  if (!folder.ok) return folder;
  const lock = acquireDataFolderLock(folder.value);
  if (!lock.ok) return lock;
  opening.use(lock.value);
  const settings = readSettings({ folder: folderPath, environment: process.env, flags: {} });
  if (!settings.ok) return settings;
  const { logger } = opening.use(openLog(folder.value, 'cli'));
  const stores = openStores(folder.value, logger);
  if (!stores.ok) return stores;
  opening.use(stores.value);
  const engine = opening.use(
    wireEngine({
      stores: stores.value,
      settings: settings.value,
      logger,
      gateway: noGateway,
      replay: noReplay,
      onFailed: () => undefined,
      staysReducing: false,
    }),
  );
  engine.start();
  const done = await engine.command({ kind, reason }, 'cli');
  return done.ok ? ok({ wasRunning: false }) : done;
}

/** At rest nothing is connected, so nothing can leave. */
const noGateway: TradeGateway = { send: () => false, query: () => false };

const noReplay: ReplayControl = {
  hold: () => undefined,
  release: () => undefined,
  step: () => undefined,
  setSpeed: () => undefined,
};
