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

/** Why a row is not taken. Stable: programs read these. */
export const refusalReasons = [
  'rowMalformed',
  'rowCut',
  'stampInvalid',
  'priceInvalid',
  'ohlcOrder',
  'stampRepeated',
] as const;

export type RefusalReason = (typeof refusalReasons)[number];

/** Reads one line without its line end. Null where the line is not a row of the format; a stamp that no calendar has is NaN. */
export type RowParser = (line: string) => RawBar | null;

/** A kind of file, known by its first line and never by its name. */
export interface BarFormat {
  readonly name: string;
  /** A first line of this format, for people. */
  readonly example: string;
  readonly matches: (firstLine: string) => boolean;
  /** A parser for the rows below that first line. It may remember the day of its last row, so each file gets its own. */
  readonly rowParser: (firstLine: string) => RowParser;
}
