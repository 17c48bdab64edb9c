import type { TableColumn } from './table-column.ts';

/** Rows as tab-separated values with a line of headers, as spreadsheets paste them. Numbers keep a decimal point and no groups. */
export function tableTsv<Row>(columns: readonly TableColumn<Row>[], rows: readonly Row[]): string {
  const copied = columns.filter((column) => column.isControl !== true);
  const lines = [
    copied.map((column) => column.header),
    ...rows.map((row) => copied.map((column) => String(column.value(row) ?? ''))),
  ];
  return lines.map((cells) => cells.map(oneCell).join('\t')).join('\n');
}

const oneCell = (text: string): string => text.replaceAll(/[\t\r\n]+/g, ' ');
