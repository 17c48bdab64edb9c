import { z } from 'zod';
import { opinionSchema } from '../agent/opinion.ts';
import { proposalSchema } from '../agent/proposal.ts';
import { barSchema } from '../market/bar.ts';
import { instrumentSchema } from '../market/instrument.ts';
import { quoteSchema } from '../market/quote.ts';
import { timeframeSchema } from '../market/timeframe.ts';
import { accountSchema } from '../trading/account.ts';
import { adviserLimitsSchema } from '../trading/adviser-limits.ts';
import { approvalOutcomeSchema, approvalTicketSchema } from '../trading/approval-ticket.ts';
import { brokerOrderSchema } from '../trading/broker-order.ts';
import { dayBaselineSourceSchema } from '../trading/day-baseline-source.ts';
import { dealSchema } from '../trading/deal.ts';
import { differenceSchema } from '../trading/difference.ts';
import { actorSchema } from '../events/engine-event.ts';
import { flattenScopeSchema } from '../trading/flatten-scope.ts';
import { approvalIdSchema, decisionIdSchema } from '../trading/ids.ts';
import { orderSchema } from '../trading/order.ts';
import { phaseSchema } from '../trading/phase.ts';
import { positionSchema } from '../trading/position.ts';
import { recordIdSchema } from '../trading/record-id.ts';
import { scenarioSchema } from '../trading/scenario.ts';
import { signalDecisionSchema } from '../trading/signal.ts';
import { tradingStateSchema } from '../trading/trading-state.ts';
import { moneySchema } from '../units/money.ts';
import { utcMsSchema } from '../units/utc-ms.ts';
import { governanceViewSchema } from './governance-view.ts';
import { lampSchema } from './lamp.ts';
import { riskViewSchema } from './risk-view.ts';
import { ticketFiguresSchema } from './ticket-figures.ts';

/** Present only where the terminal is a simulated one; `speed` is market seconds per desk second. */
export const replayViewSchema = z
  .object({
    heldBy: z.array(z.enum(['trader', 'ticket'])).readonly(),
    speed: z.number().positive(),
    source: z.string(),
  })
  .readonly();

export const scenarioViewSchema = z
  .object({
    scenario: scenarioSchema,
    symbol: z.string(),
    timeframe: timeframeSchema,
    phase: phaseSchema,
    decision: signalDecisionSchema.nullable(),
  })
  .readonly();

export type ScenarioView = z.infer<typeof scenarioViewSchema>;

/** A ticket that waits, with what is left of its countdown at the moment of sending. `opinion` null: nobody was asked, or nobody answered. */
export const openApprovalSchema = z
  .object({
    ticket: approvalTicketSchema,
    remainingMs: z.number().nonnegative(),
    opinion: opinionSchema.nullable(),
    figures: ticketFiguresSchema,
  })
  .readonly();

export type OpenApproval = z.infer<typeof openApprovalSchema>;

/** A setup that the agents are asked about; its ticket follows, or does not. */
export const openQuestionSchema = z
  .object({
    decisionId: decisionIdSchema,
    scenario: scenarioSchema,
    symbol: z.string(),
    deadlineMs: z.number().nonnegative(),
    askedAtUtcMs: utcMsSchema,
  })
  .readonly();

export type OpenQuestion = z.infer<typeof openQuestionSchema>;

export const endedApprovalSchema = z
  .object({
    ticket: approvalTicketSchema,
    outcome: approvalOutcomeSchema,
    actor: actorSchema,
    reason: z.string(),
    endedAtUtcMs: utcMsSchema,
  })
  .readonly();

export type EndedApproval = z.infer<typeof endedApprovalSchema>;

/**
 * The day since broker midnight: `baseline` is max(balance, equity) − credit there, `cash` what was deposited since (withdrawn, below zero) and is
 * no part of `profit`; limits are null where none is set.
 */
export const dayViewSchema = z
  .object({
    baseline: moneySchema,
    source: dayBaselineSourceSchema.default('observed'),
    cash: moneySchema.prefault(0),
    profit: moneySchema,
    lossLimit: moneySchema.nullable(),
  })
  .readonly();

/** Positions of the scope are being closed until none is left. */
export const flatteningSchema = z.object({ scope: flattenScopeSchema, reason: z.string() }).readonly();

