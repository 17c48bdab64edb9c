import { expect, test } from 'vitest';
import type { RunRecord } from '#shared/contract/backtest.ts';
import { sampleRunMetrics, sampleRunRecord, sampleRunReport } from '#main/testkit/sample-run-record.ts';
import { reportText } from './report-text.ts';

const linesOf = (changes: Partial<Record<keyof RunRecord, unknown>> = {}): readonly string[] =>
  reportText(sampleRunRecord(changes)).split('\n');

/** The lines from a heading to the next empty one. */
function section(lines: readonly string[], heading: string): readonly string[] {
  const from = lines.findIndex((line) => line.startsWith(heading));
  const length = lines.slice(from).indexOf('');
  return lines.slice(from, length < 0 ? undefined : from + length);
}

const governed = {
  wish: { scenario: 'both', symbols: ['XAUUSD', 'EURUSD'], balance: 10_000, costs: {} },
  withoutDelay: sampleRunReport({ metrics: sampleRunMetrics({ netProfit: 5_000 }) }),
  shadow: {
    A: sampleRunReport({ metrics: sampleRunMetrics({ netProfit: -1_234.5 }) }),
    B: sampleRunReport({ metrics: sampleRunMetrics({ netProfit: 6_000 }) }),
  },
};

test('says first what was run, on what, and from what to what', () => {
  expect(linesOf().slice(0, 9)).toEqual([
    'Strategy B on XAUUSD',
    '2024-01-02 to 2026-01-02 (2.0 years), from 10,000.00 to 14,321.50 USD',
    'Run 20260105-101500-B-XAUUSD',
    '',
    'RUN ON',
    '  XAUUSD: the terminal’s contract; spread stored for 83.0 % of its bars',
    '    filled on 701,234 M1 bars of broker, 2024-01-02 to 2026-01-02',
    '  Approval after 30 min, awake 07:00 to 23:00 (local); latency 250 ms',
    '  Slippage in spreads: entry 0.25, exit 0.25, stop 0.50, drawn by seed; costs × 1.00',
  ]);
});

test('hours are whole minutes, and never sixty of them', () => {
  const wakingHours = { fromHour: 6.999, toHour: 22.5, zone: 'local' };
  const lines = linesOf({ wish: { scenario: 'B', symbols: ['XAUUSD'], balance: 10_000, costs: { wakingHours } } });
  expect(lines.find((it) => it.includes('awake'))).toContain('awake 07:00 to 22:30 (local)');
});

test('tells what was paid in from what was earned, and no currency that the record does not know', () => {
  const lineWith = (cash: number) => linesOf({ terms: {}, report: sampleRunReport({ cash }) })[1];
  const run = '2024-01-02 to 2026-01-02 (2.0 years), from 10,000.00 to 14,321.50';
  expect(lineWith(1_500)).toBe(`${run}, 1,500.00 of it paid in`);
  expect(lineWith(-1_500)).toBe(`${run}, after 1,500.00 was taken out`);
});

test('shows a target that was not reached as failed', () => {
  expect(section(linesOf(), 'TARGETS')).toEqual([
    'TARGETS                                        90 % interval',
    '  Sharpe above 1.00              pass    1.24  0.31 to 2.12',
    '  MAR above 0.50                 pass    0.92  0.11 to 2.40',
    '  Deepest drawdown below 20.0 %  FAIL  21.4 %  12.0 % to 33.0 %',
  ]);
});

test('says where too little is known to say anything', () => {
  const report = sampleRunReport({
    metrics: sampleRunMetrics({ trades: 12, sharpe: null }),
    targets: [{ name: 'sharpe', value: null, limit: 1, interval: null, passed: false }],
    isSufficient: false,
  });
  expect(section(linesOf({ report }), 'TARGETS')).toEqual([
    'TARGETS                       90 % interval',
    '  Sharpe above 1.00  FAIL  –  too little is known',
    '  INSUFFICIENT: 12 trades, fewer than 100. Whatever they show may be chance.',
  ]);
});

test('leads from gross to net', () => {
  expect(section(linesOf(), 'COSTS')).toEqual([
    'COSTS',
    '  Gross                              5,410.00',
    '    Spread                            -512.40',
    '    Commission                        -128.00',
    '    Swap                              -371.10',
    '    Slippage                           -77.00',
    '  Net                                4,321.50',
    '    with every ambiguous bar for us  4,871.50',
    '    ambiguous trades                        3',
    '  Break-even cost multiple               4.97',
  ]);
});

test('sets a governed run beside itself without delay and beside each scenario alone', () => {
  expect(section(linesOf(governed), 'RETURNS').slice(0, 2)).toEqual([
    'RETURNS                              governed  no delay    A alone   B alone',
    '  Net profit                         4,321.50  5,000.00  -1,234.50  6,000.00',
  ]);
});

