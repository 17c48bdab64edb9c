import { expect, test } from 'vitest';
import { instrumentSchema } from '#shared/market/instrument.ts';
import { quoteSchema, type Quote } from '#shared/market/quote.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleInstrument } from '#main/testkit/sample-instrument.ts';
import { watchedSymbols } from './watched-symbols.ts';

const gold = sampleInstrument();
const euro = instrumentSchema.parse({ ...gold, symbol: 'EURUSD' });
const instruments = new Map([gold, euro].map((one) => [one.symbol, one]));

const quoteOf = (symbol: string, ageMs: number): Quote =>
  quoteSchema.parse({ symbol, bid: 2000, ask: 2001, occurredAtUtcMs: sampleStartUtcMs - ageMs });

test('a symbol is shown with its quote and how old that is, and without either', () => {
  const quotes = new Map([['XAUUSD', quoteOf('XAUUSD', 3000)]]);
  expect(watchedSymbols()({ instruments, quotes, nowUtcMs: sampleStartUtcMs })).toEqual([
    { instrument: gold, quote: quotes.get('XAUUSD'), ageMs: 3000 },
    { instrument: euro, quote: null, ageMs: null },
  ]);
});

test('a quote that is ahead of the second that is shown is not of the future', () => {
  const quotes = new Map([['XAUUSD', quoteOf('XAUUSD', -400)]]);
  expect(watchedSymbols()({ instruments, quotes, nowUtcMs: sampleStartUtcMs })[0]?.ageMs).toBe(0);
});

test('a quote draws its own row anew and leaves the others', () => {
  const rowsOf = watchedSymbols();
  const quotes = new Map(['XAUUSD', 'EURUSD'].map((symbol) => [symbol, quoteOf(symbol, 3000)]));
  const [goldBefore, euroBefore] = rowsOf({ instruments, quotes, nowUtcMs: sampleStartUtcMs });
  const later = new Map(quotes).set('EURUSD', quoteOf('EURUSD', 0));
  const [goldAfter, euroAfter] = rowsOf({ instruments, quotes: later, nowUtcMs: sampleStartUtcMs });
  expect(goldAfter).toBe(goldBefore);
  expect(euroAfter).not.toBe(euroBefore);
  const [older] = rowsOf({ instruments, quotes: later, nowUtcMs: sampleStartUtcMs + 1000 });
  expect(older).toMatchObject({ ageMs: 4000 });
});
