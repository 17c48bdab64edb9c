import type { ReactNode } from 'react';

/** One column. `value` is what it is sorted by and what goes to the clipboard: plain, so that a sheet can compute with it. */
export interface TableColumn<Row> {
  readonly id: string;
  readonly header: string;
  readonly title?: string;
  readonly align?: 'start' | 'end';
  readonly value: (row: Row) => string | number | null;
  /** What stands in the cell, where that is more than the value. */
  readonly cell?: (row: Row) => ReactNode;
  /** Buttons and the like: neither sorted nor copied. */
  readonly isControl?: true;
}
