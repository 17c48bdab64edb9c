import { expect, test } from 'vitest';
import { regimeTradesSchema } from '#shared/contract/memory.ts';
import { regimesText } from './regimes-text.ts';
import { rowsOf } from './table-rows.suite.ts';

test('closed trades are told by the market that they were opened in, what is not known as such', () => {
  const regimes = regimeTradesSchema.parse([
    { regime: 'trendUp', closed: 3, won: 2, net: 51.5, meanR: 0.4 },
    { regime: null, closed: 1, won: 0, net: -20, meanR: null },
  ]);
  expect(rowsOf(regimesText(regimes))).toEqual([
    ['market', 'closed', 'won', 'net', 'mean R'],
    ['trendUp', '3', '2', '51.50', '0.40'],
    ['unknown', '1', '0', '-20.00', '–'],
  ]);
  expect(regimesText([])).toBe('No closed trade is known.');
});
