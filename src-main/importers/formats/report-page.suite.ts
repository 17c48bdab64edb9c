type Cell = string | { readonly text: string; readonly columns?: number; readonly isHidden?: boolean };

/** A table row as the terminal writes it. */
export function htmlRow(...cells: readonly Cell[]): string {
  const written = cells.map((cell) => {
    const { text, columns = 1, isHidden = false } = typeof cell === 'string' ? { text: cell } : cell;
    const attributes = `${isHidden ? ' class="hidden"' : ''}${columns > 1 ? ` colspan="${columns}"` : ''}`;
    return `<td nowrap${attributes}><b>${text.replaceAll('&', '&amp;').replaceAll(' ', '&nbsp;')}</b></td>`;
  });
  return `   <tr align="left">\r\n${written.join('\r\n')}\r\n   </tr>\r\n`;
}

const title = (text: string): string => htmlRow({ text, columns: 13 });
const statement = (label: string, value: string): string =>
  htmlRow({ text: `${label}:`, columns: 3 }, { text: value, columns: 10 });

export interface ReportPage {
  readonly account?: string;
  readonly date?: string;
  readonly deals?: readonly string[];
  readonly orders?: readonly string[];
  readonly openPositions?: readonly string[];
  /** Further tables, written as they stand. */
  readonly more?: string;
}

/** A trade history as older terminals write it (hedging and netting alike). */
export function reportPage({
  account = '1234567 (USD, 1:100, Sample-Demo, demo)',
  date = '2024.03.08 16:44',
  deals = [],
  orders = [],
  openPositions = [],
  more = '',
}: ReportPage): string {
  return [
    '<!DOCTYPE html>\r\n<html>\r\n<head>\r\n<title>1234567: Sample - Trade History Report</title>\r\n</head>\r\n<body>\r\n<table>\r\n',
    title('Trade History Report'),
    statement('Name', 'Sample & Sons'),
    statement('Account', account),
    statement('Broker', 'Sample Software Corp.'),
    statement('Date', date),
    title('Orders'),
    htmlRow(
      ...['Open Time', 'Order', 'Symbol', 'Type', { text: 'Volume', columns: 2 }, 'Price', 'S / L', 'T / P'],
      ...[{ text: 'Time', columns: 2 }, 'State', 'Comment'],
    ),
    ...orders,
    title('Deals'),
    htmlRow(
      ...['Time', 'Deal', 'Symbol', 'Type', 'Direction', 'Volume', 'Price', 'Order'],
      ...['Commission', 'Swap', 'Profit', 'Balance', 'Comment'],
    ),
    ...deals,
    htmlRow({ text: '', columns: 8 }, '0.00', '-1.72', '1 335.49', '11 333.77'),
    title('Trade Positions'),
    htmlRow(
      ...['Time', 'Position', 'Symbol', 'Type', 'Volume', 'Price', 'S / L', 'T / P', 'Market Price'],
      ...['Swap', 'Profit', { text: 'Comment', columns: 2 }],
    ),
    ...openPositions,
    more,
    statement('Balance', '10 131.00'),
    statement('Equity', '10 130.50'),
    '</table>\r\n</body>\r\n</html>\r\n',
  ].join('');
}

let ticket = 1000;

/** A deal's row; its tickets go up by themselves. */
export function dealRow(
  side: string,
  direction: string,
  volume: string,
  profit: string,
  balance: string,
  { symbol = 'EURUSD', time = '2024.03.05 04:43:02', swap = '0.00' } = {},
): string {
  ticket += 1;
  return htmlRow(
    ...[time, String(ticket), symbol, side, direction, volume, '1.10000', String(ticket + 5_000)],
    ...['0.00', swap, profit, balance, ''],
  );
}

export function cashRow(kind: string, amount: string, balance: string, time = '2024.03.05 04:36:05'): string {
  ticket += 1;
  return htmlRow(time, String(ticket), '', kind, '', '', '', '', '0.00', '0.00', amount, balance, '');
}

export const positionRow = (id: string, symbol: string, side: string): string =>
  htmlRow(...['2024.03.08 06:22:04', id, symbol, side, '1.00', '1.10831', '', '1.12000', '1.10822', '0.00', '-9.00'], {
    text: '',
    columns: 2,
  });
