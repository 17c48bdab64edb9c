import type { Bar } from '#shared/market/bar.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import { points } from '#shared/units/points.ts';
import { price } from '#shared/units/price.ts';
import type { RawBar, RowParser } from './bar-format.ts';
import { checkRow } from './check-row.ts';
import { mergeLateBars, type LateBar } from './merge-late-bars.ts';
import { refusalLedger, type Refusals } from './refusals.ts';

export interface CollectedBars {
  /** Strictly increasing. */
  readonly bars: readonly Bar[];
  readonly rows: number;
  /** Rows that say again what another row of the file says. */
  readonly duplicates: number;
  /** Rows that stand after a later one. */
  readonly backSteps: number;
  readonly refusals: Refusals;
}

export interface BarCollector {
  readonly take: (line: string) => void;
  /** The last line has no line end. It is taken if it is a row; its last field may have been cut and counts as unknown. */
  readonly takeUnended: (line: string) => void;
  readonly rows: () => number;
  readonly finish: () => CollectedBars;
}

/**
 * Turns lines into bars in order of time. Nearly all files are in order, so a row that comes late is set aside and merged at the end: the
 * common row costs one comparison.
 */
export function barCollector(parse: RowParser, clock: BrokerClock): BarCollector {
  const bars: Bar[] = [];
  const late: LateBar[] = [];
  const refusals = refusalLedger();
  let line = 1;
  let rows = 0;
  let latestMs = -Infinity;
  let previousMs = -Infinity;
  let backSteps = 0;

  const takeRow = (row: RawBar, text: string): void => {
    const reason = checkRow(row);
    if (reason !== null) {
      refusals.add({ line, reason, text });
      return;
    }
    const bar = toBar(row, clock);
    if (bar.openTimeUtcMs < previousMs) backSteps += 1;
    previousMs = bar.openTimeUtcMs;
    if (bar.openTimeUtcMs > latestMs) {
      bars.push(bar);
      latestMs = bar.openTimeUtcMs;
    } else late.push({ bar, line, text });
  };

  const countLine = (text: string): boolean => {
    line += 1;
    if (text === '') return false;
    rows += 1;
    return true;
  };

  return {
    take: (text) => {
      if (!countLine(text)) return;
      const row = parse(text);
      if (row === null) refusals.add({ line, reason: 'rowMalformed', text });
      else takeRow(row, text);
    },
    takeUnended: (text) => {
      if (!countLine(text)) return;
      const row = parse(text);
      if (row === null) refusals.add({ line, reason: 'rowCut', text });
      else takeRow({ ...row, spreadPoints: null }, text);
    },
    rows: () => rows,
    finish: () => {
      const merged = mergeLateBars(bars, late);
      merged.contradictions.forEach(({ line: at, text }) => {
        refusals.add({ line: at, reason: 'stampRepeated', text });
      });
      return { bars: merged.bars, rows, duplicates: merged.duplicates, backSteps, refusals: refusals.summary() };
    },
  };
}

function toBar(row: RawBar, clock: BrokerClock): Bar {
  return {
    openTimeUtcMs: clock.toUtc(row.stampMs),
    open: price(row.open),
    high: price(row.high),
    low: price(row.low),
    close: price(row.close),
    tickVolume: row.tickVolume,
    spreadPoints: row.spreadPoints === null ? null : points(row.spreadPoints),
  };
}
