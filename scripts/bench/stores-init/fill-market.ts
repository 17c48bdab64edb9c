import { assert } from '#shared/base/assert.ts';
import { emptyBarColumns, type BarColumns } from '#shared/market/bar-columns.ts';
import { price } from '#shared/units/price.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { openStoresAt, realClocks } from '#main/wiring/open-stores.ts';

const symbols = ['XAUUSD', 'EURUSD', 'GBPUSD', 'USDJPY', 'US100', 'US500', 'XAGUSD', 'BTCUSD'];
const startUtcMs = Date.UTC(2015, 0, 1);
const batchLength = 10_000;

/** Fills the market store as years of a desk with eight symbols leave it: four rows of five are minutes, the fifth is a tick. */
export function fillMarket(folder: string, rows: number): void {
  const opened = openStoresAt(folder, createRecordingLogger().logger, realClocks());
  assert(opened.ok, () => JSON.stringify(opened));
  using stores = opened.value.stores;
  const { bars, ticks } = stores.market;
  const minutes = minutesOf(Math.floor((rows * 0.8) / symbols.length));
  const ticksEach = Math.floor((rows * 0.2) / symbols.length);
  for (const symbol of symbols) {
    const series = { symbol, timeframe: 'M1', source: 'import', anchor: 'hour' } as const;
    for (let from = 0; from < minutes.length; from += batchLength)
      bars.appendColumns(series, minutes, { from, to: Math.min(minutes.length, from + batchLength) });
    for (let from = 0; from < ticksEach; from += batchLength) {
      const batch = Array.from({ length: Math.min(batchLength, ticksEach - from) }, (_, index) => ({
        symbol,
        occurredAtUtcMs: utcMs(startUtcMs + (from + index) * 137),
        bid: price(2000 + (index % 500) / 100),
        ask: price(2000.2 + (index % 500) / 100),
      }));
      ticks.append({ symbol, ticks: batch, cursor: { stampMs: from, takenAtStamp: 1 }, isRewind: false });
    }
  }
}

function minutesOf(length: number): BarColumns {
  const columns = emptyBarColumns(length);
  columns.length = length;
  for (let index = 0; index < length; index++) {
    const open = 2000 + (index % 1000) / 100;
    columns.openTimeUtcMs[index] = startUtcMs + index * 60_000;
    columns.open[index] = open;
    columns.high[index] = open + 0.5;
    columns.low[index] = open - 0.5;
    columns.close[index] = open + 0.01;
    columns.tickVolume[index] = 50 + (index % 400);
    columns.spreadPoints[index] = 20;
  }
  return columns;
}
