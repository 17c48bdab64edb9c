import { assertNever } from '#shared/base/assert.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import type { Tick } from '#shared/market/quote.ts';
import { price } from '#shared/units/price.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { BarStore } from '#main/ports/bar-store.ts';
import type { CalendarStore } from '#main/ports/calendar-store.ts';
import type { ReportStore } from '#main/ports/report-store.ts';
import type { TickStore } from '#main/ports/tick-store.ts';
import type { TickColumns } from './collect-ticks.ts';
import { withBars, type ImportTally } from './import-tally.ts';
import type { ReadFile } from './read-file.ts';
import type { ReadBars } from './read-bars.ts';
import type { ReadTicks } from './read-ticks.ts';
import type { ReadCalendar, ReadReport } from './read-whole.ts';

/** Where what files hold is kept. */
export interface ImportStores {
  readonly bars: Pick<BarStore, 'appendColumns'>;
  readonly ticks: Pick<TickStore, 'fill'>;
  readonly calendar: Pick<CalendarStore, 'record'>;
  readonly reports: Pick<ReportStore, 'save'>;
}

/** The records of a file in the order in which they are stored, slice by slice. To store a slice twice is to store it once. */
export interface StoragePlan {
  readonly records: number;
  /** Where a slice that should end at an index may end, at or behind it. */
  readonly endAt: (wanted: number) => number;
  readonly store: (from: number, to: number, tally: ImportTally) => ImportTally;
}

export interface ImportedAs {
  readonly symbol: string | null;
  readonly source: string;
  readonly fileName: string;
  readonly contentHash: string;
  readonly importedAtUtcMs: UtcMs;
}

/** How the records of a file get into the stores. */
export function storagePlan(stores: ImportStores, file: ReadFile, as: ImportedAs): StoragePlan {
  switch (file.yields) {
    case 'bars':
      return barsPlan(stores, file, seriesOf(file, as));
    case 'ticks':
      return ticksPlan(stores, file, as);
    case 'calendar':
      return calendarPlan(stores, file, as);
    case 'report':
      return reportPlan(stores, file, as);
    default:
      return assertNever(file, 'what a file yields');
  }
}

export const seriesOf = (
  { timeframe, anchor }: ReadBars,
  { symbol, source }: Pick<ImportedAs, 'symbol' | 'source'>,
): BarSeries => ({ symbol: symbol ?? '', timeframe, anchor, source });

const anywhere = (wanted: number): number => wanted;

const barsPlan = ({ bars }: ImportStores, { columns }: ReadBars, series: BarSeries): StoragePlan => ({
  records: columns.length,
  endAt: anywhere,
  store: (from, to, tally) => withBars(tally, bars.appendColumns(series, columns, { from, to })),
});

/** Ticks of one millisecond are stored together, and a slice reaches until the next one begins: what this source had there before is replaced. */
function ticksPlan({ ticks }: ImportStores, { columns }: ReadTicks, { symbol, source }: ImportedAs): StoragePlan {
  const { length, occurredAtUtcMs } = columns;
  const timeAt = (index: number): UtcMs => utcMs(occurredAtUtcMs[index] ?? Number.NaN);
  const endAt = (wanted: number): number => {
    let end = wanted;
    while (end < length && occurredAtUtcMs[end] === occurredAtUtcMs[end - 1]) end += 1;
    return end;
  };
  return {
    records: length,
    endAt,
    store: (from, to, tally) => {
      const toUtcMs = to < length ? timeAt(to) : utcMs(timeAt(length - 1) + 1);
      const slice = ticksBetween(columns, symbol ?? '', from, to);
      ticks.fill({ symbol: symbol ?? '', source, fromUtcMs: timeAt(from), toUtcMs, ticks: slice });
      return { ...tally, inserted: tally.inserted + slice.length };
    },
  };
}

const ticksBetween = (columns: TickColumns, symbol: string, from: number, to: number): readonly Tick[] =>
  Array.from({ length: to - from }, (_, index) => ({
    symbol,
    occurredAtUtcMs: utcMs(columns.occurredAtUtcMs[from + index] ?? Number.NaN),
    bid: price(columns.bid[from + index] ?? Number.NaN),
    ask: price(columns.ask[from + index] ?? Number.NaN),
  }));

const calendarPlan = ({ calendar }: ImportStores, { spans }: ReadCalendar, { source }: ImportedAs): StoragePlan => ({
  records: spans.length,
  endAt: anywhere,
  store: (from, to, tally) =>
    spans.slice(from, to).reduce((sum, span) => {
      const { inserted, corrected, removed } = calendar.record({ ...span, source });
      return {
        ...sum,
        inserted: sum.inserted + inserted,
        corrected: sum.corrected + corrected,
        removed: sum.removed + removed,
      };
    }, tally),
});

/** The report lies in another file than the ledger of imports: it is saved first, and once only, so a kill in between costs nothing. */
const reportPlan = ({ reports }: ImportStores, { report }: ReadReport, as: ImportedAs): StoragePlan => ({
  records: 1,
  endAt: anywhere,
  store: (_from, _to, tally) => {
    const { contentHash: fileHash, fileName, importedAtUtcMs } = as;
    const isNew = reports.save({ fileHash, fileName, importedAtUtcMs, report });
    return isNew ? { ...tally, inserted: 1 } : { ...tally, duplicates: 1 };
  },
});
