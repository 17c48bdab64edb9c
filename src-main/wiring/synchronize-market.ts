import { brokerClock } from '#shared/time/broker-clock.ts';
import { endOfTimeUtcMs } from '#shared/units/utc-ms.ts';
import type { Bridge } from '#main/bridge/bridge.ts';
import type { Engine } from '#main/engine/engine.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { DataFolder } from '#main/stores/data-folder/data-folder.ts';
import { createSynchronizer, type Synchronizer } from '#main/sync/synchronizer.ts';
import { dataHealthOf } from './data-health-of.ts';
import type { Machine } from './machine.ts';
import type { Stores } from './open-stores.ts';
import { watchedSymbols, type Settings } from './settings.ts';
import { healthOfStores } from './store-health.ts';
import { tellWhenChanged } from './tell-when-changed.ts';
import { terminalProfileOf } from './terminal-profile-of.ts';
import type { MemoryInStep } from './wire-memory.ts';

/** The stores in step with the terminal. */
export interface MarketInStep extends Disposable {
  readonly synchronizer: Synchronizer;
}

/** Begins at once, and waits until a terminal is there whose account the engine took. */
export function synchronizeMarket({
  folder,
  stores,
  settings,
  machine,
  logger,
  bridge,
  engine,
  remembering: { memory, indicators },
}: {
  readonly folder: DataFolder;
  readonly stores: Stores;
  readonly settings: Settings;
  readonly machine: Machine;
  readonly logger: Logger;
  readonly bridge: Bridge;
  readonly engine: Engine;
  readonly remembering: Pick<MemoryInStep, 'memory' | 'indicators'>;
}): MarketInStep {
  using opening = new DisposableStack();
  const { ledger, market, marketClock } = stores;
  const { bars, ticks, sync, calendar } = market;
  const symbols = watchedSymbols(settings);
  const synchronizer = createSynchronizer({
    symbols,
    plan: settings.sync,
    brokerClock: brokerClock(terminalProfileOf(settings).clockRule),
    history: bridge.history,
    subscriptions: bridge,
    trades: { refresh: () => bridge.refresh(), deals: ledger.sync },
    stores: { bars, ticks, sync, calendar },
    storeHealth: () => healthOfStores(folder, stores),
    projections: memory.health,
    isConnected: () => engine.isConnected,
    knownInstruments: () =>
      symbols.flatMap((symbol) => ledger.trades.instrumentAt(symbol, endOfTimeUtcMs)?.instrument ?? []),
    barsChanged: (series, fromUtcMs) => {
      indicators.changed(series, fromUtcMs);
    },
    marketClock,
    ...machine,
    logger,
  });
  opening.defer(() => {
    synchronizer.dispose();
  });
  const tell = tellWhenChanged((health) => {
    engine.accept({ kind: 'dataHealthChanged', health });
  });
  opening.use(
    synchronizer.subscribe((health) => {
      tell(dataHealthOf(health));
    }),
  );
  const held = opening.move();
  return {
    synchronizer,
    [Symbol.dispose]: () => {
      held.dispose();
    },
  };
}
