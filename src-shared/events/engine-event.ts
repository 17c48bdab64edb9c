import { z } from 'zod';
import { faultSchema } from '../base/fault.ts';
import { lessonSchema } from '../agent/lesson.ts';
import { opinionSchema } from '../agent/opinion.ts';
import { proposalOutcomeSchema, proposalSchema } from '../agent/proposal.ts';
import { instrumentSchema } from '../market/instrument.ts';
import { accountIdentitySchema } from '../trading/account.ts';
import { approvalOutcomeSchema, approvalTicketSchema } from '../trading/approval-ticket.ts';
import { cashOperationSchema } from '../trading/cash-operation.ts';
import { dayBaselineSourceSchema } from '../trading/day-baseline-source.ts';
import { dealSchema } from '../trading/deal.ts';
import { depositCloseSchema } from '../trading/deposit-close.ts';
import { differenceSchema } from '../trading/difference.ts';
import { flattenScopeSchema } from '../trading/flatten-scope.ts';
import {
  approvalIdSchema,
  clientOrderIdSchema,
  dealTicketSchema,
  decisionIdSchema,
  intentIdSchema,
  orderTicketSchema,
  positionIdSchema,
} from '../trading/ids.ts';
import { orderRequestSchema, orderStatusSchema } from '../trading/order.ts';
import { phaseSchema } from '../trading/phase.ts';
import { positionSchema } from '../trading/position.ts';
import { recordIdSchema } from '../trading/record-id.ts';
import { scenarioSchema } from '../trading/scenario.ts';
import { sideSchema } from '../trading/side.ts';
import { signalDecisionSchema } from '../trading/signal.ts';
import { tradeIntentSchema } from '../trading/trade-intent.ts';
import { tradingStateSchema } from '../trading/trading-state.ts';
import { durationMsSchema } from '../units/duration-ms.ts';
import { lotsSchema } from '../units/lots.ts';
import { moneySchema } from '../units/money.ts';
import { priceSchema } from '../units/price.ts';
import { utcMsSchema } from '../units/utc-ms.ts';

/** Who caused a change: the trader by a way in (a file of the data folder is one), the engine by a rule of its own, or the terminal by its report. */
export const actorSchema = z.enum(['window', 'cli', 'rest', 'file', 'engine', 'terminal', 'simulation']);

export type Actor = z.infer<typeof actorSchema>;

/**
 * The kinds of the event log, in their current versions. A kind's body changes only together with its version and an upcaster that
 * lifts the old one (`src-main/stores/sqlite/upcasters`). Events say what happened; they are never changed or deleted.
 */
