import { expect, test } from 'vitest';
import { sampleApprovalTicket } from '#main/testkit/sample-approval-ticket.ts';
import { escalate, type EscalationSoFar, type Urgency } from './escalation.ts';

const ticket = sampleApprovalTicket();
const waiting = [{ ticket, deadlineMs: ticket.validForMs }];

/** What is told when the clock is read at these shares of the ticket's time. */
function toldAt(...shares: readonly number[]): readonly (readonly Urgency[])[] {
  let soFar: EscalationSoFar = new Map();
  return shares.map((share) => {
    const { told, after } = escalate(soFar, waiting, share * ticket.validForMs);
    soFar = after;
    return told.map(({ urgency }) => urgency);
  });
}

test('a ticket is told when it opens, at half of its time and with a fifth left, once each', () => {
  expect(toldAt(0, 0.1, 0.49, 0.5, 0.6, 0.79, 0.8, 0.9)).toEqual([['opened'], [], [], ['half'], [], [], ['last'], []]);
});

test('where rungs were passed at once only the highest is told', () => {
  expect(toldAt(0.9, 0.95)).toEqual([['last'], []]);
  expect(toldAt(0, 0.85)).toEqual([['opened'], ['last']]);
});

test('what has run out, or has gone, is told no more', () => {
  expect(toldAt(0, 1, 1.5)).toEqual([['opened'], [], []]);
  expect(toldAt(1.2)).toEqual([[]]);
  expect(escalate(new Map([['gone', 'half']]), [], 0)).toEqual({ told: [], after: new Map() });
});
