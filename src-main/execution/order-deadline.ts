import type { OrderStatus } from '#shared/trading/order.ts';
import { durationMs, secondsToMs, type DurationMs } from '#shared/units/duration-ms.ts';

/** How long after its sending the terminal may still act on an order; the adviser denies it afterwards. */
export const orderTtlMs: DurationMs = secondsToMs(10);

/** For the answer's way back: silence of five seconds is also the death of a session. */
const answerGraceMs: DurationMs = secondsToMs(5);

export const answerDeadlineMs: DurationMs = durationMs(orderTtlMs + answerGraceMs);

/** Whether the answer counts as lost. `sinceSentMs` runs on the desk's monotonic clock: a held replay must not keep an order waiting. */
export const isAnswerOverdue = (status: OrderStatus, sinceSentMs: DurationMs): boolean =>
  (status === 'sent' || status === 'accepted') && sinceSentMs >= answerDeadlineMs;