export const engineEventBodies = {
  engineStarted: z.object({ programVersion: z.string(), installationTag: z.number().int() }),
  engineStopped: z.object({ reason: z.string() }),
  accountPinned: z.object({ account: accountIdentitySchema }),
  terminalConnected: z.object({ account: accountIdentitySchema, build: z.string() }),
  terminalDisconnected: z.object({ fault: faultSchema }),
  instrumentChanged: z.object({ instrument: instrumentSchema, version: z.number().int().positive() }),
  positionsChanged: z.object({ positions: z.array(positionSchema).readonly() }),
  differencesChanged: z.object({ differences: z.array(differenceSchema).readonly() }),
  tradingStateChanged: z.object({ state: tradingStateSchema, reason: z.string(), actor: actorSchema }),
  /**
   * A broker day began: `baseline` is max(balance, equity) − credit then, and stands for the whole day. `cash` is what was deposited (withdrawn,
   * where below zero) since the moment that the baseline is of, as far as it was known.
   */
  dayStarted: z.object({
    midnightUtcMs: utcMsSchema,
    baseline: moneySchema,
    source: dayBaselineSourceSchema.default('observed'),
    cash: moneySchema.prefault(0),
  }),
  /** What total drawdown is measured from, in equity without credit: it began, a new highest stood, or cash came or went. */
  drawdownBaselineChanged: z.object({
    start: moneySchema,
    peak: moneySchema,
    cause: z.enum(['start', 'peak', 'cash']),
  }),
  decisionMade: z.object({ decision: signalDecisionSchema }),
  phaseChanged: z.object({
    scenario: scenarioSchema,
    symbol: z.string(),
    from: phaseSchema,
    to: phaseSchema,
    reason: z.string(),
  }),
  intentFormed: z.object({ intent: tradeIntentSchema }),
  intentDenied: z.object({ intentId: intentIdSchema, fault: faultSchema }),
  approvalOpened: z.object({ ticket: approvalTicketSchema }),
  approvalEnded: z.object({
    approvalId: approvalIdSchema,
    outcome: approvalOutcomeSchema,
    actor: actorSchema,
    reason: z.string(),
  }),
  orderJournaled: z.object({ request: orderRequestSchema }),
  orderStatusChanged: z.object({
    clientOrderId: clientOrderIdSchema,
    status: orderStatusSchema,
    orderTicket: orderTicketSchema.nullable(),
    fault: faultSchema.nullable(),
  }),
  dealRecorded: z.object({ deal: dealSchema }),
  /** Money came to the account or left it without a trade. */
  cashRecorded: z.object({ operation: cashOperationSchema }),
  /** A deal of the account bears the mark of another installation. */
  otherCockpitNoticed: z.object({
    installationTag: z.number().int().nonnegative(),
    dealTicket: dealTicketSchema,
    symbol: z.string(),
  }),
  /** Positions are closed until none of the scope is left, through restarts too. */
  flattenStarted: z.object({ scope: flattenScopeSchema, reason: z.string(), actor: actorSchema }),
  /** `flat`: the terminal's own records show that nothing of the scope is left. */
  flattenEnded: z.object({ outcome: z.enum(['flat', 'stopped']), reason: z.string() }),
  /** The first account that was heard of. `depositUsd` is null where it is not known in USD. */
  governanceStarted: z.object({ active: scenarioSchema, depositUsd: z.number().nullable() }),
  /** A broker's day ended. `closes` are the newest ones, this included, that all speak for the other scenario: what is not known speaks for none. */
  depositClosed: z.object({
    midnightUtcMs: utcMsSchema,
    depositUsd: z.number().nullable(),
    closes: z.array(depositCloseSchema).readonly(),
  }),
  /** By the deposit: `proof` are the closes that asked for it. */
  scenarioSwitched: z.object({
    from: scenarioSchema,
    to: scenarioSchema,
    proof: z.array(depositCloseSchema).min(1).readonly(),
  }),
  /** The trader's word: the deposit switches nothing until it is released. */
  governanceHeld: z.object({ scenario: scenarioSchema, reason: z.string(), actor: actorSchema }),
  governanceForced: z.object({ from: scenarioSchema, to: scenarioSchema, reason: z.string(), actor: actorSchema }),
  governanceReleased: z.object({ reason: z.string(), actor: actorSchema }),
  /** A position's stop could not be set as it was approved; from here on the position is being closed. `found` is null where it had none. */
  stopRepairFailed: z.object({
    positionId: positionIdSchema,
    symbol: z.string(),
    stop: priceSchema,
    found: priceSchema.nullable(),
    attempts: z.number().int().nonnegative(),
    cause: z.enum(['attempts', 'time']),
  }),
  /** A fill risks more than was approved; `reduceBy` is what has to go of it, by one word of the trader. */
  overRiskRaised: z.object({
    positionId: positionIdSchema,
    symbol: z.string(),
    side: sideSchema,
    approvedMoney: moneySchema,
    riskMoney: moneySchema,
    reduceBy: lotsSchema,
  }),
  overRiskCleared: z.object({ positionId: positionIdSchema }),
  /** The rules wish to enter, and the agents are asked first. */
  opinionAsked: z.object({ decisionId: decisionIdSchema, deadlineMs: durationMsSchema }),
  /** `opinion` null: none came, and the rules decide; `fault` says why. */
  opinionGiven: z.object({
    decisionId: decisionIdSchema,
    opinion: opinionSchema.nullable(),
    fault: faultSchema.nullable(),
  }),
  /** The agents propose less of a position, or a stop nearer to the price. Nothing follows from it but by the trader's word. */
  proposalMade: z.object({ proposal: proposalSchema }),
  proposalEnded: z.object({
    proposalId: z.string(),
    outcome: proposalOutcomeSchema,
    actor: actorSchema,
    fault: faultSchema.nullable(),
  }),
  lessonLearnt: z.object({ lesson: lessonSchema }),
  /** The agents drew no lesson from a closed trade, and why; `next` none: they are not asked again, and it has taught nothing. */
  reflectionFailed: z.object({
    tradeId: recordIdSchema,
    attempt: z.number().int().positive(),
    next: z.enum(['again', 'none']),
    fault: faultSchema,
  }),
  /** By the trader: it is shown to no later decision. */
  lessonRetired: z.object({ lessonId: recordIdSchema, reason: z.string(), actor: actorSchema }),
} as const;

export type EngineEventKind = keyof typeof engineEventBodies;

type BodyOf<Kind extends EngineEventKind> = z.infer<(typeof engineEventBodies)[Kind]>;

/** An event before the log has given it sequence and hash. */
export type EngineEvent = {
  [Kind in EngineEventKind]: { readonly kind: Kind } & Readonly<BodyOf<Kind>>;
}[EngineEventKind];

export const engineEventVersions: Readonly<Record<EngineEventKind, number>> = {
  engineStarted: 1,
  engineStopped: 1,
  accountPinned: 1,
  terminalConnected: 1,
  terminalDisconnected: 1,
  instrumentChanged: 1,
  positionsChanged: 1,
  differencesChanged: 1,
  tradingStateChanged: 1,
  dayStarted: 1,
  drawdownBaselineChanged: 1,
  decisionMade: 1,
  phaseChanged: 1,
  intentFormed: 1,
  intentDenied: 1,
  approvalOpened: 1,
  approvalEnded: 1,
  orderJournaled: 1,
  orderStatusChanged: 1,
  dealRecorded: 1,
  cashRecorded: 1,
  otherCockpitNoticed: 1,
  flattenStarted: 1,
  flattenEnded: 1,
  governanceStarted: 1,
  depositClosed: 1,
  scenarioSwitched: 1,
  governanceHeld: 1,
  governanceForced: 1,
  governanceReleased: 1,
  stopRepairFailed: 1,
  overRiskRaised: 1,
  overRiskCleared: 1,
  opinionAsked: 1,
  opinionGiven: 1,
  proposalMade: 1,
  proposalEnded: 1,
  lessonLearnt: 1,
  reflectionFailed: 1,
  lessonRetired: 1,
};
