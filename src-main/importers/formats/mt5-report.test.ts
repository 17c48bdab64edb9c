import fc from 'fast-check';
import { expect, test } from 'vitest';
import { brokerClock } from '#shared/time/broker-clock.ts';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import type { ParsedReport } from '../file-format.ts';
import { mt5Report } from './mt5-report.ts';
import { cashRow, dealRow, htmlRow, positionRow, reportPage, type ReportPage } from './report-page.suite.ts';

const parse = (text: string, clock: ClockRule = 'eet') =>
  mt5Report.yields === 'report' ? mt5Report.parse(text, brokerClock(clock)) : null;

function parsed(page: ReportPage, clock: ClockRule = 'eet'): ParsedReport {
  const result = parse(reportPage(page), clock);
  if (result?.ok !== true) throw new Error(result?.error.message ?? 'no report');
  return result.value;
}

test('the account is what the report says of it', () => {
  expect(parsed({}).report).toMatchObject({
    account: {
      login: '1234567',
      name: 'Sample & Sons',
      company: 'Sample Software Corp.',
      server: 'Sample-Demo',
      currency: 'USD',
      leverage: 100,
      tradeMode: 'demo',
      marginMode: null,
    },
    writtenAtUtcMs: Date.UTC(2024, 2, 8, 14, 44),
    balance: 10_131,
    equity: 10_130.5,
  });
});

test.each([
  ['7 (EUR, Sample-Live, real, Hedge)', { currency: 'EUR', leverage: null, tradeMode: 'real', marginMode: 'hedging' }],
  ['7 (USD, 1:500, Sample-Live, Netting)', { leverage: 500, tradeMode: null, marginMode: 'netting' }],
])('the account line %j of another build is read as well', (account, expected) => {
  expect(parsed({ account }).report.account).toMatchObject({ server: 'Sample-Live', ...expected });
});

test('deals and cash are told apart, and stamps are read by the server’s clock', () => {
  const page = {
    deals: [
      cashRow('balance', '10 000.00', '10 000.00'),
      dealRow('buy', 'in', '1.00', '0.00', '10 000.00'),
      dealRow('sell', 'out', '1.00', '131.10', '10 131.00', { swap: '-0.10' }),
      cashRow('credit', '-50.00', '10 131.00'),
      cashRow('commission daily', '-1.25', '10 129.75'),
    ],
  };
  const { report, rows, refused } = parsed(page);
  expect(report.deals).toMatchObject([
    { side: 'buy', entry: 'in', profit: 0, fee: 0, balance: 10_000, occurredAtUtcMs: Date.UTC(2024, 2, 5, 2, 43, 2) },
    { side: 'sell', entry: 'out', profit: 131.1, swap: -0.1, balance: 10_131 },
  ]);
  expect(report.cash.map(({ kind, amount }) => [kind, amount])).toEqual([
    ['balance', 10_000],
    ['credit', -50],
    ['commission', -1.25],
  ]);
  expect([rows, refused.count]).toEqual([5, 0]);
  expect(parsed(page, 'utc').report.deals[0]?.occurredAtUtcMs).toBe(Date.UTC(2024, 2, 5, 4, 43, 2));
});

test('orders keep what was asked and filled, their type, their end', () => {
  const order = (type: string, volume: string, price: string, state: string): string =>
    htmlRow(
      ...['2024.03.05 04:43:02', '9001', 'USDJPY', type, { text: volume, columns: 2 }, price, '103.000', '0.000'],
      ...[{ text: '2024.03.05 05:00:00', columns: 2 }, state, 'by hand'],
    );
  const { orders } = parsed({
    orders: [
      order('buy', '1.00 / 1.00', 'market', 'filled'),
      order('sell limit', '1.00 / 0.40', '104.875', 'partial'),
      order('buy stop limit', '1.00 / 0.00', '104.875', 'canceled'),
    ],
  }).report;
  expect(orders).toMatchObject([
    { type: 'market', side: 'buy', price: null, volume: 1, volumeFilled: 1, state: 'filled', stop: 103, target: null },
    { type: 'limit', side: 'sell', price: 104.875, volumeFilled: 0.4, state: 'partiallyFilled', comment: 'by hand' },
    { type: 'stopLimit', volumeFilled: 0, state: 'cancelled', endedAtUtcMs: Date.UTC(2024, 2, 5, 3) },
  ]);
});

