import { z } from 'zod';
import { reasoningStepSchema } from '../agent/agent-run.ts';
import { statementSchema } from '../agent/evidence.ts';
import { agentVerdictSchema, rankSchema, verdictSchema } from '../agent/opinion.ts';
import { faultSchema } from '../base/fault.ts';
import { approvalOutcomeSchema } from '../trading/approval-ticket.ts';
import { filterReportSchema } from '../trading/filter-report.ts';
import { approvalIdSchema, decisionIdSchema } from '../trading/ids.ts';
import type { Scenario } from '../trading/scenario.ts';
import { signalSchema } from '../trading/signal.ts';
import { lotsSchema } from '../units/lots.ts';
import { moneySchema } from '../units/money.ts';
import { utcMsSchema } from '../units/utc-ms.ts';
import { modelWordsSchema } from './agents.ts';

/** The scenarios by the names that the signal service gives them: A is intraday, B is swing. */
export const signalScenarioSchema = z.enum(['intraday', 'swing']);

export type SignalScenario = z.infer<typeof signalScenarioSchema>;

export const scenarioOfSignal = (scenario: SignalScenario): Scenario => (scenario === 'intraday' ? 'A' : 'B');

const symbol = z.string().min(1).max(64);
const runId = z.string().min(1).max(240);
const milliseconds = z.number().nonnegative();

export const signalWishSchema = z.object({ scenario: signalScenarioSchema, symbol }).readonly();

export type SignalWish = z.infer<typeof signalWishSchema>;

/** What the rules say on the bar: `passes` where they wish to enter. */
const ruleVerdictSchema = z
  .object({ passes: z.boolean(), signal: signalSchema, filters: z.array(filterReportSchema).readonly() })
  .readonly();

/** What the agents say. An ungrounded verdict is shown and outranks nothing. */
const modelVerdictSchema = z
  .object({
    runId,
    verdict: verdictSchema,
    rank: rankSchema,
    isGrounded: z.boolean(),
    /** The models that were heard; none where rules spoke for all. */
    models: z.array(z.string()).readonly(),
    verdicts: z.array(agentVerdictSchema).readonly(),
  })
  .readonly();

/** What risk made of it. `notAsked`: the rules wished for nothing, or a ticket of the scenario was under way. */
const riskVerdictSchema = z
  .object({
    verdict: z.enum(['notAsked', 'approved', 'denied']),
    fault: faultSchema.nullable(),
    approvalId: approvalIdSchema.nullable(),
    volume: lotsSchema.nullable(),
    riskMoney: moneySchema.nullable(),
    /** Of its ticket; null while that waits, and where there is none. */
    outcome: approvalOutcomeSchema.nullable(),
  })
  .readonly();

export type RiskVerdict = z.infer<typeof riskVerdictSchema>;

/** How good the data behind it is. Where it is too bad there is no answer but a fault. Ages are of the market's time. */
const dataQualitySchema = z
  .object({
    quoteAgeMs: milliseconds,
    spread: z.number().nonnegative(),
    /** How far the stored bars lie behind what the market's hours let expect; null where it is not known. */
    barsLagMs: milliseconds.nullable(),
    holes: z.number().int().nonnegative(),
  })
  .readonly();

export type DataQuality = z.infer<typeof dataQualitySchema>;

/**
 * The newest decision of a scenario on a symbol, and what was thought of it. Times are UTC in milliseconds; `validUntil` is when the next decision is due.
 * `mode` is `rulesOnly` where no model was heard. Nothing here can send an order.
 */
export const signalAnswerSchema = z
  .object({
    scenario: signalScenarioSchema,
    symbol,
    decisionId: decisionIdSchema,
    asOf: utcMsSchema,
    validUntil: utcMsSchema,
    mode: z.enum(['model', 'rulesOnly']),
    dataQuality: dataQualitySchema,
    ruleVerdict: ruleVerdictSchema,
    modelVerdict: modelVerdictSchema.nullable(),
    riskVerdict: riskVerdictSchema,
    /** What the filters measured, by their names; null is no data. */
    features: z.record(z.string(), z.number().nullable()).readonly(),
    /** In the trader's language, the most telling first. */
    reasons: z.array(statementSchema).readonly(),
  })
  .readonly();

export type SignalAnswer = z.infer<typeof signalAnswerSchema>;

/** A run as it goes on: its steps, a model's words as they stream, and in the end the answer. */
export const signalEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('step'), runId, step: reasoningStepSchema }).readonly(),
  modelWordsSchema,
  z.object({ kind: z.literal('answer'), answer: signalAnswerSchema }).readonly(),
]);

export type SignalEvent = z.infer<typeof signalEventSchema>;
