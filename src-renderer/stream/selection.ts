import type { Timeframe } from '#shared/market/timeframe.ts';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** What the trader looks at. Null until a symbol was chosen: the first scenario's own is shown then. */
export interface Selection {
  readonly symbol: string | null;
  readonly timeframe: Timeframe | null;
}

export const selection = createStore<Selection>(() => ({ symbol: null, timeframe: null }));

export const useSelection = (): Selection => useStore(selection);

export const selectSymbol = (symbol: string): void => selection.setState({ symbol });

export const selectTimeframe = (timeframe: Timeframe): void => selection.setState({ timeframe });
