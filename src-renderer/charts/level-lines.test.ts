import { expect, test } from 'vitest';
import { sampleApprovalTicket } from '#main/testkit/sample-approval-ticket.ts';
import { sampleGold } from '#main/testkit/sample-instrument.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import { levelLines } from './level-lines.ts';

const words = { buy: 'BUY', sell: 'SELL', stop: 'S/L', target: 'T/P', worst: 'Worst' };

test('draws the quote, each position and each ticket of the symbol, and nothing of others', () => {
  const lines = levelLines('XAUUSD', {
    quote: sampleQuote(),
    positions: [samplePosition({ stop: 1990, target: 2050 }), samplePosition({ symbol: 'EURUSD' })],
    tickets: [sampleApprovalTicket()],
    instrument: sampleGold,
    words,
  });
  expect(lines.map(({ owner, kind, text }) => `${owner} ${kind} ${text}`.trim())).toEqual([
    'quote ask',
    'quote bid',
    'position entry BUY 0.10',
    'position stop S/L',
    'position target T/P',
    'ticket entry ? BUY 0.10',
    'ticket worst ? Worst',
    'ticket stop ? S/L',
  ]);
  expect(new Set(lines.map((line) => line.id)).size).toBe(lines.length);
});

test('a position without a stop has no stop line', () => {
  const lines = levelLines('XAUUSD', {
    quote: undefined,
    positions: [samplePosition({ stop: null, target: null })],
    tickets: [],
    instrument: sampleGold,
    words,
  });
  expect(lines.map((line) => line.kind)).toEqual(['entry']);
});
