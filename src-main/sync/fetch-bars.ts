import { fault, type Fault } from '#shared/base/fault.ts';
import { err, type Result } from '#shared/base/result.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import type { Span } from '#shared/time/span.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { BarsRecorded, SeriesBars } from '#main/ports/bar-store.ts';
import type { SyncState } from '#main/ports/sync-store.ts';
import { askHistory } from './ask-history.ts';
import { storeFault } from './fault-class.ts';
import { LongerBars, seriesBatch, terminalSeries, type TimeframeBar } from './longer-bars.ts';
import type { SyncContext } from './sync-context.ts';

/**
 * Asks the terminal for the bars of a span and stores them page by page, minutes with the longer bars that each page closes. The span begins at a
 * broker's midnight; where it ends at one too, all that is built from it is whole. `stateAfter` is stored with the last of it: before that a
 * stream has not come so far, and a chunk that was cut short is asked for again, whole.
 */
export async function fetchBars(
  { symbol, timeframe, span }: { readonly symbol: string; readonly timeframe: Timeframe; readonly span: Span },
  {
    context,
    stateAfter,
    onRecorded,
  }: {
    readonly context: SyncContext;
    /** Asked when all of the answer is stored: what comes by itself meanwhile moves the stream too. */
    readonly stateAfter: () => SyncState;
    readonly onRecorded: (recorded: BarsRecorded, rows: number) => void;
  },
): Promise<Result<number, Fault>> {
  const { brokerClock: clock, history, stores, timers } = context;
  const longer = timeframe === 'M1' ? new LongerBars(clock) : null;
  let received = 0;
  let last = span.fromUtcMs - 1;

  const batchOf = (bars: readonly Bar[], built: readonly TimeframeBar[]): readonly SeriesBars[] =>
    longer === null
      ? [{ series: terminalSeries(symbol, timeframe, clock), bars }]
      : seriesBatch({ symbol, clock }, { minutes: bars, longer: built });

  const store = (bars: readonly Bar[]): Fault | null => {
    for (const { openTimeUtcMs } of bars) {
      if (openTimeUtcMs <= last || openTimeUtcMs >= span.toUtcMs) return outOfOrder(symbol, timeframe, openTimeUtcMs);
      last = openTimeUtcMs;
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
    if (over.length === 0) stores.sync.saveState(stateAfter());
    else onRecorded(stores.bars.record(batchOf([], over), stateAfter()), 0);
    return answer;
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
