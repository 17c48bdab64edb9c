import { z } from 'zod';
import { approvalIdSchema } from '../../trading/ids.ts';
import { orderParametersSchema } from '../../trading/order-parameters.ts';
import { lotsSchema } from '../../units/lots.ts';
import { priceSchema } from '../../units/price.ts';
import { reasonSchema } from '../reason.ts';
import { openApprovalSchema } from '../cockpit-snapshot.ts';
import { refusals } from '../refusals.ts';
import { routed } from '../routed.ts';

/** The trader's word on a ticket. */
export const approvalProcedures = {
  /** Those that wait. */
  list: routed(['read'], {
    method: 'GET',
    path: '/approvals',
    operationId: 'listApprovals',
    summary: 'The tickets that wait for the trader',
    tags: ['Approvals'],
  })
    .errors(refusals)
    .output(z.array(openApprovalSchema).readonly()),
  /** `parameters` are those that were on the screen; any other than the ticket's own are refused. */
  approve: routed(['approve'], {
    method: 'POST',
    path: '/approvals/{approvalId}/approve',
    operationId: 'approve',
    summary: 'Approve a ticket with exactly the parameters that were shown',
    successStatus: 204,
    tags: ['Approvals'],
  })
    .errors(refusals)
    .input(z.object({ approvalId: approvalIdSchema, parameters: orderParametersSchema })),
  reject: routed(['approve'], {
    method: 'POST',
    path: '/approvals/{approvalId}/reject',
    operationId: 'reject',
    summary: 'Reject a ticket; later runs see the reason',
    successStatus: 204,
    tags: ['Approvals'],
  })
    .errors(refusals)
    .input(z.object({ approvalId: approvalIdSchema, reason: reasonSchema })),
  /**
   * Asks again with what the trader wants otherwise: risk is run on it, and a new ticket supersedes this one. `parameters` are those that were on the
   * screen. Nothing is sent by it.
   */
  modify: routed(['approve'], {
    method: 'POST',
    path: '/approvals/{approvalId}/modify',
    operationId: 'modify',
    summary: 'Ask again with another volume, stop or target',
    description:
      'Risk is run on the change, and a new ticket supersedes this one; without a change the same is asked at the price of now. Nothing is sent by it.',
    successStatus: 204,
    tags: ['Approvals'],
  })
    .errors(refusals)
    .input(
      z.object({
        approvalId: approvalIdSchema,
        parameters: orderParametersSchema,
        change: z
          .object({ volume: lotsSchema, stop: priceSchema, target: priceSchema.nullable() })
          .partial()
          .readonly(),
      }),
    ),
} as const;
