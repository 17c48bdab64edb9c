import { fault, type Fault } from '#shared/base/fault.ts';
import type { EngineEvent } from '#shared/events/engine-event.ts';
import type { Order } from '#shared/trading/order.ts';
import { learn } from './order-outcome.ts';

export type LostAnswer = 'restart' | 'sessionClosed' | 'timeOut';

const sentences: Readonly<Record<LostAnswer, string>> = {
  restart: 'The engine stopped before the terminal answered.',
  sessionClosed: 'The session with the terminal ended before it answered.',
  timeOut: 'The terminal did not answer in time.',
};

/** Orders whose answer is lost become unknown, all others stay as they are. Nothing is sent again: the terminal is asked. */
export const loseAnswers = (orders: readonly Order[], cause: LostAnswer): readonly EngineEvent[] =>
  orders.flatMap((order) => learn(order, { fact: 'answerLost', orderTicket: null, fault: lostBy(cause) }).events);

const lostBy = (cause: LostAnswer): Fault =>
  fault('ORDER_OUTCOME_UNKNOWN', `${sentences[cause]} Whether the order was executed is being asked.`, { cause });