test('tells every switch with the closes that proved it, and that there was none', () => {
  const closes = [5_001, 5_002, 5_100, 5_200, 5_050.5];
  const switches = [{ atUtcMs: Date.UTC(2024, 2, 9), from: 'A', to: 'B', closes }];
  expect(section(linesOf({ ...governed, switches }), 'SWITCHES')).toEqual([
    'SWITCHES             deposit at the closes that proved it (USD)',
    '  2024-03-09  A → B  5,001, 5,002, 5,100, 5,200, 5,051',
  ]);
  expect(section(linesOf(governed), 'SWITCHES')).toEqual([
    'SWITCHES',
    '  None: the deposit never asked for the other scenario.',
  ]);
});

test('shows months by year, trades by kind with the hours beside them, and why entries were denied', () => {
  const lines = linesOf();
  expect(section(lines, 'MONTHS')[1]).toBe(
    '  2024     -1.2  3.1  3.1  -1.2  3.1  3.1  -1.2  3.1  3.1  -1.2  3.1  3.1  21.7',
  );
  expect(section(lines, 'TRADES BY').slice(0, 4)).toEqual([
    'TRADES BY       trades     won        net  mean R    HOUR  trades     won       net  mean R',
    '  Side                                                 00      20  40.0 %   -200.00   -0.01',
    '    bought          80  40.0 %   5,000.00   +0.36      12     108  40.0 %  4,521.50   +0.32',
    '    sold            48  40.0 %    -678.50   -0.05',
  ]);
  expect(section(lines, 'DENIED')).toEqual([
    'DENIED ENTRIES     41',
    '  SPREAD_TOO_WIDE  30',
    '  OPEN_RISK_MAX    11',
    '  24.0 % of the entries that the rules asked for.',
  ]);
});

test('says what stood in for what, and how the run is repeated', () => {
  const notes = [
    {
      code: 'DATA_TOO_COARSE',
      symbol: 'XAUUSD',
      message:
        'From 2024-01-01 to 2024-02-01 only H1 bars are stored: what a bar does inside itself is a guess, and the band of ambiguous trades is wider.',
    },
  ];
  const data = [
    {
      ...sampleRunRecord().data[0],
      instrumentSource: 'default',
      holes: [
        { timeframe: 'M1', fromUtcMs: 0, toUtcMs: 60_000, missingBars: 1_000 },
        { timeframe: 'M1', fromUtcMs: 90_000, toUtcMs: 120_000, missingBars: 200 },
      ],
    },
  ];
  const many = Array.from({ length: 8 }, (_, index) => [`parameter${index}`, 100 + index]);
  const parameters = { B: { timeframe: 'H4', riskRatio: 0.01 }, C: Object.fromEntries(many) };
  const lines = linesOf({ notes, data, parameters });
  expect(lines).toEqual(
    expect.arrayContaining([
      '  XAUUSD: a default contract (no terminal told one); spread stored for 83.0 % of its bars',
      '    ! 1,200 bars missing in 2 holes',
      '  ! XAUUSD: From 2024-01-01 to 2024-02-01 only H1 bars are stored: what a bar does inside itself is',
      '    a guess, and the band of ambiguous trades is wider. [DATA_TOO_COARSE]',
      '  B: timeframe=H4 riskRatio=0.01',
      '  C: parameter0=100 parameter1=101 parameter2=102 parameter3=103 parameter4=104 parameter5=105',
      '    parameter6=106 parameter7=107',
      '  again: ats backtest --repeat 20260105-101500-B-XAUUSD',
    ]),
  );
});

test('fits into a hundred columns with four runs beside each other', () => {
  expect(linesOf(governed).filter((line) => line.length > 100)).toEqual([]);
});

test('puts the hours below the rest where large numbers leave no room beside it', () => {
  const large = (key: string) => ({ key, trades: 123_456, winRatio: 1, net: -123_456_789.12, meanR: -100.25 });
  const lines = linesOf({ report: sampleRunReport({ bySession: [large('overlap')], byHour: [large('12')] }) });
  expect(lines.some((line) => line.startsWith('HOUR'))).toBe(true);
  expect(lines.filter((line) => line.length > 100)).toEqual([]);
});

test('leaves out what a run without a trade does not have', () => {
  const empty = sampleRunReport({
    ...{ bySide: [], bySymbol: [], byStrategy: [], byHour: [], byWeekday: [], bySession: [], byExit: [] },
    ...{ monthly: [], equityDrawdown: null, balanceDrawdown: null, deniedByCode: {} },
  });
  const headings = linesOf({ report: empty }).filter((line) => /^[A-Z]{3,}/.test(line));
  expect(headings.map((line) => line.split('  ')[0])).toEqual([
    ...['RUN ON', 'TARGETS', 'RETURNS', 'RISK', 'RATIOS', 'TRADES', 'COSTS', 'MADE OF'],
  ]);
});
