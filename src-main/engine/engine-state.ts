import type { Opinion } from '#shared/agent/opinion.ts';
import type { Proposal, ProposalOutcome } from '#shared/agent/proposal.ts';
import type { Fault } from '#shared/base/fault.ts';
import type { EndedApproval } from '#shared/contract/cockpit-snapshot.ts';
import type { OverRisk } from '#shared/contract/risk-view.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { AccountIdentity } from '#shared/trading/account.ts';
import type { ApprovalTicket } from '#shared/trading/approval-ticket.ts';
import type { FaultCode } from '#shared/base/fault-codes.ts';
import type { DayBaselineSource } from '#shared/trading/day-baseline-source.ts';
import type { DepositClose } from '#shared/trading/deposit-close.ts';
import type { Difference } from '#shared/trading/difference.ts';
import type { Actor } from '#shared/events/engine-event.ts';
import type { FlattenScope } from '#shared/trading/flatten-scope.ts';
import type { ClientOrderId, DecisionId, IntentId, PositionId } from '#shared/trading/ids.ts';
import type { Order } from '#shared/trading/order.ts';
import type { Phase } from '#shared/trading/phase.ts';
import type { Position } from '#shared/trading/position.ts';
import type { Scenario } from '#shared/trading/scenario.ts';
import type { SignalDecision } from '#shared/trading/signal.ts';
import type { TradingState } from '#shared/trading/trading-state.ts';
import type { DurationMs } from '#shared/units/duration-ms.ts';
import type { Money } from '#shared/units/money.ts';
import type { Price } from '#shared/units/price.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';

/** Raised whenever the shape below or the meaning of `evolve` changes: older snapshots are then discarded and the log is read instead. */
export const reducerVersion = 5;

export interface VersionedInstrument {
  readonly instrument: Instrument;
  readonly version: number;
}

/** The broker's day, as what its profit is measured from. */
export interface DayState {
  readonly midnightUtcMs: UtcMs;
  readonly baseline: Money;
  readonly source: DayBaselineSource;
  /** The moment that the baseline is of: cash that came later is no part of it. */
  readonly asOfUtcMs: UtcMs;
  /** Deposits less withdrawals since then. */
  readonly cash: number;
}

/** Equity without credit, as if all cash that has come and gone had come and gone before: a deposit is no new highest, a withdrawal no fall. */
export interface DrawdownState {
  readonly start: Money;
  /** The highest so far, to half a hundredth of it. */
  readonly peak: Money;
  readonly sinceUtcMs: UtcMs;
  /** Cash that was told and is not yet in `start` and `peak`. */
  readonly unsettledCash: number;
}

export interface ScenarioState {
  readonly scenario: Scenario;
  readonly symbol: string;
  readonly phase: Phase;
  readonly decision: SignalDecision | null;
  /** The newest entry that agents were asked about and what they said, if they did. */
  readonly advice: Advice | null;
}

export interface Advice {
  readonly decisionId: DecisionId;
  readonly opinion: Opinion | null;
}

/** An entry that the agents are asked about. */
export interface AskedEntry {
  readonly decision: SignalDecision;
  readonly deadlineMs: DurationMs;
  readonly askedAtUtcMs: UtcMs;
}

/** A position of a scenario that deals have reduced, until its trade has closed and its lesson is there, or none will be. */
export interface ReducedTrade {
  readonly positionId: PositionId;
  readonly scenario: Scenario;
  readonly symbol: string;
  /** How often agents were asked what it has taught, and drew no lesson. */
  readonly reflectionsFailed: number;
}

/** Which scenario may enter. Null before the first account was heard of. */
export interface GovernedBy {
  readonly active: Scenario;
  /** Of the start or the newest switch. */
  readonly sinceUtcMs: UtcMs;
  /** The trader's word: while it stands no deposit switches anything. */
  readonly override: {
    readonly kind: 'held' | 'forced';
    readonly reason: string;
    readonly actor: Actor;
    readonly sinceUtcMs: UtcMs;
  } | null;
  /** Closes until here are counted. */
  readonly countedUntilUtcMs: UtcMs;
  /** The newest broker-day closes that all spoke for the other scenario, oldest first; no more than the rule asks for. */
  readonly closes: readonly DepositClose[];
}

/** The levels that an entry was approved with, from its first deal until they were read back from the position. */
export interface StopWatch {
  readonly clientOrderId: ClientOrderId;
  readonly symbol: string;
  readonly stop: Price;
  readonly target: Price | null;
  /** Lots of its deals; without any left there is nothing to be watched. */
  readonly volume: number;
  /** Orders that were to set the stop. */
  readonly attempts: number;
  /** The terminal answered the newest of them with the stop as asked: what was reported before says nothing any more. */
  readonly isAnswered: boolean;
  /** The stop could not be set: the position is being closed. */
  readonly hasFailed: boolean;
}

