import { expect, test } from 'vitest';
import fc from 'fast-check';
import { isQuoteOf, quoteSchema } from './quote.ts';

const valid = { symbol: 'EURUSD', occurredAtUtcMs: Date.UTC(2025, 0, 2), bid: 1.1, ask: 1.10002 };

test('a quote whose bid is its ask is valid', () => {
  expect(quoteSchema.parse({ ...valid, ask: valid.bid })).toEqual({ ...valid, ask: valid.bid });
});

test.each([
  ['a bid above the ask', { ...valid, bid: 1.10003 }],
  ['a bid of zero', { ...valid, bid: 0 }],
  ['an ask that is not a number', { ...valid, ask: Number.NaN }],
  ['a stamp past 2100', { ...valid, occurredAtUtcMs: Date.UTC(2100, 0, 1) }],
  ['no symbol', { ...valid, symbol: '' }],
])('a quote with %s is refused', (_, quote) => {
  expect(quoteSchema.safeParse(quote).success).toBe(false);
});

test('the quick check of a tick says what the schema says', () => {
  const number = fc.oneof(fc.double(), fc.constantFrom(0, -1, 1.1, Number.NaN, Infinity));
  fc.assert(
    fc.property(fc.string({ maxLength: 80 }), number, number, (symbol, bid, ask) => {
      expect(isQuoteOf(symbol, bid, ask)).toBe(quoteSchema.safeParse({ ...valid, symbol, bid, ask }).success);
    }),
  );
});
