import { z } from 'zod';
import { citationSchema, statementSchema } from '#shared/agent/evidence.ts';
import { verdictSchema } from '#shared/agent/opinion.ts';
import { proposedActionSchema } from '#shared/agent/proposal.ts';

const statements = z.array(statementSchema).min(1).max(12).readonly();

const words = z.string().trim().min(1).max(600);

/** Of the signal, risk and execution agents. */
export const verdictReplySchema = z
  .object({ verdict: verdictSchema, confidence: z.number().min(0).max(1), statements })
  .readonly();

export type VerdictReply = z.infer<typeof verdictReplySchema>;

/** `none`: the position is left as it is. */
export const managerReplySchema = z
  .object({
    action: z.union([z.object({ kind: z.literal('none') }).readonly(), proposedActionSchema]),
    statements,
  })
  .readonly();

export type ManagerReply = z.infer<typeof managerReplySchema>;

export const governanceReplySchema = z.object({ statements }).readonly();

export type GovernanceReply = z.infer<typeof governanceReplySchema>;

export const reflectionReplySchema = z
  .object({
    situation: words,
    observation: words,
    advice: words,
    citations: z.array(citationSchema).max(48).readonly(),
  })
  .readonly();

export type ReflectionReply = z.infer<typeof reflectionReplySchema>;