/** An entry that the rules wished for, and the limit that denied it. */
export interface JudgedIntent {
  readonly intentId: IntentId;
  readonly deniedBy: FaultCode | null;
}

export interface TradingStateChange {
  readonly state: TradingState;
  readonly reason: string;
  readonly actor: Actor;
  readonly atUtcMs: UtcMs;
}

/**
 * What the log says, folded: plain JSON, bounded by what is open rather than by what ever happened. Quotes, profits and columns are not
 * in it: they come from the market and are gone with it.
 */
export interface EngineState {
  readonly account: AccountIdentity | null;
  readonly isConnected: boolean;
  readonly disconnectFault: Fault | null;
  readonly tradingState: { readonly state: TradingState; readonly reason: string; readonly sinceUtcMs: UtcMs };
  readonly day: DayState | null;
  readonly drawdown: DrawdownState | null;
  readonly instruments: Readonly<Record<string, VersionedInstrument>>;
  readonly positions: readonly Position[];
  /** By position id: the volume that its out-deals have closed. A position has ended only when they sum to its volume. */
  readonly closedVolumes: Readonly<Record<string, number>>;
  /** What keeps the cockpit reducing: found by reconciliation and not signed by the trader. */
  readonly differences: readonly Difference[];
  /** By installation tag: where the mark of another cockpit was seen last. */
  readonly otherCockpits: Readonly<Record<string, { readonly symbol: string; readonly dealTicket: string }>>;
  /** Positions of the scope are being closed until none is left. */
  readonly flattening: { readonly scope: FlattenScope; readonly reason: string } | null;
  /** `differenceKey` of what the trader has signed. */
  readonly signedDifferences: readonly string[];
  /** Orders that have not ended. */
  readonly orders: Readonly<Record<string, Order>>;
  /** By the entry's clientOrderId: whose trade a position is, from the entry's journal row until the position is gone. */
  readonly owners: Readonly<Record<string, Scenario>>;
  /** Tickets that wait for the trader. */
  readonly tickets: Readonly<Record<string, ApprovalTicket>>;
  /** The newest few that ended, newest first. */
  readonly endedApprovals: readonly EndedApproval[];
  /** By `scenarioKey`. */
  readonly scenarios: Readonly<Record<string, ScenarioState>>;
  readonly governance: GovernedBy | null;
  /** By decision id: entries that wait for the agents' opinion. */
  readonly questions: Readonly<Record<string, AskedEntry>>;
  /** By proposal id: what agents propose, one for each position. */
  readonly proposals: Readonly<Record<string, Proposal>>;
  /** The newest few that ended, newest first. */
  readonly endedProposals: readonly { readonly proposalId: string; readonly outcome: ProposalOutcome }[];
  /** What a lesson may be drawn from, oldest first. */
  readonly reducedTrades: readonly ReducedTrade[];
  /** By position id. */
  readonly stopWatches: Readonly<Record<string, StopWatch>>;
  /** The position whose stop could not be set, until the trader signs. */
  readonly stopAlarm: { readonly positionId: string; readonly symbol: string } | null;
  /** By position id: fills that risk more than was approved, and what is offered to go of them. */
  readonly overRisks: Readonly<Record<string, OverRisk>>;
  /** The newest entries that the rules wished for, newest first. */
  readonly judgedIntents: readonly JudgedIntent[];
  /** Newest first. */
  readonly tradingStates: readonly TradingStateChange[];
}

export const endedApprovalsMax = 50;

export const endedProposalsMax = 50;

/** Where nobody reflects on trades, the oldest of them are let go. */
export const reducedTradesMax = 50;

/** How many entries the share of the denied is taken of. */
export const judgedIntentsMax = 100;

export const tradingStatesMax = 20;

export const initialEngineState: EngineState = {
  account: null,
  isConnected: false,
  disconnectFault: null,
  tradingState: { state: 'reducing', reason: 'not reconciled yet', sinceUtcMs: utcMs(0) },
  day: null,
  drawdown: null,
  instruments: {},
  positions: [],
  closedVolumes: {},
  differences: [],
  otherCockpits: {},
  flattening: null,
  signedDifferences: [],
  orders: {},
  owners: {},
  tickets: {},
  endedApprovals: [],
  scenarios: {},
  governance: null,
  questions: {},
  proposals: {},
  endedProposals: [],
  reducedTrades: [],
  stopWatches: {},
  stopAlarm: null,
  overRisks: {},
  judgedIntents: [],
  tradingStates: [],
};

export const differenceKey = (difference: Difference): string =>
  `${difference.kind}:${difference.positionId ?? difference.symbol}`;

export const scenarioKey = (scenario: Scenario, symbol: string): string => `${scenario}:${symbol}`;
