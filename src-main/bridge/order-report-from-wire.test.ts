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

test('tells acceptance, cancellation and the deals of a fill', () => {
  const { stampMs: _, ...deal } = sampleWireDeal();
  expect(
    [
      { state: 'accepted', orderTicket: null, retcode: 10_009 },
      { state: 'cancelled', orderTicket: '9', retcode: null },
      { state: 'filled', orderTicket: '9', deals: [sampleWireDeal()], retcode: 10_009 },
    ].map(reportOf),
  ).toEqual([
    { kind: 'accepted', orderTicket: null },
    { kind: 'cancelled', orderTicket: '9' },
    { kind: 'filled', orderTicket: '9', deals: [{ ...deal, occurredAtUtcMs: Date.UTC(2024, 0, 2) }] },
  ]);
});

test('takes only proof for an end: an answer about another account is unknown', () => {
  expect(answerOf({ kind: 'FOUND', result: { state: 'accepted', orderTicket: '9', retcode: null } })).toEqual({
    kind: 'accepted',
    orderTicket: '9',
  });
  expect(answerOf({ kind: 'NOT_FOUND' })).toEqual({ kind: 'notFound' });
  expect(answerOf({ kind: 'UNKNOWN' })).toMatchObject({ kind: 'unknown', fault: { code: 'ORDER_OUTCOME_UNKNOWN' } });
  expect(answerOf({ kind: 'WRONG_ACCOUNT' })).toMatchObject({ kind: 'unknown', fault: { code: 'ACCOUNT_CHANGED' } });
});
