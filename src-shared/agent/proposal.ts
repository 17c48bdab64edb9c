import { z } from 'zod';
import { positionIdSchema } from '../trading/ids.ts';
import { scenarioSchema } from '../trading/scenario.ts';
import { priceSchema } from '../units/price.ts';
import { utcMsSchema } from '../units/utc-ms.ts';
import { evidenceSchema, statementSchema } from './evidence.ts';

/** What agents may propose for a position: less of it, or a stop nearer to the price. */
export const proposedActionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('close') }).readonly(),
  z.object({ kind: z.literal('closePart'), ratio: z.number().positive().lt(1) }).readonly(),
  z.object({ kind: z.literal('moveStop'), stop: priceSchema }).readonly(),
]);

export type ProposedAction = z.infer<typeof proposedActionSchema>;

/** Shown to the trader; it becomes a reduceOnly intent by the trader's own click, and is proved against the position like any other. */
export const proposalSchema = z
  .object({
    proposalId: z.string().min(1).max(240),
    runId: z.string().min(1).max(240),
    scenario: scenarioSchema,
    symbol: z.string().min(1).max(64),
    positionId: positionIdSchema,
    action: proposedActionSchema,
    statements: z.array(statementSchema).min(1).max(12).readonly(),
    evidence: z.array(evidenceSchema).max(96).readonly(),
    isGrounded: z.boolean(),
    model: z.string().max(128),
    proposedAtUtcMs: utcMsSchema,
    /** The next decision close. */
    validUntilUtcMs: utcMsSchema,
  })
  .readonly();

export type Proposal = z.infer<typeof proposalSchema>;

export const proposalOutcomeSchema = z.enum(['taken', 'dismissed', 'expired', 'superseded', 'denied']);

export type ProposalOutcome = z.infer<typeof proposalOutcomeSchema>;
