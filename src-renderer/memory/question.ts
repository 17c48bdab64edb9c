import type { SimilarStatesWish, SimilarTradesWish } from '#shared/contract/memory.ts';
import { hasStates } from '#shared/market/derived-timeframes.ts';
import { timeframeDurationMs } from '#shared/market/timeframe.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { SeriesKey } from '../stream/bar-feed.ts';

/** What the trader asks of memory: which bar, as of when, among what, and how many. */
export interface Question extends SeriesKey {
  /** Null: the newest bar that has closed. */
  readonly openTimeUtcMs: number | null;
  readonly asOf: 'now' | 'bar';
  readonly among: 'all' | 'own';
  readonly k: number;
}

/** The series of a chart as far as there are states of its timeframe, else by the hour. */
export const questionOf = ({ symbol, timeframe }: SeriesKey): Question => ({
  symbol,
  timeframe: hasStates(timeframe) ? timeframe : 'H1',
  openTimeUtcMs: null,
  asOf: 'now',
  among: 'all',
  k: 10,
});

export interface Wishes {
  readonly states: SimilarStatesWish;
  readonly trades: SimilarTradesWish;
}

/** Bars of one afternoon are one situation: neighbours of a symbol lie at least so far apart. */
const barsApart = 24;

/** `nowUtcMs` is the market's time, by which the newest bar is meant; null while there is none. A bar is known from its close on. */
export function wishesOf(
  { symbol, timeframe, openTimeUtcMs, asOf, among, k }: Question,
  nowUtcMs: number | null,
): Wishes {
  const atUtcMs = utcMs(openTimeUtcMs === null ? (nowUtcMs ?? 0) : openTimeUtcMs + timeframeDurationMs(timeframe));
  const wish = {
    state: { kind: 'moment', symbol, timeframe, atUtcMs },
    asOfUtcMs: asOf === 'now' ? null : atUtcMs,
    k,
    symbols: among === 'all' ? null : [symbol],
  } as const;
  return { states: { ...wish, fromUtcMs: null, barsApart }, trades: { ...wish, owner: null } };
}
