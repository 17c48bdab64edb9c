import { z } from 'zod';
import { flattenScopeSchema } from '../../trading/flatten-scope.ts';
import { reasonSchema } from '../reason.ts';
import { refusals } from '../refusals.ts';
import { routed } from '../routed.ts';

/** Halt, flatten, resume. */
export const tradingStateProcedures = {
  halt: routed(['halt'], {
    method: 'POST',
    path: '/halt',
    operationId: 'halt',
    summary: 'Refuse entries from now on; reducing stays possible',
    successStatus: 204,
    tags: ['Trading state'],
  })
    .errors(refusals)
    .input(z.object({ reason: reasonSchema })),
  resume: routed(['approve', 'halt'], {
    method: 'POST',
    path: '/resume',
    operationId: 'resume',
    summary: 'Allow entries again',
    description: 'Needs both scopes: whoever may only stop must not be able to undo it.',
    successStatus: 204,
    tags: ['Trading state'],
  })
    .errors(refusals)
    .input(z.object({ reason: reasonSchema })),
  /** Halts, then closes every position of the scope until none is left. */
  flatten: routed(['halt'], {
    method: 'POST',
    path: '/flatten',
    operationId: 'flatten',
    summary: 'Halt, then close positions until none of the scope is left',
    successStatus: 204,
    tags: ['Trading state'],
  })
    .errors(refusals)
    .input(z.object({ scope: flattenScopeSchema, reason: reasonSchema })),
} as const;
