import { oc } from '@orpc/contract';
import { z } from 'zod';
import { scenarioSchema } from '../../trading/scenario.ts';
import { reasonSchema } from '../reason.ts';
import { refusals } from '../refusals.ts';

/** Which scenario may enter. */
export const governanceProcedures = {
  /** Nothing is switched by the deposit until it is released. */
  hold: oc.errors(refusals).input(z.object({ reason: reasonSchema })),
  /** Switches now, and holds. */
  force: oc.errors(refusals).input(z.object({ scenario: scenarioSchema, reason: reasonSchema })),
  release: oc.errors(refusals).input(z.object({ reason: reasonSchema })),
} as const;
