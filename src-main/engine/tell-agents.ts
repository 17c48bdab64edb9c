import type { ApprovalId, DecisionId, IntentId } from '#shared/trading/ids.ts';
import type { ApprovalOutcome } from '#shared/trading/approval-ticket.ts';
import type { EnterIntent } from '#shared/trading/trade-intent.ts';
import type { Standing } from '#main/ports/analyst.ts';
import { scenarioKey } from './engine-state.ts';
import type { ScenarioRunner } from './scenario-runner.ts';
import type { Step } from './step.ts';

/** Tells the agents what became of the entries that this turn has ended: of a ticket that another one stands in for, nothing yet. */
export function tellOutcomes(step: Step): void {
  if (step.dependencies.analyst === null) return;
  for (const { event } of step.events) {
    if (event.kind === 'approvalEnded') {
      const ended = step.state.endedApprovals.find(({ ticket }) => ticket.approvalId === event.approvalId);
      if (ended === undefined || isAwaited(step, ended.ticket.intent.decisionId)) continue;
      tell(step, ended.ticket.intent, { approvalId: event.approvalId, outcome: event.outcome });
    }
    if (event.kind === 'opinionGiven' && !wasFormed(step, event.decisionId)) {
      const about = step.before.questions[event.decisionId]?.decision;
      if (about !== undefined) tell(step, about, { approvalId: null, outcome: 'superseded' });
    }
    if (event.kind === 'intentDenied') {
      const intent = entryFormed(step, event.intentId);
      if (intent !== null) tell(step, intent, { approvalId: null, outcome: 'denied' });
    }
  }
}

/** At a start: how each scenario stands by the log. */
export function tellStandings(step: Step): void {
  if (step.dependencies.analyst === null) return;
  step.perform({ kind: 'takeUp', standings: step.runners.map((runner) => standingOf(step, runner)) });
}

function standingOf({ state }: Step, { scenario, symbol }: Pick<ScenarioRunner, 'scenario' | 'symbol'>): Standing {
  const isOurs = ({ intent }: { readonly intent: EnterIntent }): boolean =>
    intent.scenario === scenario && intent.symbol === symbol;
  const phase = state.scenarios[scenarioKey(scenario, symbol)]?.phase ?? 'idle';
  const awaited = Object.values(state.tickets).find(isOurs)?.intent.decisionId ?? null;
  const last = state.endedApprovals.find(({ ticket }) => isOurs(ticket));
  const ended =
    last === undefined
      ? null
      : {
          decisionId: last.ticket.intent.decisionId,
          approvalId: last.ticket.approvalId,
          outcome: last.outcome,
        };
  return { scenario, symbol, phase, awaited, ended };
}

const isAwaited = ({ state }: Step, decisionId: DecisionId): boolean =>
  Object.values(state.tickets).some(({ intent }) => intent.decisionId === decisionId);

/** Whether the opinion on a decision was followed by the rules' wish to enter: there is none where they have decided anew, or are entering already. */
const wasFormed = ({ events }: Step, decisionId: DecisionId): boolean =>
  events.some(
    ({ event }) =>
      event.kind === 'intentFormed' && event.intent.kind === 'enter' && event.intent.decisionId === decisionId,
  );

/** The wish to enter that this turn has formed; null where it was no entry, or was formed before and has had its ticket. */
function entryFormed({ events }: Step, intentId: IntentId): EnterIntent | null {
  for (const { event } of events) {
    if (event.kind === 'intentFormed' && event.intent.kind === 'enter' && event.intent.intentId === intentId)
      return event.intent;
  }
  return null;
}

function tell(
  step: Step,
  { scenario, symbol, decisionId }: Pick<EnterIntent, 'scenario' | 'symbol' | 'decisionId'>,
  end: { readonly approvalId: ApprovalId | null; readonly outcome: ApprovalOutcome },
): void {
  step.perform({ kind: 'tell', ended: { scenario, symbol, decisionId, ...end } });
}
