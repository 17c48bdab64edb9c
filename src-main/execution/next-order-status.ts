import type { OrderStatus } from '#shared/trading/order.ts';

/**
 * All that can be learned about an order. `answerLost` is a closed session, a time-out or a restart; `partDealt` and `fullyDealt` are the
 * sums of its deals; `stopsRead` that the position bears the stops of a modify; everything else is the gateway's or the terminal's own word.
 */
export const orderFacts = [
  'handedToPipe',
  'couldNotSend',
  'answerLost',
  'accepted',
  'denied',
  'expired',
  'rejected',
  'cancelled',
  'stopsRead',
  'notFound',
  'partDealt',
  'fullyDealt',
] as const;

export type OrderFact = (typeof orderFacts)[number];

export interface OrderMove {
  readonly status: OrderStatus;
  /** The terminal shows an order, or deals of one, that had ended without any: halt entries and raise the alarm. */
  readonly isLateFill: boolean;
}

/** What an order becomes by a fact. A fact that is illegal or late for its status leaves it as it is. Pure and total. */
export function nextOrderStatus(status: OrderStatus, fact: OrderFact): OrderMove {
  const next = moves[fact][status];
  return next === undefined
    ? { status, isLateFill: false }
    : { status: next, isLateFill: fact !== 'stopsRead' && endedWithoutDeals.has(status) };
}

/** Statuses in which the terminal's word about the whole order decides. */
const undecided = <Next extends OrderStatus>(next: Next): Readonly<Record<Undecided, Next>> => ({
  journaled: next,
  sent: next,
  accepted: next,
  unknown: next,
});

type Undecided = 'journaled' | 'sent' | 'accepted' | 'unknown';

/** Deals prove exposure, whatever was said before them; `cancelled` is no contradiction, as a list of deals may come after it. */
const dealt = <Next extends OrderStatus>(next: Next): Readonly<Record<Undecided | EndedWithoutDeals, Next>> => ({
  ...undecided(next),
  neverSent: next,
  deniedByAdviser: next,
  expiredAtAdviser: next,
  rejected: next,
  notFound: next,
});

type EndedWithoutDeals = 'neverSent' | 'deniedByAdviser' | 'expiredAtAdviser' | 'rejected' | 'notFound';

const endedWithoutDeals: ReadonlySet<OrderStatus> = new Set<OrderStatus>([
  'neverSent',
  'deniedByAdviser',
  'expiredAtAdviser',
  'rejected',
  'notFound',
] satisfies EndedWithoutDeals[]);

const moves: Readonly<Record<OrderFact, Readonly<Partial<Record<OrderStatus, OrderStatus>>>>> = {
  handedToPipe: { journaled: 'sent' },
  couldNotSend: { journaled: 'neverSent' },
  answerLost: { journaled: 'unknown', sent: 'unknown', accepted: 'unknown' },
  accepted: { journaled: 'accepted', sent: 'accepted', unknown: 'accepted', notFound: 'accepted' },
  denied: undecided('deniedByAdviser'),
  expired: undecided('expiredAtAdviser'),
  rejected: { ...undecided('rejected'), partiallyFilled: 'partiallyFilledThenCancelled' },
  cancelled: { ...undecided('cancelled'), partiallyFilled: 'partiallyFilledThenCancelled' },
  stopsRead: { ...undecided('modified'), deniedByAdviser: 'modified', rejected: 'modified', notFound: 'modified' },
  // An order that the terminal took and then does not know is a contradiction, and no end.
  notFound: { journaled: 'notFound', sent: 'notFound', unknown: 'notFound', accepted: 'unknown' },
  partDealt: { ...dealt('partiallyFilled'), cancelled: 'partiallyFilledThenCancelled' },
  fullyDealt: {
    ...dealt('filled'),
    partiallyFilled: 'filled',
    cancelled: 'filled',
    partiallyFilledThenCancelled: 'filled',
  },
};