test('closed positions of newer terminals have their end beside their begin, hidden cells are skipped', () => {
  const more = [
    htmlRow({ text: 'Positions', columns: 14 }),
    htmlRow(
      ...['Time', 'Position', 'Symbol', 'Type', 'Volume', 'Price', 'S / L', 'T / P'],
      ...['Time', 'Price', 'Commission', 'Swap', { text: 'Profit', columns: 2 }],
    ),
    htmlRow(
      ...[
        '2024.03.05 04:43:02',
        '77',
        'EURUSD',
        'sell',
        { text: '', columns: 8, isHidden: true },
        '0.10',
        '1.10',
        '',
        '',
      ],
      ...['2024.03.06 10:00:00', '1.09', '-0.70', '0.05', { text: '100.00', columns: 2 }],
    ),
  ].join('');
  expect(parsed({ more }).report.closedPositions).toEqual([
    {
      positionId: '77',
      symbol: 'EURUSD',
      side: 'sell',
      volume: 0.1,
      openPrice: 1.1,
      openedAtUtcMs: Date.UTC(2024, 2, 5, 2, 43, 2),
      stop: null,
      target: null,
      closed: { price: 1.09, atUtcMs: Date.UTC(2024, 2, 6, 8), commission: -0.7 },
      swap: 0.05,
      profit: 100,
    },
  ]);
});

test.each([
  [
    'a deal that turns a position round',
    [
      ['buy', 'in'],
      ['sell', 'in/out'],
    ],
    [],
    'netting',
  ],
  [
    'a deal that opens against what is held',
    [
      ['buy', 'in'],
      ['sell', 'in'],
    ],
    [],
    'hedging',
  ],
  [
    'a position that was closed before the other side',
    [
      ['buy', 'in'],
      ['sell', 'out'],
      ['sell', 'in'],
    ],
    [],
    null,
  ],
  [
    'two open positions of a symbol',
    [],
    [positionRow('1', 'EURUSD', 'buy'), positionRow('2', 'EURUSD', 'buy')],
    'hedging',
  ],
  ['open positions of two symbols', [], [positionRow('1', 'EURUSD', 'buy'), positionRow('2', 'USDJPY', 'buy')], null],
] as const)('%s says the margin mode: %j', (_, steps, openPositions, marginMode) => {
  const deals = steps.map(([side, direction]) => dealRow(side, direction, '1.00', '0.00', '10 000.00'));
  expect(parsed({ deals, openPositions }).report.account.marginMode).toBe(marginMode);
});

test('rows that are none are refused with their reason, the others are taken', () => {
  const { report, rows, refused } = parsed({
    deals: [
      dealRow('buy', 'in', '1.00', '0.00', '10 000.00'),
      dealRow('buy', 'sideways', '1.00', '0.00', '10 000.00'),
      dealRow('buy', 'in', 'much', '0.00', '10 000.00'),
      dealRow('buy', 'in', '1.00', '0.00', '10 000.00', { time: '2024.02.31 04:43:02' }),
    ],
  });
  expect([report.deals.length, rows, refused.byReason]).toEqual([1, 4, { rowMalformed: 2, stampInvalid: 1 }]);
});

test('a balance that does not follow from the one before is said; a deposit between is no break', () => {
  const deals = [
    dealRow('buy', 'in', '1.00', '0.00', '10 000.00'),
    cashRow('balance', '500.00', '10 500.00'),
    dealRow('sell', 'out', '1.00', '100.00', '10 600.00'),
    dealRow('buy', 'in', '1.00', '0.00', '99 600.00'),
  ];
  const codes = (some: readonly string[]) => parsed({ deals: some }).warnings.map(({ code }) => code);
  expect(codes(deals.slice(0, 3))).toEqual(['CLOCK_UNCHECKED']);
  expect(codes(deals)).toEqual(['CLOCK_UNCHECKED', 'REPORT_INCONSISTENT']);
});

test('deals of a Saturday make the clock doubtful', () => {
  const deals = [dealRow('buy', 'in', '1.00', '0.00', '10 000.00', { time: '2024.03.09 12:00:00' })];
  expect(parsed({ deals }).warnings).toMatchObject([{ code: 'CLOCK_DOUBTFUL' }]);
});

test.each([
  ['no account', reportPage({ account: 'nobody' })],
  ['no date', reportPage({ date: 'yesterday' })],
  ['no table', '<title>Trade History Report</title>'],
  ['nothing', ''],
])('a report with %s is damaged', (_, text) => {
  expect(parse(text)).toMatchObject({ ok: false, error: { code: 'FILE_DAMAGED' } });
});

test('whatever a page holds, the answer is a value', () => {
  const piece = fc.constantFrom(
    '<tr',
    '<td',
    '>',
    '</td>',
    '</tr>',
    'Deals',
    'Orders',
    '&#9999999;',
    '&nbsp;',
    'colspan="9"',
    '1',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      expect(parse(reportPage({ more: pieces.join('') }))).toBeDefined();
    }),
  );
});
