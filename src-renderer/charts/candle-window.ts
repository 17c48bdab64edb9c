import type { Bar } from '#shared/market/bar.ts';
import type { LiveBar } from '../stream/bar-feed.ts';

/** A chart pays at every update for the bars it holds: past this many it no longer draws at 60 frames a second. */
export const barsMax = 20_000;
/** Trimmed in one go, so that a full window does not rebuild the chart at every new bar. */
const trimStep = 2000;

/**
 * The stretch of a series that a chart holds, oldest first, without gaps between pages. `reachesLive`: its last bar is the newest there
 * is, so that live bars can follow; it does not once scrolling into history has pushed the newest ones out.
 */
export interface CandleWindow {
  readonly bars: readonly Bar[];
  readonly reachesLive: boolean;
  readonly hasOlder: boolean;
}

export const emptyWindow: CandleWindow = { bars: [], reachesLive: true, hasOlder: true };

/** `barsWanted` is what was asked for: a page that is not full is the oldest there is. */
export interface Page {
  readonly bars: readonly Bar[];
  readonly barsWanted: number;
}

/** A window of the newest page. A bar that was still forming has no page and comes with the next live one. */
export const newestWindow = ({ bars, barsWanted }: Page): CandleWindow => ({
  bars,
  reachesLive: true,
  hasOlder: bars.length === barsWanted,
});

/** The window of a page of the past: whether newer bars follow on it is not known, so none are appended. */
export const pastWindow = (page: Page): CandleWindow => ({ ...newestWindow(page), reachesLive: false });

/** Whether the bar that holds a moment, if there is one, is among those of the window. */
export function holdsMoment({ bars, reachesLive }: CandleWindow, atUtcMs: number): boolean {
  const [oldest, newest] = [bars[0], bars.at(-1)];
  if (oldest === undefined || newest === undefined) return false;
  return oldest.openTimeUtcMs <= atUtcMs && (reachesLive || atUtcMs <= newest.openTimeUtcMs);
}

/** Puts older bars in front; beyond the bound the newest are let go. */
export function withOlder(window: CandleWindow, { bars, barsWanted }: Page): CandleWindow {
  const first = window.bars[0]?.openTimeUtcMs ?? Infinity;
  const older = bars.filter((bar) => bar.openTimeUtcMs < first);
  const joined = [...older, ...window.bars];
  return {
    bars: joined.slice(0, barsMax),
    reachesLive: window.reachesLive && joined.length <= barsMax,
    hasOlder: older.length > 0 && bars.length === barsWanted,
  };
}

/** Appends live bars, each replacing the one of its opening; beyond the bound the oldest are let go. Older ones than the last are stale. */
export function withLive(window: CandleWindow, news: readonly LiveBar[]): CandleWindow {
  if (!window.reachesLive) return window;
  const bars = [...window.bars];
  for (const { bar } of news) {
    const last = bars.at(-1)?.openTimeUtcMs ?? -Infinity;
    if (bar.openTimeUtcMs === last) bars[bars.length - 1] = bar;
    else if (bar.openTimeUtcMs > last) bars.push(bar);
  }
  if (bars.length <= barsMax) return { ...window, bars };
  return { ...window, bars: bars.slice(bars.length - barsMax + trimStep), hasOlder: true };
}

/** The index of the bar that holds a moment: the last that opened at or before it, −1 before the first. */
export function barIndexAt(bars: readonly Bar[], atUtcMs: number): number {
  let [low, high] = [0, bars.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((bars[middle]?.openTimeUtcMs ?? Infinity) <= atUtcMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
