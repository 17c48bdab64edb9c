import { runTradeSchema, type RunTrade } from '#shared/contract/backtest.ts';

/** Trades as a spreadsheet reads them (RFC 4180): one a line, columns named as in the contract, moments in UTC as ISO 8601. */
export function tradesCsv(trades: readonly RunTrade[]): string {
  const columns = runTradeSchema.unwrap().keyof().options;
  const lines = trades.map((trade) => columns.map((column) => cellText(column, trade[column])).join(','));
  return [columns.map((column) => column.replace(/UtcMs$/, 'Utc')).join(','), ...lines, ''].join('\r\n');
}

/** What lies beyond is the rounding of sums. */
const digitsMax = 12;

function cellText(column: keyof RunTrade, value: RunTrade[keyof RunTrade]): string {
  if (value === null) return '';
  if (column.endsWith('UtcMs') && typeof value === 'number') return new Date(value).toISOString();
  const text = String(typeof value === 'number' ? Number(value.toPrecision(digitsMax)) : value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
