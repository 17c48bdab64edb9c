import { oc } from '@orpc/contract';
import { z } from 'zod';
import { positionIdSchema } from '../../trading/ids.ts';
import { lotsSchema } from '../../units/lots.ts';
import { priceSchema } from '../../units/price.ts';
import { refusals } from '../refusals.ts';

/** The trader’s own hand on positions. */
export const positionProcedures = {
  /** All that is left of it, or a part. */
  close: oc.errors(refusals).input(z.object({ positionId: positionIdSchema, volume: lotsSchema.nullish() })),
  /** The trader's own hand: a stop may be widened by it, never removed. */
  modify: oc
    .errors(refusals)
    .input(z.object({ positionId: positionIdSchema, stop: priceSchema, target: priceSchema.nullable() })),
  /** Closes the part that is offered to go because the fill risks more than was approved. */
  takeReduction: oc.errors(refusals).input(z.object({ positionId: positionIdSchema })),
} as const;
