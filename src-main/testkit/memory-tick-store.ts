import type { Tick } from '#shared/market/quote.ts';
import type { TickCursor, TickStore } from '#main/ports/tick-store.ts';

/** What a row is taken to weigh. */
export const memoryTickBytes = 32;

/** Ticks that a test keeps in memory. */
export function createMemoryTickStore(): TickStore {
  const kept = new Map<string, readonly Tick[]>();
  const cursors = new Map<string, TickCursor>();
  const ticksOf = (symbol: string): readonly Tick[] => kept.get(symbol) ?? [];
  return {
    append: ({ symbol, ticks, cursor, isRewind }) => {
      const from = ticks[0]?.occurredAtUtcMs ?? Infinity;
      const before = ticksOf(symbol).filter((tick) => !isRewind || tick.occurredAtUtcMs < from);
      kept.set(symbol, [...before, ...ticks]);
      cursors.set(symbol, cursor);
    },
    cursor: (symbol) => cursors.get(symbol) ?? null,
    fill: ({ symbol, fromUtcMs, toUtcMs, ticks }) => {
      const before = ticksOf(symbol).filter(({ occurredAtUtcMs }) => occurredAtUtcMs < fromUtcMs);
      const after = ticksOf(symbol).filter(({ occurredAtUtcMs }) => occurredAtUtcMs >= toUtcMs);
      kept.set(symbol, [...before, ...ticks, ...after]);
    },
    prune: ({ symbol, beforeUtcMs, limit }) => {
      const old = ticksOf(symbol).filter(({ occurredAtUtcMs }) => occurredAtUtcMs < beforeUtcMs).length;
      const deleted = Math.min(old, limit);
      kept.set(symbol, ticksOf(symbol).slice(deleted));
      return deleted;
    },
    summaries: () =>
      [...kept].map(([symbol, ticks]) => ({
        symbol,
        count: ticks.length,
        bytes: ticks.length * memoryTickBytes,
        firstUtcMs: ticks[0]?.occurredAtUtcMs ?? null,
        lastUtcMs: ticks.at(-1)?.occurredAtUtcMs ?? null,
      })),
    read: ({ symbol, beforeUtcMs, limit }) =>
      ticksOf(symbol)
        .filter(({ occurredAtUtcMs }) => occurredAtUtcMs < beforeUtcMs)
        .slice(-limit),
  };
}
