import { eventIterator } from '@orpc/contract';
import { refusals } from '../refusals.ts';
import { routed } from '../routed.ts';
import { signalAnswerSchema, signalEventSchema, signalWishSchema } from '../signal.ts';

/** What a scenario says of a symbol now. Nothing of it can send an order. */
export const signalProcedures = {
  /** The newest decision. MARKET_CLOSED, SIGNAL_STALE, SIGNAL_BLIND. */
  latest: routed(['read'], {
    method: 'GET',
    path: '/signal/{scenario}',
    operationId: 'getSignal',
    summary: 'The newest decision of a scenario on a symbol',
    tags: ['Signals'],
  })
    .errors(refusals)
    .input(signalWishSchema)
    .output(signalAnswerSchema),
  /** Runs the scenario's graph once on the newest closed bar. What it says is recorded as a run; no ticket follows from it. */
  invoke: routed(['read'], {
    method: 'POST',
    path: '/signal/{scenario}/invoke',
    operationId: 'invokeSignal',
    summary: 'Run the scenario’s agents once on the newest closed bar, and answer',
    description: 'The run is recorded and opens nothing: no ticket and no order follow from it.',
    tags: ['Signals'],
  })
    .errors(refusals)
    .input(signalWishSchema)
    .output(signalAnswerSchema),
  stream: routed(['read'], {
    method: 'POST',
    path: '/signal/{scenario}/stream',
    operationId: 'streamSignal',
    summary: 'The same run, its steps as server-sent events',
    description:
      'Steps and words as they come, then the answer. A token that is revoked meanwhile ends it with an error event.',
    tags: ['Signals'],
  })
    .errors(refusals)
    .input(signalWishSchema)
    .output(eventIterator(signalEventSchema)),
} as const;
