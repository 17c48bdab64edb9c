import { expect, test } from 'vitest';
import { sampleRunTrade } from '#main/testkit/sample-run-trade.ts';
import { tradesCsv } from './trades-csv.ts';

test('trades are lines under the contract’s names, with moments in UTC', () => {
  const [head, first, ...rest] = tradesCsv([sampleRunTrade({ target: null })]).split('\r\n');
  const cells = Object.fromEntries(
    (head ?? '').split(',').map((name, column) => [name, (first ?? '').split(',')[column]]),
  );
  expect(cells).toMatchObject({
    ...{ ordinal: '1', strategy: 'B', symbol: 'XAUUSD', side: 'buy', volume: '0.1', target: '', net: '193.5' },
    ...{ decidedAtUtc: '2024-01-02T00:00:00.000Z', isAmbiguous: 'false' },
  });
  expect(rest).toEqual(['']);
});

test('the rounding of sums is not shown', () => {
  expect(tradesCsv([sampleRunTrade({ net: 0.1 + 0.2, swap: -1 / 3 })])).toMatch(/,-0\.333333333333,.*,0\.3,/);
});

test('a symbol with a comma or a quote stays one cell', () => {
  expect(tradesCsv([sampleRunTrade({ symbol: 'US"30,cash' })])).toContain(',"US""30,cash",');
});

test('the exits of a trade in parts are one cell, that of a whole one is empty', () => {
  const closedAtUtcMs = Date.UTC(2024, 0, 2, 10);
  const parts = [
    { closedAtUtcMs, volume: 0.04, price: 2060, net: 0.1 + 0.2 },
    { closedAtUtcMs: closedAtUtcMs + 60_000, volume: 0.06, price: 2070, net: 120 },
  ];
  expect(tradesCsv([sampleRunTrade({ parts })]).split('\r\n')[1]).toMatch(
    /,193\.5,0\.04 at 2060 on 2024-01-02T10:00:00\.000Z for 0\.3 \+ 0\.06 at 2070 on 2024-01-02T10:01:00\.000Z for 120$/,
  );
  expect(tradesCsv([sampleRunTrade()]).split('\r\n')[1]).toMatch(/,193\.5,$/);
});

test('without a trade the names alone are told', () => {
  expect(tradesCsv([]).split('\r\n')).toHaveLength(2);
});
