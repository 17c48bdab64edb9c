import { expect, test } from 'vitest';
import { sampleApprovalTicket } from '#main/testkit/sample-approval-ticket.ts';
import { sampleGold } from '#main/testkit/sample-instrument.ts';
import { ticketDistances } from './ticket-distances.ts';

// The sample ticket buys 0.1 lots of gold (10 ounces) at 2000 with the stop at 1990, worst price 2001.5, risk 115.70; commission 0.70.
test('says what a buy means at a price', () => {
  const distances = ticketDistances(sampleApprovalTicket(), sampleGold, 2000.5);
  expect(distances.stopPoints).toBe(-1050);
  expect(distances.roomPoints).toBe(100);
  expect(distances.riskNowMoney).toBeCloseTo(105.7);
  expect(distances).toMatchObject({ targetR: null, targetPoints: null, isPastWorst: false });
});

test('at the worst price the risk is what was agreed to, and beyond it the ticket says so', () => {
  const ticket = sampleApprovalTicket();
  const atWorst = ticketDistances(ticket, sampleGold, 2001.5);
  expect(atWorst.riskNowMoney).toBeCloseTo(115.7);
  expect(atWorst.isPastWorst).toBe(false);
  expect(ticketDistances(ticket, sampleGold, 2001.51).isPastWorst).toBe(true);
});

test('a sell is the mirror image', () => {
  const buy = sampleApprovalTicket();
  const wish = { symbol: 'XAUUSD', side: 'sell', stop: 2010, target: 1980 };
  const sell = sampleApprovalTicket({
    intent: { ...buy.intent, ...wish },
    parameters: { ...buy.parameters, ...wish, worstPrice: 1998.5 },
  });
  const distances = ticketDistances(sell, sampleGold, 1999.5);
  expect(distances).toMatchObject({ stopPoints: -1050, targetPoints: 1950, roomPoints: 100 });
  expect(distances.targetR).toBeCloseTo((195 - 0.7) / 115.7);
  expect(ticketDistances(sell, sampleGold, 1998.4).isPastWorst).toBe(true);
});
