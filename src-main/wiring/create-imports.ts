import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { endOfTimeUtcMs } from '#shared/units/utc-ms.ts';
import { importRunner, type ImportParts } from '#main/importers/import-runner.ts';
import type { Imports } from '#main/ports/imports.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { Machine } from './machine.ts';
import type { Stores } from './open-stores.ts';
import { readInWorker } from './read-in-worker.ts';

/** A checkpoint that locks the store is over within some of these. */
const restMs = 100;

/** Imports into the stores of whoever writes them: the engine, or the command line where no engine runs. */
export function createImports(parts: {
  readonly stores: Stores;
  readonly machine: Machine;
  readonly logger: Logger;
  readonly onBarsStored: ImportParts['onBarsStored'];
}): Imports {
  const { stores, machine, logger, onBarsStored } = parts;
  const { market, ledger } = stores;
  const { wallClock, monotonicClock } = machine;
  return importRunner({
    stores: { bars: market.bars, ticks: market.ticks, calendar: market.calendar, reports: ledger.reports },
    ledger: market.imports,
    readFile: readInWorker(),
    ...{ wallClock, monotonicClock, logger, onBarsStored },
    nextTurn: () => nextTurn(),
    rest: () => sleep(restMs),
    knownPrices: (symbol) => ({
      point: ledger.trades.instrumentAt(symbol, endOfTimeUtcMs)?.instrument.point ?? null,
      referencePrice: lastPriceOf(market, symbol),
    }),
  });
}

/** What the terminal told last of a symbol, or null. */
const lastPriceOf = ({ ticks }: Stores['market'], symbol: string): number | null =>
  ticks.read({ symbol, beforeUtcMs: endOfTimeUtcMs, limit: 1 })[0]?.bid ?? null;
