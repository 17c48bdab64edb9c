import { expect, test } from 'vitest';
import type { Quote } from '#shared/market/quote.ts';
import { price } from '#shared/units/price.ts';
import { sampleApprovalTicket } from '#main/testkit/sample-approval-ticket.ts';
import { sampleGold } from '#main/testkit/sample-instrument.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import { ticketFigures } from './ticket-figures.ts';

const quoteAt = (bid: number, ask: number): Quote => ({ ...sampleQuote(), bid: price(bid), ask: price(ask) });

// The sample ticket buys 0.1 lots of gold (10 ounces) at 2000 with the stop at 1990, worst price 2001.5, risk 115.70; commission 0.70.
test('says what a buy means at the ask of the moment', () => {
  const ticket = sampleApprovalTicket();
  const figures = ticketFigures(ticket, sampleGold, quoteAt(2000.2, 2000.5));
  expect(figures.priceNow).toBe(2000.5);
  expect(figures.spreadPoints).toBe(30);
  expect(figures.stopPoints).toBe(-1050);
  expect(figures.roomPoints).toBe(100);
  expect(figures.riskNowMoney).toBeCloseTo(105.7);
  expect(figures.costR).toBeCloseTo((3 + 0.7) / 115.7);
  expect(figures.driftR).toBeCloseTo(5 / 115.7);
  expect(figures).toMatchObject({ targetR: null, targetPoints: null, isPastWorst: false });
});

test('at the worst price the risk is what was agreed to, and beyond it the ticket says so', () => {
  const ticket = sampleApprovalTicket();
  const atWorst = ticketFigures(ticket, sampleGold, quoteAt(2001.2, 2001.5));
  expect(atWorst.riskNowMoney).toBeCloseTo(115.7);
  expect(atWorst.isPastWorst).toBe(false);
  expect(ticketFigures(ticket, sampleGold, quoteAt(2001.2, 2001.51)).isPastWorst).toBe(true);
});

test('a sell is the mirror image, at the bid', () => {
  const buy = sampleApprovalTicket();
  const wish = { symbol: 'XAUUSD', side: 'sell', stop: 2010, target: 1980 };
  const sell = sampleApprovalTicket({
    intent: { ...buy.intent, ...wish },
    parameters: { ...buy.parameters, ...wish, worstPrice: 1998.5 },
  });
  const figures = ticketFigures(sell, sampleGold, quoteAt(1999.5, 1999.8));
  expect(figures).toMatchObject({ priceNow: 1999.5, stopPoints: -1050, targetPoints: 1950, roomPoints: 100 });
  expect(figures.driftR).toBeCloseTo(5 / 115.7);
  expect(figures.targetR).toBeCloseTo((195 - 0.7) / 115.7);
  expect(ticketFigures(sell, sampleGold, quoteAt(1998.4, 1998.8)).isPastWorst).toBe(true);
});
