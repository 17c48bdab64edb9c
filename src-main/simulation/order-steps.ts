/**
 * The life of an order in the terminal. received: read from the pipe. journaled: RECEIVED is on the disk and acknowledged. sending: SENDING
 * is on the disk. executed: the broker has filled or refused it, on its own disk. stored: RESULT is on the disk. answered: the result was
 * handed to the pipe.
 */
export const orderSteps = ['received', 'journaled', 'sending', 'executed', 'stored', 'answered'] as const;

export type OrderStep = (typeof orderSteps)[number];

/** What may be made to go wrong, so that tests can end either side in the middle of an order. */
export interface OrderFaults {
  /** How long an order rests after a step before it goes on; none where it is not named. */
  readonly delayMsAfter: Readonly<Partial<Record<OrderStep, number>>>;
  /** The connection is dropped after this step of the first order that comes by. */
  readonly dropAfter: OrderStep | null;
  /** No result is ever told unasked. */
  readonly losesReply: boolean;
}

export const noOrderFaults: OrderFaults = { delayMsAfter: {}, dropAfter: null, losesReply: false };
