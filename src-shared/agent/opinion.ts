import { z } from 'zod';
import { recordIdSchema } from '../trading/record-id.ts';
import { decisionIdSchema } from '../trading/ids.ts';
import { scenarioSchema } from '../trading/scenario.ts';
import { utcMsSchema } from '../units/utc-ms.ts';
import { evidenceSchema, statementSchema } from './evidence.ts';

/** Who speaks. `signal` is SignalAgentA or SignalAgentB, by the scenario. */
export const agentNameSchema = z.enum(['signal', 'risk', 'execution', 'manager', 'governance', 'reflection']);

export type AgentName = z.infer<typeof agentNameSchema>;

/** `abstain`: it says something and is for nothing. */
export const verdictSchema = z.enum(['confirm', 'veto', 'abstain']);

export type Verdict = z.infer<typeof verdictSchema>;

/** Why words are not taken for what they say: a number without a record, or with another value than its record's. */
export const ungroundedSchema = z
  .object({ number: z.string().max(64), evidenceId: z.string().max(200).nullable(), found: z.number().nullable() })
  .readonly();

export type Ungrounded = z.infer<typeof ungroundedSchema>;

/** What one agent said. `model` null: it was made by the rules. */
export const agentVerdictSchema = z
  .object({
    agent: agentNameSchema,
    verdict: verdictSchema,
    /** 0 to 1, as the agent itself puts it. */
    confidence: z.number().min(0).max(1),
    statements: z.array(statementSchema).max(12).readonly(),
    model: z.string().max(128).nullable(),
    /** Numbers of it that do not match their records: with any, the verdict is ungrounded and cannot raise a rank. */
    ungrounded: z.array(ungroundedSchema).max(32).readonly(),
  })
  .readonly();

export type AgentVerdict = z.infer<typeof agentVerdictSchema>;

const ratio = z.number().min(0).max(1);

/**
 * What became of situations like this one, as it was known then: `closed` of `found` had an outcome. Interval: 95 % of the mean R by Student's t; nulls
 * where there are too few.
 */
export const similarOutcomesSchema = z
  .object({
    asOfUtcMs: utcMsSchema,
    found: z.number().int().nonnegative(),
    closed: z.number().int().nonnegative(),
    winShare: ratio.nullable(),
    meanR: z.number().nullable(),
    lowR: z.number().nullable(),
    highR: z.number().nullable(),
    /** Nearest first. */
    neighbours: z
      .array(
        z
          .object({ recordId: recordIdSchema, distance: z.number().nonnegative(), rMultiple: z.number().nullable() })
          .readonly(),
      )
      .max(20)
      .readonly(),
  })
  .readonly();

export type SimilarOutcomes = z.infer<typeof similarOutcomesSchema>;

/** 50 is the rules' own; agents move it, and an ungrounded one only down. */
export const rankSchema = z.number().int().min(0).max(100);

export const neutralRank = 50;

/** What the agents think of one decision to enter. It can stop an entry and explain it; it holds nothing that could be sent. */
export const opinionSchema = z
  .object({
    runId: z.string().min(1).max(240),
    decisionId: decisionIdSchema,
    scenario: scenarioSchema,
    symbol: z.string().min(1).max(64),
    /** `rulesOnly`: no model was left to ask, or none is to be asked. */
    mode: z.enum(['model', 'rulesOnly']),
    verdict: verdictSchema,
    rank: rankSchema,
    isGrounded: z.boolean(),
    /** The most telling first. */
    reasons: z.array(statementSchema).max(12).readonly(),
    verdicts: z.array(agentVerdictSchema).max(8).readonly(),
    /** What the statements cite, so that each number opens its record though the run is forgotten. */
    evidence: z.array(evidenceSchema).max(96).readonly(),
    similar: similarOutcomesSchema.nullable(),
    /** Lessons that were shown to the agents. */
    lessons: z.array(recordIdSchema).max(20).readonly(),
    latencyMs: z.number().nonnegative(),
    tokens: z.object({ prompt: z.number().int().nonnegative(), reply: z.number().int().nonnegative() }).readonly(),
    asOfUtcMs: utcMsSchema,
  })
  .readonly();

export type Opinion = z.infer<typeof opinionSchema>;
