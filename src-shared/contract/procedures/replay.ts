import { oc } from '@orpc/contract';
import { z } from 'zod';
import { refusals } from '../refusals.ts';

/** The simulated market’s clock. */
export const replayProcedures = {
  pause: oc.errors(refusals),
  resume: oc.errors(refusals),
  step: oc.errors(refusals),
  setSpeed: oc.errors(refusals).input(z.object({ speed: z.number().min(0.1).max(1_000_000) })),
} as const;
