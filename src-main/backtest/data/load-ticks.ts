import type { RunNote } from '#shared/contract/backtest.ts';
import { emptyTickColumns, type TickColumns } from '#shared/market/tick-columns.ts';
import type { StoredMarket } from '#main/ports/stored-market.ts';
import type { TickSpan } from '#main/ports/tick-store.ts';
import { RunCancelled } from '../run-cancelled.ts';
import type { LoadWatch } from './load-stretch.ts';

export interface LoadedTicks {
  readonly ticks: TickColumns;
  readonly notes: readonly RunNote[];
}

/** A read at a time: some ten thousand ticks, and no minute is ever cut. */
const sliceMs = 3_600_000;

/**
 * The ticks of a span, hour by hour and newest first, as long as no more than `ticksMax` are loaded: the older ones are left out, with a note. Throws
 * RunCancelled.
 */
export async function loadTicks(
  market: Pick<StoredMarket, 'readTicks'>,
  wish: {
    readonly symbol: string;
    readonly span: TickSpan;
    readonly fromUtcMs: number;
    readonly toUtcMs: number;
    readonly ticksMax: number;
  },
  { onRows, isCancelled, nextTurn }: LoadWatch,
): Promise<LoadedTicks> {
  const { symbol, ticksMax } = wish;
  const { source, firstUtcMs, lastUtcMs } = wish.span;
  const fromUtcMs = Math.max(wish.fromUtcMs, firstUtcMs);
  const newestFirst: TickColumns[] = [];
  let loaded = 0;
  let toUtcMs = Math.min(wish.toUtcMs, lastUtcMs + 1);
  while (toUtcMs > fromUtcMs) {
    if (isCancelled?.() === true) throw new RunCancelled();
    const hourUtcMs = Math.max(fromUtcMs, Math.floor((toUtcMs - 1) / sliceMs) * sliceMs);
    const slice = market.readTicks({ symbol, source, fromUtcMs: hourUtcMs, toUtcMs });
    const count = slice.bid.length;
    if (loaded + count > ticksMax) {
      return { ticks: joined(newestFirst, loaded), notes: [leftOutNote(symbol, toUtcMs, ticksMax)] };
    }
    toUtcMs = hourUtcMs;
    newestFirst.push(slice);
    loaded += count;
    if (count > 0) onRows?.(symbol, count);
    await nextTurn();
  }
  return { ticks: joined(newestFirst, loaded), notes: [] };
}

function joined(newestFirst: readonly TickColumns[], length: number): TickColumns {
  const all = emptyTickColumns(length);
  let end = length;
  for (const slice of newestFirst) {
    const at = end - slice.bid.length;
    all.occurredAtUtcMs.set(slice.occurredAtUtcMs, at);
    all.bid.set(slice.bid, at);
    all.ask.set(slice.ask, at);
    end = at;
  }
  return all;
}

const leftOutNote = (symbol: string, beforeUtcMs: number, ticksMax: number): RunNote => ({
  code: 'TICKS_LEFT_OUT',
  symbol,
  message:
    `Ticks of ${symbol} before ${new Date(beforeUtcMs).toISOString().slice(0, 16)} UTC are left out, bars stand in: a run loads ` +
    `${ticksMax.toLocaleString('en-US')} of a symbol at most. A shorter range reaches them.`,
});
