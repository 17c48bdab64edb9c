import { assert } from '#shared/base/assert.ts';
import { terminalSource, type BarSeries } from '#shared/market/bar-series.ts';
import type { Bar } from '#shared/market/bar.ts';
import { price } from '#shared/units/price.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { sampleEuro, sampleGold } from '#main/testkit/sample-instrument.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { openStoresAt, realClocks, type Stores } from '#main/wiring/open-stores.ts';
import { storyOf } from './told-stories.ts';

/** What came to be stored in all, in chapters: the first before any life, one more after each death of the engine. */
export const chaptersMax = 5;

const stories = 300;

interface Told {
  readonly series: BarSeries;
  readonly bars: readonly Bar[];
}

const told: readonly Told[] = [
  seriesOf('XAUUSD', 'H1', 1_500),
  seriesOf('XAUUSD', 'M15', 1_500),
  seriesOf('EURUSD', 'H1', 900),
];

function seriesOf(symbol: 'XAUUSD' | 'EURUSD', timeframe: 'M15' | 'H1', count: number): Told {
  const instrument = symbol === 'XAUUSD' ? sampleGold : sampleEuro;
  const bars = sampleBars({ count, timeframe, instrument, seed: symbol.length + count });
  return { series: { symbol, timeframe, source: terminalSource, anchor: 'hour' }, bars };
}

/**
 * Writes a chapter into the stores of a folder that nobody runs on: bars and events that a terminal and an engine would have told since the one before.
 * From the second on some bars of the past turn out otherwise than they were stored, and what was derived of them and of all behind them with it.
 */
export function writeChapter(folder: string, chapter: number): void {
  assert(chapter < chaptersMax, 'the past has so many chapters');
  using stores = storesAt(folder);
  for (const { series, bars } of told) {
    const [from, to] = shareOf(bars.length, chapter);
    const corrected = chapter === 0 ? [] : bars.slice(from - 40, from - 38).map(raisedIn(chapter));
    stores.market.bars.record([{ series, bars: [...corrected, ...bars.slice(from, to)] }], null);
  }
  const [from, to] = shareOf(stories, chapter);
  const events = Array.from({ length: to - from }, (_, index) => storyOf(from + index, sampleStartUtcMs));
  for (const story of events) stores.ledger.log.append(story);
}

/** What names the folder's copies on servers that it may share with others. */
export function ownerOf(folder: string): string {
  using stores = storesAt(folder);
  return stores.ledger.orderIds.installationTag.toString(36);
}

function storesAt(folder: string): Stores {
  const opened = openStoresAt(folder, createRecordingLogger().logger, realClocks());
  assert(opened.ok, () => JSON.stringify(opened));
  return opened.value.stores;
}

/** Half of all in the first chapter, the rest in equal parts. */
function shareOf(count: number, chapter: number): readonly [from: number, to: number] {
  const endOf = (it: number): number => Math.round(count * (0.5 + (0.5 * it) / (chaptersMax - 1)));
  return [chapter === 0 ? 0 : endOf(chapter - 1), endOf(chapter)];
}

const raisedIn =
  (chapter: number) =>
  (bar: Bar): Bar => ({ ...bar, high: price(bar.high * (1 + 0.001 * chapter)) });
