import { oc } from '@orpc/contract';
import { z } from 'zod';
import { flattenScopeSchema } from '../../trading/flatten-scope.ts';
import { reasonSchema } from '../reason.ts';
import { refusals } from '../refusals.ts';

/** Halt, flatten, resume. */
export const tradingStateProcedures = {
  halt: oc.errors(refusals).input(z.object({ reason: reasonSchema })),
  resume: oc.errors(refusals).input(z.object({ reason: reasonSchema })),
  /** Halts, then closes every position of the scope until none is left. */
  flatten: oc.errors(refusals).input(z.object({ scope: flattenScopeSchema, reason: reasonSchema })),
} as const;
