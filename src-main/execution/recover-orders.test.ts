import { expect, test } from 'vitest';
import { orderStatusSchema } from '#shared/trading/order.ts';
import { sampleEntryRequest, sampleOrder } from '#main/testkit/sample-order.ts';
import { loseAnswers } from './lose-answers.ts';
import { recoverOrders } from './recover-orders.ts';

const everyStatus = orderStatusSchema.options.map((status, index) =>
  sampleOrder({ status, request: sampleEntryRequest({ clientOrderId: String(2000 + index) }) }),
);

const idOf = (status: string): string =>
  everyStatus.find((order) => order.status === status)?.request.clientOrderId ?? '';

test('a restart makes unknown what may have left and asks about all that has not ended', () => {
  const { events, toAsk } = recoverOrders(everyStatus);
  expect(events).toMatchObject(
    ['journaled', 'sent', 'accepted'].map((status) => ({
      kind: 'orderStatusChanged',
      clientOrderId: idOf(status),
      status: 'unknown',
      fault: { code: 'ORDER_OUTCOME_UNKNOWN', facts: { cause: 'restart' } },
    })),
  );
  expect(toAsk).toEqual(['journaled', 'sent', 'accepted', 'partiallyFilled', 'unknown'].map(idOf));
});

test('an order keeps its ticket when its answer is lost', () => {
  const order = sampleOrder({ status: 'accepted', orderTicket: '301' });
  expect(loseAnswers([order], 'timeOut')).toMatchObject([{ status: 'unknown', orderTicket: '301' }]);
});

test('losing the session twice says nothing new', () => {
  expect(loseAnswers([sampleOrder({ status: 'unknown' })], 'sessionClosed')).toEqual([]);
});
