import type { CockpitBatch } from '#shared/contract/cockpit-snapshot.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';

/** `restarted`: bars may have been missed, so whoever keeps some must ask for them again. */
export type BarNews = { readonly kind: 'bars'; readonly bars: readonly LiveBar[] } | { readonly kind: 'restarted' };

export interface LiveBar {
  readonly bar: Bar;
  readonly isClosed: boolean;
}

export interface SeriesKey {
  readonly symbol: string;
  readonly timeframe: Timeframe;
}

type Listener = (news: BarNews) => void;

/**
 * Hands live bars to the charts. They are a stream, not state: the replica does not keep them, since a chart holds its own window of bars
 * and copying thousands of them at every update would cost more than all else.
 */
export interface BarFeed {
  readonly listen: (series: SeriesKey, listener: Listener) => () => void;
  readonly pass: (batch: CockpitBatch) => void;
}

export function barFeed(): BarFeed {
  const listeners = new Map<string, Set<Listener>>();
  const tell = (key: string, news: BarNews): void => listeners.get(key)?.forEach((listener) => listener(news));
  return {
    listen: (series, listener) => {
      const key = keyOf(series);
      const there = listeners.get(key) ?? new Set<Listener>();
      listeners.set(key, there.add(listener));
      return () => void there.delete(listener);
    },
    pass: (batch) => {
      if (batch.kind === 'snapshot') {
        for (const key of listeners.keys()) tell(key, { kind: 'restarted' });
        return;
      }
      for (const [key, bars] of barsBySeries(batch)) tell(key, { kind: 'bars', bars });
    },
  };
}

function barsBySeries(batch: Extract<CockpitBatch, { kind: 'deltas' }>): ReadonlyMap<string, readonly LiveBar[]> {
  const bySeries = new Map<string, LiveBar[]>();
  for (const delta of batch.deltas) {
    if (delta.kind !== 'barFormed' && delta.kind !== 'barClosed') continue;
    const key = keyOf(delta);
    const bars = bySeries.get(key) ?? [];
    bars.push({ bar: delta.bar, isClosed: delta.kind === 'barClosed' });
    bySeries.set(key, bars);
  }
  return bySeries;
}

const keyOf = ({ symbol, timeframe }: SeriesKey): string => `${symbol}|${timeframe}`;