/** Everything the window shows, as of `sequence`; deltas with the following sequences bring it forward. */
export const cockpitSnapshotSchema = z
  .object({
    programVersion: z.string(),
    marketUtcMs: utcMsSchema.nullable(),
    account: accountSchema.nullable(),
    day: dayViewSchema.nullable(),
    replay: replayViewSchema.nullable(),
    tradingState: z.object({ state: tradingStateSchema, reason: z.string(), sinceUtcMs: utcMsSchema }).readonly(),
    lamps: z.array(lampSchema).readonly(),
    differences: z.array(differenceSchema).readonly(),
    instruments: z.array(instrumentSchema).readonly(),
    quotes: z.array(quoteSchema).readonly(),
    scenarios: z.array(scenarioViewSchema).readonly(),
    approvals: z.array(openApprovalSchema).readonly(),
    endedApprovals: z.array(endedApprovalSchema).readonly(),
    questions: z.array(openQuestionSchema).readonly(),
    /** What agents propose for open positions, newest first. */
    proposals: z.array(proposalSchema).readonly(),
    positions: z.array(positionSchema).readonly(),
    /** What waits or is on its way at the broker, whoever placed it. */
    brokerOrders: z.array(brokerOrderSchema).readonly(),
    /** The adviser's own caps and what they count; null before a terminal has told them. */
    adviserLimits: adviserLimitsSchema.nullable(),
    flattening: flatteningSchema.nullable(),
    /** Null before the first account was heard of. */
    governance: governanceViewSchema.nullable(),
    risk: riskViewSchema,
    orders: z.array(orderSchema).readonly(),
    deals: z.array(dealSchema).readonly(),
  })
  .readonly();

export type CockpitSnapshot = z.infer<typeof cockpitSnapshotSchema>;

/**
 * One change. While the window is behind, `quoteChanged`, `barFormed`, `accountChanged`, `positionsChanged`, `brokerOrdersChanged`,
 * `adviserLimitsChanged`, `governanceChanged`, `riskChanged`, `questionsChanged`, `proposalsChanged` and `ticketFiguresChanged` may be conflated: each is a whole state, and its newest version says all. Nothing else ever is.
 */
export const cockpitDeltaSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('quoteChanged'), quote: quoteSchema }).readonly(),
  z.object({ kind: z.literal('barFormed'), symbol: z.string(), timeframe: timeframeSchema, bar: barSchema }).readonly(),
  z.object({ kind: z.literal('barClosed'), symbol: z.string(), timeframe: timeframeSchema, bar: barSchema }).readonly(),
  z.object({ kind: z.literal('accountChanged'), account: accountSchema, day: dayViewSchema.nullable() }).readonly(),
  z.object({ kind: z.literal('replayChanged'), replay: replayViewSchema.nullable() }).readonly(),
  z
    .object({
      kind: z.literal('tradingStateChanged'),
      tradingState: z.object({ state: tradingStateSchema, reason: z.string(), sinceUtcMs: utcMsSchema }).readonly(),
    })
    .readonly(),
  z.object({ kind: z.literal('lampChanged'), lamp: lampSchema }).readonly(),
  z.object({ kind: z.literal('differencesChanged'), differences: z.array(differenceSchema).readonly() }).readonly(),
  z.object({ kind: z.literal('instrumentChanged'), instrument: instrumentSchema }).readonly(),
  z.object({ kind: z.literal('scenarioChanged'), scenario: scenarioViewSchema }).readonly(),
  z.object({ kind: z.literal('approvalOpened'), approval: openApprovalSchema }).readonly(),
  z.object({ kind: z.literal('approvalEnded'), approval: endedApprovalSchema }).readonly(),
  z
    .object({ kind: z.literal('ticketFiguresChanged'), approvalId: approvalIdSchema, figures: ticketFiguresSchema })
    .readonly(),
  z.object({ kind: z.literal('questionsChanged'), questions: z.array(openQuestionSchema).readonly() }).readonly(),
  z.object({ kind: z.literal('proposalsChanged'), proposals: z.array(proposalSchema).readonly() }).readonly(),
  z.object({ kind: z.literal('lessonsChanged'), lessonId: recordIdSchema }).readonly(),
  z.object({ kind: z.literal('positionsChanged'), positions: z.array(positionSchema).readonly() }).readonly(),
  z.object({ kind: z.literal('brokerOrdersChanged'), brokerOrders: z.array(brokerOrderSchema).readonly() }).readonly(),
  z.object({ kind: z.literal('adviserLimitsChanged'), adviserLimits: adviserLimitsSchema }).readonly(),
  z.object({ kind: z.literal('flatteningChanged'), flattening: flatteningSchema.nullable() }).readonly(),
  z.object({ kind: z.literal('governanceChanged'), governance: governanceViewSchema.nullable() }).readonly(),
  z.object({ kind: z.literal('riskChanged'), risk: riskViewSchema }).readonly(),
  z.object({ kind: z.literal('orderChanged'), order: orderSchema }).readonly(),
  z.object({ kind: z.literal('dealRecorded'), deal: dealSchema }).readonly(),
]);

export type CockpitDelta = z.infer<typeof cockpitDeltaSchema>;

/** `sequence` counts batches of one subscription from 1; a gap means: subscribe again. The first batch is always a snapshot. */
export const cockpitBatchSchema = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z.literal('snapshot'),
      sequence: z.number().int().positive(),
      sentAtUtcMs: utcMsSchema,
      snapshot: cockpitSnapshotSchema,
    })
    .readonly(),
  z
    .object({
      kind: z.literal('deltas'),
      sequence: z.number().int().positive(),
      sentAtUtcMs: utcMsSchema,
      marketUtcMs: utcMsSchema.nullable(),
      deltas: z.array(cockpitDeltaSchema).readonly(),
    })
    .readonly(),
]);

export type CockpitBatch = z.infer<typeof cockpitBatchSchema>;
