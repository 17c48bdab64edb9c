import type { TreatmentChance } from './broker/treatment-plan.ts';
import type { TreatmentName } from './broker/treatment.ts';

/**
 * The life of an order in the terminal. received: read from the pipe. journaled: RECEIVED is on the disk and acknowledged. sending: SENDING
 * is on the disk. executed: the broker has filled or refused it, on its own disk. stored: RESULT is on the disk. answered: the result was
 * handed to the pipe.
 */
export const orderSteps = ['received', 'journaled', 'sending', 'executed', 'stored', 'answered'] as const;

export type OrderStep = (typeof orderSteps)[number];

/** What may be made to go wrong, so that both sides can be shown to bear it. */
export interface OrderFaults {
  /** How long an order rests after a step before it goes on; none where it is not named. */
  readonly delayMsAfter: Readonly<Partial<Record<OrderStep, number>>>;
  /** The connection is dropped after this step of the first order that comes by. */
  readonly dropAfter: OrderStep | null;
  /** No result is ever told unasked. */
  readonly losesReply: boolean;
  /** What the broker does with the first orders, in turn. */
  readonly script: readonly TreatmentName[];
  /** What it does with the others by chance. */
  readonly chances: readonly TreatmentChance[];
  readonly seed: number;
  /** Whether hints of what changed are told, as they may be lost or come twice. */
  readonly transactions: 'told' | 'lost' | 'twice';
}

export const noOrderFaults: OrderFaults = {
  delayMsAfter: {},
  dropAfter: null,
  losesReply: false,
  script: [],
  chances: [],
  seed: 0,
  transactions: 'told',
};
