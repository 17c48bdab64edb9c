import type { Timeframe } from '#shared/market/timeframe.ts';
import { timeframeDurationMs } from '#shared/market/timeframe.ts';
import { barOpening, nextBarOpening } from '#shared/time/bar-opening.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { numberAt as at } from '#main/features/columns.ts';
import { emptyColumns, rowsOf, type Stretch } from './stretch.ts';

/**
 * Bars of a timeframe out of finer ones, as the cockpit builds them live: cut on the broker's wall clock, volumes added up (unknown where one is),
 * the spread the last known one. A first bar whose beginning is not there is left out, and so is one that had not closed when the rows end. Rows of
 * the timeframe itself pass as they are. Linear.
 */
export function buildBars(
  rows: Stretch,
  { timeframe, clock }: { readonly timeframe: Timeframe; readonly clock: BrokerClock },
): Stretch {
  const [only, another] = rows.series;
  if (another === undefined && only?.timeframe === timeframe) return rows;
  const lengthMs = timeframeDurationMs(timeframe);
  const columns = emptyColumns(barsMax(rows, lengthMs));
  const { openTimeUtcMs, closeTimeUtcMs, open, high, low, close, tickVolume, spread } = columns;
  let bar = -1;
  let barCloses = -Infinity;
  for (let row = 0; row < rows.length; row++) {
    const opens = at(rows.openTimeUtcMs, row);
    if (opens >= barCloses) {
      const barOpens = barOpening(utcMs(opens), lengthMs, clock);
      barCloses = nextBarOpening(barOpens, lengthMs, clock);
      bar++;
      openTimeUtcMs[bar] = barOpens;
      closeTimeUtcMs[bar] = barCloses;
      open[bar] = at(rows.open, row);
      high[bar] = at(rows.high, row);
      low[bar] = at(rows.low, row);
      tickVolume[bar] = at(rows.tickVolume, row);
      spread[bar] = at(rows.spread, row);
    } else {
      if (at(rows.high, row) > at(high, bar)) high[bar] = at(rows.high, row);
      if (at(rows.low, row) < at(low, bar)) low[bar] = at(rows.low, row);
      tickVolume[bar] = at(tickVolume, bar) + at(rows.tickVolume, row);
      if (!Number.isNaN(at(rows.spread, row))) spread[bar] = at(rows.spread, row);
    }
    close[bar] = at(rows.close, row);
  }
  const isFirstWhole = at(openTimeUtcMs, 0) === at(rows.openTimeUtcMs, 0);
  const isLastClosed = barCloses <= at(rows.closeTimeUtcMs, rows.length - 1);
  const built = { length: openTimeUtcMs.length, ...columns, series: rows.series, seriesOf: null };
  const from = isFirstWhole || bar < 0 ? 0 : 1;
  return rowsOf(built, from, Math.max(from, isLastClosed ? bar + 1 : bar));
}

/** A bar of a day on which clocks are set forward is up to an hour shorter. */
function barsMax({ length, openTimeUtcMs }: Stretch, lengthMs: number): number {
  const spanMs = at(openTimeUtcMs, length - 1) - at(openTimeUtcMs, 0);
  return length === 0 ? 0 : Math.min(length, Math.ceil(spanMs / (lengthMs - shorterMs(lengthMs))) + 2);
}

const shorterMs = (lengthMs: number): number => (lengthMs > hourMs ? hourMs : 0);

const hourMs = 3_600_000;
