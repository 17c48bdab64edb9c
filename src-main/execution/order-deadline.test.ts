import { expect, test } from 'vitest';
import { orderStatusSchema } from '#shared/trading/order.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import { answerDeadlineMs, isAnswerOverdue } from './order-deadline.ts';

test('an answer is overdue once the order can no longer be acted on and its answer had time to come back', () => {
  expect(isAnswerOverdue('sent', durationMs(answerDeadlineMs - 1))).toBe(false);
  expect(isAnswerOverdue('sent', answerDeadlineMs)).toBe(true);
  expect(isAnswerOverdue('accepted', answerDeadlineMs)).toBe(true);
});

test('only an order that waits for an answer can miss it', () => {
  const waiting = orderStatusSchema.options.filter((status) => isAnswerOverdue(status, durationMs(3_600_000)));
  expect(waiting).toEqual(['sent', 'accepted']);
});
