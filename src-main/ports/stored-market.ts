import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { BarColumnReads, SeriesSummary } from './bar-store.ts';
import type { CalendarStore } from './calendar-store.ts';
import type { TickColumnReads } from './tick-store.ts';

/** What is stored of the market, for those who work through years of it: read-only, in slices, beside an engine that goes on writing. */
export interface StoredMarket extends BarColumnReads, TickColumnReads {
  readonly summaries: () => readonly SeriesSummary[];
  /** The one of several series of a symbol and timeframe that readers use; see `BarStore.chooseSeries`. SOURCE_AMBIGUOUS. */
  readonly chooseAmong: (series: readonly BarSeries[], source: string | null) => Result<BarSeries | null, Fault>;
  readonly calendar: Pick<CalendarStore, 'read' | 'coverage'>;
  /** As a terminal told it last; null where none has. */
  readonly instrument: (symbol: string) => ToldInstrument | null;
}

export interface ToldInstrument {
  readonly instrument: Instrument;
  readonly toldAtUtcMs: UtcMs;
}
