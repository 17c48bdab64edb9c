import type { HtmlCell } from './html-rows.ts';

/** A table of a report: its title, the titles of its columns, and its rows. */
export interface ReportTable {
  readonly title: string;
  readonly rows: readonly ReportRow[];
}

export interface ReportRow {
  /** Counted from 1 over all rows of the document. */
  readonly line: number;
  readonly text: string;
  /** The cell under a column's title; the second where two bear the same title. Empty where there is none. */
  readonly cell: (title: string, occurrence?: 1 | 2) => string;
}

/**
 * Cuts the rows of a document into its tables: a table begins with a row of one cell that holds one of the titles, the next row names its
 * columns, and it goes on while the first column of a row holds something.
 */
export function reportTables(
  rows: readonly (readonly HtmlCell[])[],
  titles: readonly string[],
): readonly ReportTable[] {
  return rows.flatMap((row, index) => {
    const shown = row.filter(({ text }) => text !== '');
    const title = shown[0]?.text ?? '';
    return shown.length === 1 && titles.includes(title) ? [tableAt(rows, index, title)] : [];
  });
}

function tableAt(rows: readonly (readonly HtmlCell[])[], at: number, title: string): ReportTable {
  const header = rows[at + 1] ?? [];
  const found: ReportRow[] = [];
  for (let index = at + 2; index < rows.length; index += 1) {
    const row = rows[index] ?? [];
    // Sums have an empty first cell; a title and the statements below the tables have few cells.
    if ((row[0]?.text ?? '') === '' || row.length < header.length / 2) break;
    found.push(reportRow(header, row, index + 1));
  }
  return { title, rows: found };
}

function reportRow(header: readonly HtmlCell[], row: readonly HtmlCell[], line: number): ReportRow {
  const byColumn = new Map(row.map(({ column, text }) => [column, text]));
  return {
    line,
    text: row.map(({ text }) => text).join(' | '),
    cell: (title, occurrence = 1) => {
      const columns = header.filter(({ text }) => text === title);
      const column = columns[occurrence - 1]?.column;
      return column === undefined ? '' : (byColumn.get(column) ?? '');
    },
  };
}
