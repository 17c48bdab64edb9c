import { expect, test } from 'vitest';
import { sampleInstrument } from '#main/testkit/sample-instrument.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import type { Side } from '#shared/trading/side.ts';
import { price } from '#shared/units/price.ts';
import { checkLevels } from './check-levels.ts';

const quote = sampleQuote({ bid: 2000, spreadPoints: 20 });
const gold = sampleInstrument({ stopsLevelPoints: 50 });
const codeOf = (side: Side, stop: number, target: number | null = null): string | undefined =>
  checkLevels({ side, stop: price(stop), target: target === null ? null : price(target) }, quote, gold)?.code;

test('a long keeps its stop below the bid by the stops level', () => {
  expect([2000, 1999.51, 1999.5].map((stop) => codeOf('buy', stop))).toEqual([
    'STOP_WRONG_SIDE',
    'STOP_TOO_NEAR',
    undefined,
  ]);
});

test('a short keeps its stop above the ask by the stops level', () => {
  expect([2000.2, 2000.69, 2000.7].map((stop) => codeOf('sell', stop))).toEqual([
    'STOP_WRONG_SIDE',
    'STOP_TOO_NEAR',
    undefined,
  ]);
});

test('a target lies beyond the stops level on the winning side, or there is none', () => {
  expect([2000.5, 2000.49, 1999].map((target) => codeOf('buy', 1990, target))).toEqual([
    undefined,
    'TARGET_WRONG_SIDE',
    'TARGET_WRONG_SIDE',
  ]);
  expect([1999.7, 1999.71].map((target) => codeOf('sell', 2010, target))).toEqual([undefined, 'TARGET_WRONG_SIDE']);
});
