import { z } from 'zod';
import type { JsonValue } from '../base/json-value.ts';
import { agentRunSummarySchema, reasoningStepSchema, runKindSchema } from '../agent/agent-run.ts';
import { lessonSchema } from '../agent/lesson.ts';
import { agentNameSchema } from '../agent/opinion.ts';
import { decisionIdSchema } from '../trading/ids.ts';
import { scenarioSchema } from '../trading/scenario.ts';
import { utcMsSchema } from '../units/utc-ms.ts';

const count = z.number().int().nonnegative();
const runId = z.string().min(1).max(240);

export const runsWishSchema = z
  .object({
    scenario: scenarioSchema.nullable().default(null),
    symbol: z.string().min(1).max(64).nullable().default(null),
    kind: runKindSchema.nullable().default(null),
    decisionId: decisionIdSchema.nullable().default(null),
    before: z.object({ startedAtUtcMs: utcMsSchema, runId }).readonly().nullable().default(null),
    limit: z.number().int().min(1).max(200).default(50),
  })
  .readonly();

export type RunsWish = z.infer<typeof runsWishSchema>;

/** A page of runs, as a query of an address can say it. */
export const runsPageWishSchema = z
  .object({
    scenario: scenarioSchema.optional(),
    symbol: z.string().min(1).max(64).optional(),
    /** The runId that the page before ended with; the newest, where none is said. */
    before: runId.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  })
  .readonly();

export type RunsPageWish = z.output<typeof runsPageWishSchema>;

/** A model's words as they stream. */
export const modelWordsSchema = z
  .object({
    kind: z.literal('words'),
    runId,
    agent: agentNameSchema,
    model: z.string().max(128),
    text: z.string(),
    isThinking: z.boolean(),
  })
  .readonly();

/** What is told of runs while they go on: `words` are a model's as they stream; the step that follows them holds them whole. */
export const agentRunNewsSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('runChanged'), summary: agentRunSummarySchema }).readonly(),
  z.object({ kind: z.literal('stepTaken'), runId, step: reasoningStepSchema }).readonly(),
  modelWordsSchema,
]);

export type AgentRunNews = z.infer<typeof agentRunNewsSchema>;

/**
 * `sequence` counts batches of one subscription from 1. The first holds the newest runs; one whose news overran the bound is a beginning again, and a run
 * that is open is then asked for anew. Words of one agent that wait together are joined.
 */
export const agentRunBatchSchema = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z.literal('runs'),
      sequence: z.number().int().positive(),
      runs: z.array(agentRunSummarySchema).readonly(),
    })
    .readonly(),
  z
    .object({
      kind: z.literal('news'),
      sequence: z.number().int().positive(),
      news: z.array(agentRunNewsSchema).readonly(),
    })
    .readonly(),
]);

export type AgentRunBatch = z.infer<typeof agentRunBatchSchema>;

const json: z.ZodType<JsonValue> = z.json();

/** A run played again: from its recording, or by the models of now on the same inputs. */
export const replayReportSchema = z
  .object({
    runId,
    source: z.enum(['recording', 'model']),
    isSame: z.boolean(),
    recorded: json,
    replayed: json,
    differences: z.array(z.object({ path: z.string(), recorded: json, replayed: json }).readonly()).readonly(),
  })
  .readonly();

export type ReplayReport = z.infer<typeof replayReportSchema>;

/**
 * A lesson with what came of using it: `effectR` is the mean R of trades whose decision was shown it less that of comparable ones (same scenario, symbol
 * and side) whose was not, with a 95 % interval by Welch's t; nulls where there are fewer than two of either.
 */
export const lessonViewSchema = z
  .object({
    lesson: lessonSchema,
    retired: z.object({ atUtcMs: utcMsSchema, reason: z.string() }).readonly().nullable(),
    uses: count,
    tradesWith: count,
    tradesWithout: count,
    effectR: z.number().nullable(),
    lowR: z.number().nullable(),
    highR: z.number().nullable(),
  })
  .readonly();

export type LessonView = z.infer<typeof lessonViewSchema>;
