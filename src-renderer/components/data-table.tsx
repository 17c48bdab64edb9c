import {
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type AccessorFnColumnDef,
  type Header,
} from '@tanstack/react-table';
import { memo, useMemo, type ReactNode } from 'react';
import { compareValues } from './compare-values.ts';
import './data-table.css';
import { Icon } from './icon.tsx';
import type { TableColumn } from './table-column.ts';
import { tableTsv } from './table-tsv.ts';

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });

/** More rows than this are not drawn; the newest are, and the table says so. */
const rowsMax = 500;

export interface DataTableProps<Row> {
  readonly label: string;
  /** Stable between renders, like `rows`: both are what the table's models are computed from. */
  readonly columns: readonly TableColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowId: (row: Row) => string;
  readonly rowTone?: (row: Row) => 'fault' | 'selected' | null;
  readonly copyLabel: string;
  readonly onCopy: (tsv: string) => void;
  /** The line below a table that was cut short. */
  readonly cutLabel: (shown: number, all: number) => string;
}

/** A dense table that sorts by its headers and copies itself as TSV. */
export function DataTable<Row extends object>(props: DataTableProps<Row>): ReactNode {
  const { label, columns, rows, rowId, rowTone, copyLabel, onCopy, cutLabel } = props;
  const definitions = useMemo(() => columns.map(definitionOf), [columns]);
  const table = useTable({ features, columns: definitions, data: rows, getRowId: rowId });
  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns]);
  const sorted = table.getRowModel().rows;
  const copy = (): void =>
    onCopy(
      tableTsv(
        columns,
        sorted.map((row) => row.original),
      ),
    );
  return (
    <div className="data-table">
      <div className="data-table-scroll" role="group" aria-label={label} tabIndex={0}>
        <table>
          <thead>
            {table.getHeaderGroups().map((group) => (
              <tr key={group.id}>
                {group.headers.map((header) => (
                  <HeaderCell key={header.id} header={header} column={byId.get(header.column.id)} />
                ))}
              </tr>
            ))}
          </thead>
          <tbody>
            {sorted.slice(0, rowsMax).map((row) => (
              <TableRow
                key={row.id}
                id={row.id}
                row={row.original}
                columns={columns}
                tone={rowTone?.(row.original) ?? undefined}
              />
            ))}
          </tbody>
        </table>
        {sorted.length > rowsMax && <p className="data-table-cut">{cutLabel(rowsMax, sorted.length)}</p>}
      </div>
      <button type="button" className="data-table-copy" title={copyLabel} aria-label={copyLabel} onClick={copy}>
        <Icon name="copy" />
      </button>
    </div>
  );
}

interface TableRowProps<Row> {
  readonly id: string;
  readonly row: Row;
  readonly columns: readonly TableColumn<Row>[];
  readonly tone: string | undefined;
}

/** Drawn again only when the row itself, the columns or the tone changed. */
const TableRow = memo(function TableRow<Row>({ id, row, columns, tone }: TableRowProps<Row>): ReactNode {
  return (
    <tr data-row={id} data-tone={tone}>
      {columns.map((column) => (
        <td key={column.id} data-column={column.id} className={cellClass(column)}>
          {column.cell === undefined ? column.value(row) : column.cell(row)}
        </td>
      ))}
    </tr>
  );
}) as <Row>(props: TableRowProps<Row>) => ReactNode;

function HeaderCell<Row extends object>({
  header,
  column,
}: {
  readonly header: Header<typeof features, Row>;
  readonly column: TableColumn<Row> | undefined;
}): ReactNode {
  const sorted = header.column.getIsSorted();
  if (column === undefined) return null;
  if (column.isControl === true) {
    return (
      <th scope="col" className={cellClass(column)}>
        <span className="only-spoken">{column.header}</span>
      </th>
    );
  }
  return (
    <th
      scope="col"
      className={cellClass(column)}
      aria-sort={sorted === false ? 'none' : ariaSort[sorted]}
      title={column.title}
    >
      <button type="button" className="data-table-sort" onClick={header.column.getToggleSortingHandler()}>
        {column.header}
        <span className="data-table-arrow" aria-hidden="true">
          {sorted === false ? '' : sorted === 'asc' ? '▲' : '▼'}
        </span>
      </button>
    </th>
  );
}

/** Controls stay in reach at the end of the row, however far the table is scrolled. */
function cellClass<Row>({ align = 'start', isControl }: TableColumn<Row>): string {
  return isControl === true ? `align-${align} data-table-control` : `align-${align}`;
}

const ariaSort = { asc: 'ascending', desc: 'descending' } as const;

/** A missing value is `undefined` to the table, which then keeps it last in both directions. */
function definitionOf<Row extends object>(column: TableColumn<Row>): AccessorFnColumnDef<typeof features, Row> {
  return {
    id: column.id,
    accessorFn: (row) => column.value(row) ?? undefined,
    enableSorting: column.isControl !== true,
    sortFn: (a, b, id) => compareValues(a.getValue(id), b.getValue(id)),
    sortUndefined: 'last',
  };
}
