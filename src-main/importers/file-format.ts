import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { CalendarEvent } from '#shared/market/calendar-event.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import type { AccountReport } from '#shared/trading/account-report.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { ImportWarning } from './import-warning.ts';
import type { Refusals } from './refusals.ts';

/** A kind of file, known by its first lines and never by its name. */
export type FileFormat = BarFormat | TickFormat | WholeFormat | RefusedFormat;

interface KnownFormat {
  readonly name: string;
  /** A first line of this format, for people. */
  readonly example: string;
  /** Of the first lines of a file, at most fifty and at least one. */
  readonly matches: (head: readonly string[]) => boolean;
}

/** A format that is read row by row. */
export interface TableFormat extends KnownFormat {
  /** Lines above the first row: 0 where there is no header. */
  readonly headerLines: (head: readonly string[]) => number;
  /**
   * The clock that the stamps are on: a person has to say (`asked`), the stamps themselves do (`inStamps`), or the source says it of all its
   * files, whether that is true or not.
   */
  readonly clock: 'asked' | 'inStamps' | { readonly rule: ClockRule; readonly why: string };
  /** What is to be said of every file of this format. */
  readonly notes: readonly ImportWarning[];
}

/** Rows of bars. */
export interface BarFormat extends TableFormat {
  readonly yields: 'bars';
  /** A parser for the rows below the header. It may remember the day of its last row, so each file gets its own. */
  readonly rowParser: (head: readonly string[]) => RowParser;
}

/** A row as the file has it: its stamp is on the clock that the file was written by. */
export interface RawBar {
  readonly stampMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly tickVolume: number | null;
  readonly spreadPoints: number | null;
}

/**
 * Reads one line without its line end. Null where the line is not a row of the format, `marketClosed` where it fills hours without a market;
 * a stamp that no calendar has is NaN.
 */
export type RowParser = (line: string) => RawBar | 'marketClosed' | null;

/** Rows of quotes, an update each. */
export interface TickFormat extends TableFormat {
  readonly yields: 'ticks';
  readonly rowParser: (head: readonly string[]) => TickRowParser;
}

export interface RawTick {
  readonly stampMs: number;
  /** Null where it stands as the row before has it. */
  readonly bid: number | null;
  readonly ask: number | null;
}

export type TickRowParser = (line: string) => RawTick | null;

/** A document that is small and read as a whole. */
export type WholeFormat = KnownFormat &
  (
    | {
        readonly yields: 'calendar';
        readonly parse: (text: string, clock: BrokerClock) => Result<ParsedCalendar, Fault>;
      }
    | { readonly yields: 'report'; readonly parse: (text: string, clock: BrokerClock) => Result<ParsedReport, Fault> }
  );

/** Recognised, so that a person reads why it is not taken instead of "unknown format". */
export interface RefusedFormat extends KnownFormat {
  readonly yields: 'nothing';
  readonly why: Fault;
}

interface ParsedWhole {
  readonly rows: number;
  readonly refused: Refusals;
  readonly warnings: readonly ImportWarning[];
}

export interface ParsedCalendar extends ParsedWhole {
  /** What is known of releases, and of which spans it is all: outside of them nothing is known. */
  readonly spans: readonly {
    readonly fromUtcMs: UtcMs;
    /** Exclusive. */
    readonly toUtcMs: UtcMs;
    readonly events: readonly CalendarEvent[];
  }[];
}

export interface ParsedReport extends ParsedWhole {
  readonly report: AccountReport;
}
