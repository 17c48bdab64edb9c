import type { Fault } from '#shared/base/fault.ts';
import type { EndedApproval } from '#shared/contract/cockpit-snapshot.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { AccountIdentity } from '#shared/trading/account.ts';
import type { ApprovalTicket } from '#shared/trading/approval-ticket.ts';
import type { Difference } from '#shared/trading/difference.ts';
import type { FlattenScope } from '#shared/trading/flatten-scope.ts';
import type { Order } from '#shared/trading/order.ts';
import type { Phase } from '#shared/trading/phase.ts';
import type { Position } from '#shared/trading/position.ts';
import type { Scenario } from '#shared/trading/scenario.ts';
import type { SignalDecision } from '#shared/trading/signal.ts';
import type { TradingState } from '#shared/trading/trading-state.ts';
import type { Money } from '#shared/units/money.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';

/** Raised whenever the shape below or the meaning of `evolve` changes: older snapshots are then discarded and the log is read instead. */
export const reducerVersion = 2;

export interface VersionedInstrument {
  readonly instrument: Instrument;
  readonly version: number;
}

export interface ScenarioState {
  readonly scenario: Scenario;
  readonly symbol: string;
  readonly phase: Phase;
  readonly decision: SignalDecision | null;
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
  readonly day: { readonly midnightUtcMs: UtcMs; readonly baseline: Money } | null;
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
}

export const endedApprovalsMax = 50;

export const initialEngineState: EngineState = {
  account: null,
  isConnected: false,
  disconnectFault: null,
  tradingState: { state: 'reducing', reason: 'not reconciled yet', sinceUtcMs: utcMs(0) },
  day: null,
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
};

export const differenceKey = (difference: Difference): string =>
  `${difference.kind}:${difference.positionId ?? difference.symbol}`;

export const scenarioKey = (scenario: Scenario, symbol: string): string => `${scenario}:${symbol}`;
