import { expect, test } from 'vitest';
import { price } from '#shared/units/price.ts';
import { ticketStaleness } from './ticket-staleness.ts';

const figures = { price: price(2000), driftR: 0.1, driftLimitR: 0.15 };

test('a ticket is fresh up to its drift limit, and when the price became better', () => {
  expect(ticketStaleness(figures, { isPastWorst: false })).toBeNull();
  expect(ticketStaleness({ ...figures, driftR: 0.15 }, null)).toBeNull();
  expect(ticketStaleness({ ...figures, driftR: -3 }, null)).toBeNull();
});

test('past its drift limit, past its worst price or without a price it is stale', () => {
  expect(ticketStaleness({ ...figures, driftR: 0.16 }, { isPastWorst: false })).toBe('drifted');
  expect(ticketStaleness(figures, { isPastWorst: true })).toBe('pastWorst');
  expect(ticketStaleness({ ...figures, price: null, driftR: null }, null)).toBe('noPrice');
});
