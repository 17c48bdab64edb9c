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

/** A rule's wish to enter becomes an intent, is sized by risk, and waits as a ticket; while one of the scenario is under way there is no other. */
export function enterByRule(
  step: Step,
  {
    runner,
    decision,
    signal,
  }: {
    readonly runner: ScenarioRunner;
    readonly decision: SignalDecision;
    readonly signal: Extract<SignalDecision['signal'], { kind: 'enter' }>;
  },
): void {
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
  const judged = judgeEntry(step, { intent });
  if (!judged.ok) {
    step.record({ kind: 'intentDenied', intentId: intent.intentId, fault: judged.error.fault });
    return;
  }
  const ticket = openTicketFor(step, { approved: judged.value, filters: decision.filters });
  if (ticket !== null && step.dependencies.approver === 'simulation') approveAtOnce(step, ticket);
}

/** By the same way as the trader's yes, and with the same refusals. */
function approveAtOnce(step: Step, { approvalId, parameters }: ApprovalTicket): void {
  const approved = approveTicket(step, { kind: 'approve', approvalId, parameters }, 'simulation');
  if (!approved.ok) step.dependencies.logger.warn('a ticket was not approved', { code: approved.error.code });
}
