import type { Fault } from '#shared/base/fault.ts';
import type { AgentVerdict, Opinion } from '#shared/agent/opinion.ts';
import type { Lesson } from '#shared/agent/lesson.ts';
import type { Proposal } from '#shared/agent/proposal.ts';
import type { GovernanceView } from '#shared/contract/governance-view.ts';
import type { ApprovalOutcome } from '#shared/trading/approval-ticket.ts';
import type { ApprovalId, DecisionId } from '#shared/trading/ids.ts';
import type { Phase, PhaseFacts } from '#shared/trading/phase.ts';
import type { Position } from '#shared/trading/position.ts';
import type { Scenario } from '#shared/trading/scenario.ts';
import type { SignalDecision } from '#shared/trading/signal.ts';
import type { Trade } from '#shared/trading/trade.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

interface Asked {
  readonly scenario: Scenario;
  readonly symbol: string;
  /** Nothing that came to be known later may be shown to an agent. */
  readonly asOfUtcMs: UtcMs;
  /** The scenario's phase in the log, and the facts of the moment: the graph takes the same step by the same function. */
  readonly phase: Phase;
  readonly facts: PhaseFacts;
}

/** What the engine wants to hear an opinion on. */
export type Question =
  /**
   * The rules wish to enter. `aside`: somebody only wants to hear (the signal service), whatever the rules wish. The run bears his id and stands on a
   * thread of its own: it is answered and recorded, waits for no ticket, and nothing follows from it.
   */
  | (Asked & { readonly kind: 'entry'; readonly decision: SignalDecision; readonly aside?: { readonly runId: string } })
  /** A position is open, and the rules hold it. */
  | (Asked & { readonly kind: 'manage'; readonly position: Position; readonly decision: SignalDecision })
  /** A trade has closed. `opinion`: what was thought of its entry, where anything was. */
  | (Asked & {
      readonly kind: 'reflection';
      readonly trade: Trade;
      readonly decision: SignalDecision | null;
      readonly opinion: Opinion | null;
      readonly rMultiple: number | null;
    })
  /** Which scenario may enter was switched, or has come nearer to it. */
  | (Asked & { readonly kind: 'governance'; readonly governance: GovernanceView });

/** One for each question. `fault`: nothing could be said, not even by rules; the engine goes on without. */
export type Answer =
  | { readonly kind: 'opinion'; readonly opinion: Opinion }
  | { readonly kind: 'proposal'; readonly proposal: Proposal | null }
  | { readonly kind: 'lesson'; readonly lesson: Lesson }
  | { readonly kind: 'explanation'; readonly runId: string; readonly verdict: AgentVerdict }
  | { readonly kind: 'fault'; readonly fault: Fault };

/** How a scenario on a symbol stands by the log, which the graphs' checkpoints are held against at a start. */
export interface Standing {
  readonly scenario: Scenario;
  readonly symbol: string;
  readonly phase: Phase;
  /** The decision whose ticket waits, if one does. */
  readonly awaited: DecisionId | null;
  /** The newest ticket of the scenario that has ended. */
  readonly ended: EndedTicket | null;
}

export interface EndedTicket {
  readonly decisionId: DecisionId;
  /** Null where risk denied the intent and no ticket was opened. */
  readonly approvalId: ApprovalId | null;
  readonly outcome: ApprovalOutcome;
}

/**
 * Whoever looks at a setup and says what he sees. It has no way to an order: what it answers is an opinion, a proposal, or words. It never throws, and
 * answers each question once, within the scenario's deadline and 100 ms; rules decide where no model did.
 */
export interface Analyst {
  readonly ask: (question: Question, answer: (answer: Answer) => void) => void;
  /** What became of the ticket that a graph waits for. A graph that does not wait any more (its checkpoint was lost) loses nothing by it. */
  readonly tell: (ended: EndedTicket & { readonly scenario: Scenario; readonly symbol: string }) => void;
  /** At a start: where a checkpoint disagrees with the log, the log wins. */
  readonly takeUp: (standings: readonly Standing[]) => void;
}
