import { setImmediate as nextTurn } from 'node:timers/promises';
import { assert } from '#shared/base/assert.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import { hasRealBars, readRealBars } from '#main/testkit/real-bars.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import type { MemoryInStep } from '#main/wiring/wire-memory.ts';
import type { Stores } from '#main/wiring/open-stores.ts';

/** Before a bar has all that its state is made of. */
const warmUpBarsMax = 400;

const files = [
  { symbol: 'XAUUSD', file: 'XAUUSD_H1_2006_2019.csv.gz' },
  { symbol: 'EURUSD', file: 'EURUSD_H1_2007_2018.csv.gz' },
] as const;

export const areBarsReal = (): boolean => files.every(({ file }) => hasRealBars(file));

/** Stores hours of two symbols, half of them of each, and derives their states as the engine does. Real hours where there are any. */
export async function deriveStates(stores: Stores, { indicators }: MemoryInStep, states: number): Promise<void> {
  const barsOfEach = states / files.length + warmUpBarsMax;
  for (const [index, { symbol, file }] of files.entries()) {
    const series: BarSeries = { symbol, timeframe: 'H1', source: 'import', anchor: 'hour' };
    const bars = areBarsReal() ? readRealBars(file) : seededBars(index, barsOfEach);
    assert(bars.length >= barsOfEach, () => `${file} has ${bars.length} bars, and ${barsOfEach} are wanted`);
    stores.market.bars.append(series, bars.slice(-barsOfEach));
  }
  indicators.start();
  while (indicators.deriveNext()) await nextTurn();
}

const firstHourUtcMs = Date.UTC(2007, 0, 1);

const seededBars = (seed: number, count: number): readonly Bar[] =>
  sampleBars({ count, seed: seed + 1, timeframe: 'H1', startUtcMs: firstHourUtcMs, startPrice: 1000 });
