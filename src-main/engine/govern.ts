import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Account } from '#shared/trading/account.ts';
import type { Actor } from '#shared/events/engine-event.ts';
import type { GovernanceCommand } from '#main/ports/cockpit.ts';
import { firstScenario } from '#main/strategies/governance.ts';
import { endTicket } from './end-ticket.ts';
import { scenarioRefusal } from './scenario-refusal.ts';
import type { Step } from './step.ts';

/** Equity − credit in USD; null is no data: an account in another currency has no rate here, and none is guessed. */
export const depositUsdOf = (account: Pick<Account, 'currency' | 'equity' | 'credit'> | null): number | null =>
  account?.currency === 'USD' ? account.equity - account.credit : null;

/** The first account that is heard of says which scenario begins; one whose deposit is not known begins with the smaller one, A. */
export function startGovernance(step: Step, account: Account): void {
  if (step.state.governance !== null) return;
  const depositUsd = depositUsdOf(account);
  const active = depositUsd === null ? 'A' : firstScenario(depositUsd, step.dependencies.governance);
  step.record({ kind: 'governanceStarted', active, depositUsd }, account.occurredAtUtcMs);
}

/** The trader's word on which scenario may enter, halted or not. REQUEST_INVALID where it says nothing. */
export function govern(step: Step, command: GovernanceCommand, actor: Actor): Result<void, Fault> {
  const { governance } = step.state;
  const { reason } = command;
  switch (command.kind) {
    case 'holdScenario':
      if (governance === null) return err(notStarted);
      step.record({ kind: 'governanceHeld', scenario: governance.active, reason, actor });
      return ok(undefined);
    case 'forceScenario': {
      const { scenario: to } = command;
      step.record({ kind: 'governanceForced', from: governance?.active ?? to, to, reason, actor });
      supersedeTickets(step, `scenario ${to} was forced: ${reason}`);
      return ok(undefined);
    }
    case 'releaseScenario':
      if (governance?.override == null) return err(nothingToRelease);
      step.record({ kind: 'governanceReleased', reason, actor });
      return ok(undefined);
  }
}

/** Ends the tickets of the scenario that may not enter any more. Its open trades stay its own. */
export function supersedeTickets(step: Step, reason: string): void {
  for (const { approvalId, intent } of Object.values(step.state.tickets)) {
    if (scenarioRefusal(step.state, intent.scenario) === null) continue;
    endTicket(step, { approvalId, outcome: 'superseded', actor: 'engine', reason });
  }
}

const notStarted = fault(
  'NOT_CONNECTED',
  'No account was heard of yet, so no scenario is active that could be held. Nothing was changed; force one, or connect a terminal first.',
);

const nothingToRelease = fault('REQUEST_INVALID', 'No scenario is held or forced. Nothing was changed.');
