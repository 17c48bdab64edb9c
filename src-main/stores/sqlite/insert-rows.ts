import type { SqlValue, WritableDb } from './readable-db.ts';

/** Calls into SQLite cost as much as the rows themselves: in one statement many rows take half the time. */
const rowsPerStatement = 32;

/** Inserts rows that stand one after another in one flat list, as the table's columns are ordered. */
export function insertRows(
  db: WritableDb,
  { table, columns }: { readonly table: string; readonly columns: number },
  values: readonly SqlValue[],
): void {
  const row = `(${Array(columns).fill('?').join(', ')})`;
  const insert = (rows: number, from: number): void => {
    const sql = `INSERT INTO ${table} VALUES ${Array(rows).fill(row).join(', ')}`;
    db.command(sql).run(...values.slice(from, from + rows * columns));
  };
  const wide = rowsPerStatement * columns;
  let from = 0;
  for (; from + wide <= values.length; from += wide) insert(rowsPerStatement, from);
  for (; from < values.length; from += columns) insert(1, from);
}
