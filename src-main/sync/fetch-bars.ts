import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import type { Span } from '#shared/time/span.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { BarsRecorded, SeriesBars } from '#main/ports/bar-store.ts';
import { askHistory } from './ask-history.ts';
import { storeFault } from './fault-class.ts';
import { LongerBars, seriesBatch, terminalSeries, type TimeframeBar } from './longer-bars.ts';
import type { SyncContext } from './sync-context.ts';

export interface FetchedBars {
  readonly rows: number;
  /** Where the newest of them opened; null where the terminal has none there. */
  readonly newestUtcMs: UtcMs | null;
}

/**
 * Asks the terminal for the bars of a span and stores them page by page, minutes with the longer bars that each page closes. The span begins at a
 * broker's midnight; where it ends at one too, all that is built from it is whole. A span that was cut short is to be asked for again, whole.
 */
export async function fetchBars(
  { symbol, timeframe, span }: { readonly symbol: string; readonly timeframe: Timeframe; readonly span: Span },
  {
    context,
    onRecorded,
  }: {
    readonly context: SyncContext;
    readonly onRecorded: (recorded: BarsRecorded, rows: number) => void;
  },
): Promise<Result<FetchedBars, Fault>> {
  const { brokerClock: clock, history, stores, timers } = context;
  const longer = timeframe === 'M1' ? new LongerBars(clock) : null;
  let received = 0;
  let newest: UtcMs | null = null;

  const batchOf = (bars: readonly Bar[], built: readonly TimeframeBar[]): readonly SeriesBars[] =>
    longer === null
      ? [{ series: terminalSeries(symbol, timeframe, clock), bars }]
      : seriesBatch({ symbol, clock }, { minutes: bars, longer: built });

  const store = (bars: readonly Bar[]): Fault | null => {
    for (const { openTimeUtcMs } of bars) {
      const isAfter = openTimeUtcMs >= span.fromUtcMs && openTimeUtcMs > (newest ?? -1);
      if (!isAfter || openTimeUtcMs >= span.toUtcMs) return outOfOrder(symbol, timeframe, openTimeUtcMs);
      newest = openTimeUtcMs;
    }
    const built = longer === null ? [] : bars.flatMap((bar) => longer.add(bar));
    onRecorded(stores.bars.record(batchOf(bars, built), null), bars.length);
    received += bars.length;
    return null;
  };

  const answer = await askHistory<readonly Bar[]>({
    timers,
    request: (onPage) => {
      const { fromUtcMs, toUtcMs } = span;
      return history.bars({ symbol, timeframe, fromUtcMs, toUtcMs: utcMs(toUtcMs - 1) }, onPage);
    },
    store,
  });
  if (!answer.ok) return answer;
  if (answer.value !== received) return err(notWhole(symbol, timeframe, answer.value, received));
  try {
    const over = longer?.closeBefore(span.toUtcMs) ?? [];
    if (over.length > 0) onRecorded(stores.bars.record(batchOf([], over), null), 0);
    return ok({ rows: received, newestUtcMs: newest });
  } catch (error) {
    return err(storeFault(error));
  }
}

const outOfOrder = (symbol: string, timeframe: Timeframe, at: number): Fault =>
  fault(
    'HISTORY_INCOMPLETE',
    `The terminal’s answer about ${symbol} ${timeframe} is not in order, so it is asked again. What came before is kept.`,
    { symbol, timeframe, atUtcMs: at },
  );

const notWhole = (symbol: string, timeframe: Timeframe, sent: number, received: number): Fault =>
  fault(
    'HISTORY_INCOMPLETE',
    `Of ${sent} bars of ${symbol} ${timeframe} that the terminal sent ${received} came. They are kept, and it is asked again.`,
    { symbol, timeframe, sent, received },
  );
