import type { Timeframe } from '#shared/market/timeframe.ts';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { SeriesKey } from './bar-feed.ts';

export interface BarKey extends SeriesKey {
  readonly openTimeUtcMs: number;
}

/** What the trader looks at. */
export interface Selection {
  /** Symbol and timeframe are null until chosen: the first scenario's own is shown then. */
  readonly symbol: string | null;
  readonly timeframe: Timeframe | null;
  /** The bar that is meant: clicked in a chart, or jumped to. Charts of its series point at it. */
  readonly bar: BarKey | null;
  /** A bar that the chart has yet to bring into sight. */
  readonly jump: BarKey | null;
  /** Who waits for a bar to be clicked; null while a click means nothing. */
  readonly onPick: ((bar: BarKey) => void) | null;
}

export const selection = createStore<Selection>(() => ({
  symbol: null,
  timeframe: null,
  bar: null,
  jump: null,
  onPick: null,
}));

export const useSelection = <T>(select: (selection: Selection) => T): T => useStore(selection, select);

export const selectSymbol = (symbol: string): void => selection.setState({ symbol });

export const selectTimeframe = (timeframe: Timeframe): void => selection.setState({ timeframe });

/** From now on a click on a bar in a chart is told, until the returned function is called. */
export function listenToPicks(onPick: (bar: BarKey) => void): () => void {
  selection.setState({ onPick });
  return () => selection.setState((now) => (now.onPick === onPick ? { onPick: null } : now));
}

/** A bar was clicked in a chart. */
export function pickBar(bar: BarKey): void {
  const { onPick } = selection.getState();
  if (onPick === null) return;
  selection.setState({ bar });
  onPick(bar);
}

/** Shows a bar in the chart, with its series. */
export const jumpToBar = (bar: BarKey): void =>
  selection.setState({ symbol: bar.symbol, timeframe: bar.timeframe, bar, jump: bar });

/** The chart shows the bar that it was to bring into sight. */
export const endJump = (jump: BarKey): void => selection.setState((now) => (now.jump === jump ? { jump: null } : now));
