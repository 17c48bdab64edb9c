import { expect, test } from 'vitest';
import { compareValues } from './compare-values.ts';
import type { TableColumn } from './table-column.ts';
import { tableTsv } from './table-tsv.ts';

interface Row {
  readonly name: string;
  readonly profit: number | null;
}

const columns: readonly TableColumn<Row>[] = [
  { id: 'name', header: 'Name', value: (row) => row.name },
  { id: 'profit', header: 'P/L', value: (row) => row.profit, cell: () => 'drawn otherwise' },
  { id: 'close', header: 'Close', value: () => null, isControl: true },
];

test('copies plain values under their headers, without the controls', () => {
  const rows = [
    { name: 'EURUSD', profit: -1234.5 },
    { name: 'gold\tand\nsilver', profit: null },
  ];
  expect(tableTsv(columns, rows)).toBe('Name\tP/L\nEURUSD\t-1234.5\ngold and silver\t');
});

test('numbers sort by size and words as people sort them', () => {
  expect([10, -9, 2].toSorted(compareValues)).toEqual([-9, 2, 10]);
  expect(['order 10', 'order 9', 'Order 1'].toSorted(compareValues)).toEqual(['Order 1', 'order 9', 'order 10']);
});
