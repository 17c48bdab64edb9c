import { brokerClock } from '#shared/time/broker-clock.ts';
import { endOfTimeUtcMs } from '#shared/units/utc-ms.ts';
import type { Bridge } from '#main/bridge/bridge.ts';
import type { Engine } from '#main/engine/engine.ts';
import { IndicatorKeeper } from '#main/memory/indicator-keeper.ts';
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

/** The stores in step with the terminal, and the indicators in step with the stores. */
export interface MarketInStep extends Disposable {
  readonly synchronizer: Synchronizer;
  readonly indicators: IndicatorKeeper;
}

/** Begins at once; it waits until a terminal is there whose account the engine took. */
export function synchronizeMarket({
  folder,
  stores,
  settings,
  machine,
  logger,
  bridge,
  engine,
}: {
  readonly folder: DataFolder;
  readonly stores: Stores;
  readonly settings: Settings;
  readonly machine: Machine;
  readonly logger: Logger;
  readonly bridge: Bridge;
  readonly engine: Engine;
}): MarketInStep {
  using opening = new DisposableStack();
  const { ledger, market, marketClock } = stores;
  const { bars, ticks, sync, calendar, outbox } = market;
  const symbols = watchedSymbols(settings);
  const indicators = opening.use(
    new IndicatorKeeper({ bars, outbox, indicators: market.indicators, holes: sync, ...machine, logger }),
  );
  const synchronizer = createSynchronizer({
    symbols,
    plan: settings.sync,
    brokerClock: brokerClock(terminalProfileOf(settings).clockRule),
    history: bridge.history,
    subscriptions: bridge,
    trades: { refresh: () => bridge.refresh(), deals: ledger.sync },
    stores: { bars, ticks, sync, calendar },
    storeHealth: () => healthOfStores(folder, stores),
    projections: () => [],
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
  indicators.start();
  const held = opening.move();
  return {
    synchronizer,
    indicators,
    [Symbol.dispose]: () => {
      held.dispose();
    },
  };
}
