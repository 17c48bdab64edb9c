import { z } from 'zod';
import { faultSchema } from '../base/fault.ts';
import { filterReportSchema } from '../trading/filter-report.ts';
import { approvalOutcomeSchema } from '../trading/approval-ticket.ts';
import { approvalIdSchema, decisionIdSchema, positionIdSchema } from '../trading/ids.ts';
import { phaseSchema } from '../trading/phase.ts';
import { scenarioSchema } from '../trading/scenario.ts';
import { utcMsSchema } from '../units/utc-ms.ts';
import { evidenceSchema, statementSchema } from './evidence.ts';
import { agentNameSchema, agentVerdictSchema, opinionSchema, similarOutcomesSchema } from './opinion.ts';

/** What a run is about: an entry, an open position, a closed trade, or which scenario may enter. */
export const runKindSchema = z.enum(['entry', 'manage', 'reflection', 'governance']);

export type RunKind = z.infer<typeof runKindSchema>;

/** A prompt is a file: its version is in its head, its hash is SHA-256 over its bytes. */
export const promptNameSchema = z
  .object({ name: z.string().max(64), version: z.number().int().positive(), hash: z.string().regex(/^[0-9a-f]{64}$/) })
  .readonly();

export type PromptName = z.infer<typeof promptNameSchema>;

const ms = z.number().nonnegative();
const named = { agent: agentNameSchema };
const asked = { ...named, model: z.string().max(128), rung: z.number().int().nonnegative() };

const bodies = {
  /** The graph's thread came into a phase, by the one phase function. */
  phaseEntered: z.object({ from: phaseSchema, phase: phaseSchema }),
  nodeStarted: z.object({ node: z.string().max(64) }),
  nodeEnded: z.object({ node: z.string().max(64), durationMs: ms }),
  filtersJudged: z.object({ filters: z.array(filterReportSchema).readonly() }),
  /** A gatherer or a tool read something. `agent` null: gathered beforehand, for all. */
  toolCalled: z.object({
    agent: agentNameSchema.nullable(),
    tool: z.string().max(64),
    arguments: z.json(),
    evidence: z.array(evidenceSchema).readonly(),
    durationMs: ms,
    fault: faultSchema.nullable(),
  }),
  situationsFound: z.object({ similar: similarOutcomesSchema }),
  /** `timeoutMs`: the time left for the whole run divided by the rungs left. */
  modelAsked: z.object({ ...asked, prompt: promptNameSchema, timeoutMs: ms }),
  modelAnswered: z.object({
    ...asked,
    latencyMs: ms,
    tokens: z.object({ prompt: z.number().int().nonnegative(), reply: z.number().int().nonnegative() }).readonly(),
    /** As it came, cut at 16,384 characters; the whole is in the recording. */
    reply: z.string().max(16_384),
  }),
  /** A rung did not answer, or not so that it could be taken; the next is asked, `to` null: rules decide. */
  fellBack: z.object({ ...asked, to: z.string().max(128).nullable(), fault: faultSchema }),
  verdictGiven: z.object({ verdict: agentVerdictSchema }),
  /** The graph waits for what becomes of the ticket of its decision. */
  ticketAwaited: z.object({ decisionId: decisionIdSchema }),
  ticketEnded: z.object({ approvalId: approvalIdSchema.nullable(), outcome: approvalOutcomeSchema }),
  concluded: z.object({ opinion: opinionSchema.nullable(), statements: z.array(statementSchema).readonly() }),
  failed: z.object({ fault: faultSchema }),
} as const;

type Bodies = typeof bodies;

/** By the body itself, not by its name: the type of a generic look-up would be that of all bodies. */
const stepOf = <Kind extends keyof Bodies, Shape extends z.core.$ZodShape>(kind: Kind, body: z.ZodObject<Shape>) =>
  z
    .object({
      ...body.shape,
      kind: z.literal(kind),
      /** Of the run, from 1, without holes. */
      sequence: z.number().int().positive(),
      /** Since the run began, on the desk's steady clock. */
      atMs: ms,
    })
    .readonly();

/** One step of an agent's run, as it is shown and kept. */
export const reasoningStepSchema = z.discriminatedUnion('kind', [
  stepOf('phaseEntered', bodies.phaseEntered),
  stepOf('nodeStarted', bodies.nodeStarted),
  stepOf('nodeEnded', bodies.nodeEnded),
  stepOf('filtersJudged', bodies.filtersJudged),
  stepOf('toolCalled', bodies.toolCalled),
  stepOf('situationsFound', bodies.situationsFound),
  stepOf('modelAsked', bodies.modelAsked),
  stepOf('modelAnswered', bodies.modelAnswered),
  stepOf('fellBack', bodies.fellBack),
  stepOf('verdictGiven', bodies.verdictGiven),
  stepOf('ticketAwaited', bodies.ticketAwaited),
  stepOf('ticketEnded', bodies.ticketEnded),
  stepOf('concluded', bodies.concluded),
  stepOf('failed', bodies.failed),
]);

export type ReasoningStep = z.infer<typeof reasoningStepSchema>;

/** What a node tells of itself; its number and time are given by the run. */
export type ReasoningStepBody = {
  [Kind in keyof Bodies]: { readonly kind: Kind } & Readonly<z.infer<Bodies[Kind]>>;
}[keyof Bodies];

/** `waiting`: it has said what it thinks, and its graph waits for the ticket. `interrupted`: the engine ended in the middle of it. */
export const runStateSchema = z.enum(['running', 'waiting', 'ended', 'failed', 'interrupted']);

export const agentRunSummarySchema = z
  .object({
    runId: z.string().min(1).max(240),
    kind: runKindSchema,
    scenario: scenarioSchema,
    symbol: z.string().min(1).max(64),
    decisionId: decisionIdSchema.nullable(),
    positionId: positionIdSchema.nullable(),
    /** The market's time that it looks at: nothing later is shown to it. */
    asOfUtcMs: utcMsSchema,
    /** The desk's. */
    startedAtUtcMs: utcMsSchema,
    durationMs: ms.nullable(),
    deadlineMs: ms,
    state: runStateSchema,
    mode: z.enum(['model', 'rulesOnly']).nullable(),
    verdict: opinionSchema.unwrap().shape.verdict.nullable(),
    isGrounded: z.boolean().nullable(),
    model: z.string().max(128).nullable(),
  })
  .readonly();

export type AgentRunSummary = z.infer<typeof agentRunSummarySchema>;

export const agentRunSchema = z
  .object({ summary: agentRunSummarySchema, steps: z.array(reasoningStepSchema).readonly() })
  .readonly();

export type AgentRun = z.infer<typeof agentRunSchema>;
