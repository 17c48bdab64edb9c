import { ok } from '#shared/base/result.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import type { CalendarEvent } from '#shared/market/calendar-event.ts';
import type { Tick } from '#shared/market/quote.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { StoredMarket, ToldInstrument } from '#main/ports/stored-market.ts';

export interface StoredSample {
  readonly series: readonly { readonly series: BarSeries; readonly bars: readonly Bar[] }[];
  /** By source, oldest first. */
  readonly ticks?: Readonly<Record<string, readonly Tick[]>>;
  readonly instruments?: readonly ToldInstrument[];
  readonly calendars?: readonly {
    readonly source: string;
    readonly fromUtcMs: UtcMs;
    readonly toUtcMs: UtcMs;
    readonly events: readonly CalendarEvent[];
  }[];
}

/** A stored market of a test, in memory. Of several series of a timeframe the first of the wished source is chosen. */
export function memoryStoredMarket({
  series,
  ticks = {},
  instruments = [],
  calendars = [],
}: StoredSample): StoredMarket {
  return {
    summaries: () =>
      series.flatMap(({ series: of, bars }) => {
        const [first, last] = [bars[0], bars.at(-1)];
        if (first === undefined || last === undefined) return [];
        return [{ series: of, count: bars.length, firstUtcMs: first.openTimeUtcMs, lastUtcMs: last.openTimeUtcMs }];
      }),
    chooseAmong: (among, source) => ok(among.find((it) => source === null || it.source === source) ?? null),
    readColumns: (span, into, at) => {
      const bars = series.find((it) => it.series === span.series)?.bars ?? [];
      const wanted = bars.filter(
        ({ openTimeUtcMs }) => openTimeUtcMs >= span.fromUtcMs && openTimeUtcMs < span.toUtcMs,
      );
      const read = wanted.slice(0, Math.min(span.limit, into.open.length - at));
      read.forEach((bar, index) => {
        for (const name of ['openTimeUtcMs', 'open', 'high', 'low', 'close'] as const)
          into[name][at + index] = bar[name];
        into.tickVolume[at + index] = bar.tickVolume ?? NaN;
        into.spreadPoints[at + index] = bar.spreadPoints ?? NaN;
      });
      return read.length;
    },
    tickSpans: (symbol) =>
      Object.entries(ticks).flatMap(([source, all]) => {
        const own = all.filter((tick) => tick.symbol === symbol);
        const [first, last] = [own[0], own.at(-1)];
        if (first === undefined || last === undefined) return [];
        return [{ source, firstUtcMs: first.occurredAtUtcMs, lastUtcMs: last.occurredAtUtcMs }];
      }),
    readTicks: ({ symbol, source, fromUtcMs, toUtcMs }) => {
      const read = (ticks[source] ?? []).filter(
        (tick) => tick.symbol === symbol && tick.occurredAtUtcMs >= fromUtcMs && tick.occurredAtUtcMs < toUtcMs,
      );
      const column = (name: 'occurredAtUtcMs' | 'bid' | 'ask'): Float64Array =>
        Float64Array.from(read, (tick) => tick[name]);
      return { occurredAtUtcMs: column('occurredAtUtcMs'), bid: column('bid'), ask: column('ask') };
    },
    calendar: {
      coverage: () => calendars.map(({ source, fromUtcMs, toUtcMs }) => ({ source, fromUtcMs, toUtcMs })),
      read: ({ fromUtcMs, toUtcMs, currencies }) => {
        const covering = calendars.find((it) => it.fromUtcMs <= fromUtcMs && it.toUtcMs >= toUtcMs);
        const events = covering?.events.filter(
          ({ releaseUtcMs, currency }) =>
            releaseUtcMs >= fromUtcMs && releaseUtcMs < toUtcMs && (currencies?.includes(currency) ?? true),
        );
        return events ?? null;
      },
    },
    instrument: (symbol) => instruments.find(({ instrument }) => instrument.symbol === symbol) ?? null,
  };
}
