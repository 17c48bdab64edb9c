import { expect, test } from 'vitest';
import { brokerClock } from '#shared/time/broker-clock.ts';
import { orderResultSchema, orderStatusSchema } from '#main/protocol/messages/trade-messages.ts';
import { sampleStampMs, sampleWireDeal } from '#main/testkit/sample-wire.ts';
import { orderAnswerFromWire, orderReportFromWire } from './order-report-from-wire.ts';

const clock = brokerClock('ny+7');

function reportOf(result: unknown): unknown {
  const body = orderResultSchema.parse({ id: '5', result, stampMs: sampleStampMs });
  return orderReportFromWire(body.result, clock);
}

function answerOf(answer: unknown): unknown {
  const body = orderStatusSchema.parse({ id: '5', answer, stampMs: sampleStampMs });
  return orderAnswerFromWire(body.answer, clock);
}

test.each([
  ['denied', 'ORDER_DENIED_BY_ADVISER'],
  ['expired', 'ORDER_EXPIRED'],
  ['rejected', 'ORDER_REJECTED'],
  ['unknown', 'ORDER_OUTCOME_UNKNOWN'],
])('gives %s the code %s where the adviser names one that we do not know', (state, code) => {
  const fault = { code: 'LATER_CODE', message: 'why', facts: { ask: 2001.7 } };
  expect(reportOf({ state, fault, retcode: 10_004 })).toEqual({
    kind: state,
    fault: { code, message: 'why', facts: { ask: 2001.7, terminalCode: 'LATER_CODE', retcode: 10_004 } },
  });
});

test('keeps a code of ours', () => {
  const fault = { code: 'WORST_PRICE_PASSED', message: 'why' };
  expect(reportOf({ state: 'denied', fault, retcode: null })).toEqual({
    kind: 'denied',
    fault: { code: 'WORST_PRICE_PASSED', message: 'why', facts: { retcode: null } },
  });
});

test('tells acceptance, the deals of a fill in whole or in part, and the stops that were read', () => {
  const { stampMs: _, ...values } = sampleWireDeal();
  const deal = { ...values, occurredAtUtcMs: Date.UTC(2024, 0, 2) };
  expect(
    [
      { state: 'accepted', orderTicket: null, retcode: 10_009 },
      { state: 'partiallyFilled', orderTicket: '9', deals: [sampleWireDeal()], retcode: 10_010 },
      { state: 'cancelled', orderTicket: null, deals: [], retcode: null },
      { state: 'cancelled', orderTicket: '9', deals: [sampleWireDeal()], retcode: null },
      { state: 'filled', orderTicket: '9', deals: [sampleWireDeal()], retcode: 10_009 },
      { state: 'modified', positionId: '501', stop: 1995, target: null, retcode: 10_009 },
    ].map(reportOf),
  ).toEqual([
    { kind: 'accepted', orderTicket: null },
    { kind: 'partiallyFilled', orderTicket: '9', deals: [deal] },
    { kind: 'cancelled', orderTicket: null, deals: [] },
    { kind: 'cancelled', orderTicket: '9', deals: [deal] },
    { kind: 'filled', orderTicket: '9', deals: [deal] },
    { kind: 'modified', stop: 1995, target: null },
  ]);
});

test('takes only proof for an end: an answer about another account is unknown', () => {
  expect(answerOf({ kind: 'FOUND', result: { state: 'accepted', orderTicket: '9', retcode: null } })).toEqual({
    kind: 'accepted',
    orderTicket: '9',
  });
  expect(answerOf({ kind: 'NOT_FOUND' })).toEqual({ kind: 'notFound' });
  expect(answerOf({ kind: 'UNKNOWN' })).toMatchObject({ kind: 'unknown', fault: { code: 'ORDER_OUTCOME_UNKNOWN' } });
  expect(answerOf({ kind: 'UNKNOWN', fault: { code: 'NOT_CONNECTED', message: 'connected for 12 s' } })).toEqual({
    kind: 'unknown',
    fault: { code: 'NOT_CONNECTED', message: 'connected for 12 s', facts: {} },
  });
  expect(answerOf({ kind: 'WRONG_ACCOUNT' })).toMatchObject({ kind: 'unknown', fault: { code: 'ACCOUNT_CHANGED' } });
});
