import { fault, type Fault } from '#shared/base/fault.ts';
import type { Opinion } from '#shared/agent/opinion.ts';
import type { ApprovalTicket } from '#shared/trading/approval-ticket.ts';
import { intentId } from '#shared/trading/ids.ts';
import type { SignalDecision } from '#shared/trading/signal.ts';
import type { EnterIntent } from '#shared/trading/trade-intent.ts';
import { approveTicket } from './approve-ticket.ts';
import { isEntering } from './is-entering.ts';
import { judgeEntry } from './judge-entry.ts';
import { openTicketFor } from './open-ticket-for.ts';
import type { ScenarioRunner } from './scenario-runner.ts';
import type { Step } from './step.ts';

/** An entry that the rules of a scenario wish for. */
export interface RuledEntry {
  readonly runner: ScenarioRunner;
  readonly decision: SignalDecision;
  readonly signal: Extract<SignalDecision['signal'], { kind: 'enter' }>;
}

/**
 * A rule's wish to enter becomes an intent, is sized by risk, and waits as a ticket; while one of the scenario is under way there is no other. All of the
 * intent is the rules': of the opinion nothing is read but whether it stands in the way.
 */
export function enterByRule(step: Step, { runner, decision, signal }: RuledEntry, opinion: Opinion | null): void {
  if (isEntering(step, runner)) return;
  const { side, reference, stop, target } = signal;
  const intent: EnterIntent = {
    kind: 'enter',
    intentId: intentId(`enter:${decision.decisionId}`),
    decisionId: decision.decisionId,
    scenario: runner.scenario,
    symbol: runner.symbol,
    side,
    reference,
    stop,
    target,
    riskRatio: runner.riskRatio,
    decidedAtUtcMs: decision.asOfUtcMs,
    validUntilUtcMs: decision.validUntilUtcMs,
  };
  step.record({ kind: 'intentFormed', intent });
  const veto = vetoIn(opinion, step);
  if (veto !== null) {
    step.record({ kind: 'intentDenied', intentId: intent.intentId, fault: veto });
    return;
  }
  const judged = judgeEntry(step, { intent });
  if (!judged.ok) {
    step.record({ kind: 'intentDenied', intentId: intent.intentId, fault: judged.error.fault });
    return;
  }
  const ticket = openTicketFor(step, { approved: judged.value, filters: decision.filters });
  if (ticket !== null && step.dependencies.approver === 'simulation') approveAtOnce(step, ticket);
}

/** One that is not grounded only warns, and so does every one where the trader has set it so. */
function vetoIn(opinion: Opinion | null, { dependencies }: Step): Fault | null {
  if (opinion?.verdict !== 'veto' || !opinion.isGrounded || dependencies.agents.vetoes === 'warn') return null;
  const { runId, rank } = opinion;
  return fault('VETOED_BY_AGENTS', 'The agents advise against this entry, by numbers that hold; it was not offered.', {
    runId,
    rank,
  });
}

/** By the same way as the trader's yes, and with the same refusals. */
function approveAtOnce(step: Step, { approvalId, parameters }: ApprovalTicket): void {
  const approved = approveTicket(step, { kind: 'approve', approvalId, parameters }, 'simulation');
  if (!approved.ok) step.dependencies.logger.warn('a ticket was not approved', { code: approved.error.code });
}
