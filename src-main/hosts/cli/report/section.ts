/** A part of a report, before anyone decides how it looks: on paper, in a terminal and in a browser it says the same. */
export type ReportSection = LinesSection | TableSection | PairSection;

/** Sentences, one a line. */
export interface LinesSection {
  readonly kind: 'lines';
  readonly title: string;
  readonly lines: readonly ReportLine[];
}

export interface ReportLine {
  readonly text: string;
  readonly level: 0 | 1;
  readonly isWarning: boolean;
}

export interface TableSection {
  readonly kind: 'table';
  readonly title: string;
  /** Above the columns after the first one, over which the title stands. */
  readonly heads: readonly string[];
  /** Of all columns: numbers stand on the right. */
  readonly aligns: readonly ('left' | 'right')[];
  readonly rows: readonly ReportRow[];
  /** Below the table. */
  readonly notes: readonly string[];
}

export type ReportRow = HeadingRow | CellsRow;

export interface HeadingRow {
  readonly kind: 'heading';
  readonly text: string;
  /** Opens a part of its own, rather than naming the rows below it. */
  readonly isPart: boolean;
}

export interface CellsRow {
  readonly kind: 'cells';
  readonly level: 0 | 1;
  readonly cells: readonly string[];
  /** Passed or failed, where the row is about that. */
  readonly verdict: 'pass' | 'fail' | null;
}

/** Two tables that are read beside each other. */
export interface PairSection {
  readonly kind: 'pair';
  readonly left: TableSection;
  readonly right: TableSection;
}

export const cellsRow = (
  cells: readonly string[],
  traits: Partial<Omit<CellsRow, 'kind' | 'cells'>> = {},
): CellsRow => ({
  ...{ kind: 'cells', level: 0, verdict: null },
  ...{ cells, ...traits },
});

export const line = (text: string, traits: Partial<Omit<ReportLine, 'text'>> = {}): ReportLine => ({
  ...{ level: 0, isWarning: false },
  ...{ text, ...traits },
});
