import { oc } from '@orpc/contract';
import { z } from 'zod';
import { approvalIdSchema } from '../../trading/ids.ts';
import { orderParametersSchema } from '../../trading/order-parameters.ts';
import { lotsSchema } from '../../units/lots.ts';
import { priceSchema } from '../../units/price.ts';
import { reasonSchema } from '../reason.ts';
import { refusals } from '../refusals.ts';

/** The trader's word on a ticket. */
export const approvalProcedures = {
  /** `parameters` are those that were on the screen; any other than the ticket's own are refused. */
  approve: oc.errors(refusals).input(z.object({ approvalId: approvalIdSchema, parameters: orderParametersSchema })),
  reject: oc.errors(refusals).input(z.object({ approvalId: approvalIdSchema, reason: reasonSchema })),
  /**
   * Asks again with what the trader wants otherwise: risk is run on it, and a new ticket supersedes this one. `parameters` are those that were on the
   * screen. Nothing is sent by it.
   */
  modify: oc.errors(refusals).input(
    z.object({
      approvalId: approvalIdSchema,
      parameters: orderParametersSchema,
      change: z.object({ volume: lotsSchema, stop: priceSchema, target: priceSchema.nullable() }).partial().readonly(),
    }),
  ),
} as const;
