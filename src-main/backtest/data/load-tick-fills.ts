import type { RunNote } from '#shared/contract/backtest.ts';
import { numberAt as at } from '#main/features/columns.ts';
import type { StoredMarket } from '#main/ports/stored-market.ts';
import { chooseTicks } from './choose-ticks.ts';
import { fillByTicks, type FillColumns, type FilledByTicks } from './fill-by-ticks.ts';
import type { LoadWatch } from './load-stretch.ts';
import { loadTicks } from './load-ticks.ts';

export interface TickFills extends FilledByTicks {
  /** Of the ticks. */
  readonly source: string;
  readonly notes: readonly RunNote[];
}

/** The fills of bars with stored ticks in the place of those that they cover, and what is to be said of the ticks. Throws RunCancelled. */
export async function loadTickFills(
  market: Pick<StoredMarket, 'tickSpans' | 'readTicks'>,
  wish: {
    readonly symbol: string;
    /** That the run was wished on; null: as `chooseTicks` says. */
    readonly source: string | null;
    readonly barSource: string;
    readonly barFills: FillColumns;
    readonly ticksMax: number;
  },
  watch: LoadWatch,
): Promise<TickFills> {
  const { symbol, source, barSource, barFills, ticksMax } = wish;
  const bare = { fills: barFills, ticksOfBar: new Uint32Array(barFills.length), source: barSource };
  const { span, notes } = chooseTicks(market, { symbol, source, barSource });
  if (span === null) return { ...bare, notes };
  const within = {
    fromUtcMs: at(barFills.openTimeUtcMs, 0),
    toUtcMs: at(barFills.closeTimeUtcMs, barFills.length - 1),
  };
  const loaded = await loadTicks(market, { symbol, span, ...within, ticksMax }, watch);
  const filled = fillByTicks(barFills, loaded.ticks);
  const isUsed = filled.fills !== barFills;
  return { ...filled, source: span.source, notes: [...(isUsed ? notes : []), ...loaded.notes] };
}
