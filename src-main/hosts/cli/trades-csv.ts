import { runTradeSchema, type RunPart, type RunTrade } from '#shared/contract/backtest.ts';

/** Trades as a spreadsheet reads them (RFC 4180): one a line, columns named as in the contract, moments in UTC as ISO 8601. */
export function tradesCsv(trades: readonly RunTrade[]): string {
  const columns = runTradeSchema.unwrap().keyof().options;
  const lines = trades.map((trade) => columns.map((column) => cellText(column, trade[column])).join(','));
  return [columns.map((column) => column.replace(/UtcMs$/, 'Utc')).join(','), ...lines, ''].join('\r\n');
}

function cellText(column: keyof RunTrade, value: RunTrade[keyof RunTrade]): string {
  if (value === null || value === undefined) return '';
  if (column.endsWith('UtcMs') && typeof value === 'number') return new Date(value).toISOString();
  if (typeof value === 'object') return value.map(partText).join(' + ');
  const text = String(typeof value === 'number' ? figure(value) : value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Such as `0.4 at 2010 on 2024-01-02T10:03:00.000Z for 390.6`. */
const partText = ({ closedAtUtcMs, volume, price, net }: RunPart): string =>
  `${figure(volume)} at ${figure(price)} on ${new Date(closedAtUtcMs).toISOString()} for ${figure(net)}`;

/** What lies beyond is the rounding of sums. */
const digitsMax = 12;

const figure = (value: number): number => Number(value.toPrecision(digitsMax));
