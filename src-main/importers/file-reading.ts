import type { Timeframe } from '#shared/market/timeframe.ts';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import type { ReadProgress } from './collect-file.ts';

/** How a file is to be read. */
export interface FileReading {
  /** Null where nobody named one: a calendar and an account's report are of none. */
  readonly symbol: string | null;
  /** The clock that the file's stamps are on. Most files do not say, so a person does, and the market's week is the witness. */
  readonly clock: ClockRule | null;
  /** Detected where it is null. */
  readonly timeframe: Timeframe | null;
  /** What the file's prices are multiplied by; 1 for nearly all. */
  readonly scale: number;
  /** The symbol's point and its last price where they are known: prices that are multiplied are told by them. */
  readonly point: number | null;
  readonly referencePrice: number | null;
  readonly onProgress: (progress: ReadProgress) => void;
}

/** What a table's rows are read by, once the file is known for what it is. */
export interface TableReading extends FileReading {
  readonly path: string;
  readonly symbol: string;
  readonly rule: ClockRule;
}
