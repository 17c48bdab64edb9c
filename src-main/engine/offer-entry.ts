import { fault } from '#shared/base/fault.ts';
import type { SignalDecision } from '#shared/trading/signal.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import { askAgents, asked, silence } from './ask-agents.ts';
import { scenarioKey, type AskedEntry } from './engine-state.ts';
import { enterByRule, type RuledEntry } from './enter-by-rule.ts';
import { entryKey } from './entry-key.ts';
import { isEntering } from './is-entering.ts';
import { adviseEntry } from './on-answered.ts';
import { scenarioRefusal } from './scenario-refusal.ts';
import type { Step } from './step.ts';

/**
 * Asks the agents before an entry by the rules, once for each decision; without any it is entered at once. What may not enter anyway (a shadow's
 * wish) is asked of nobody.
 */
export function offerEntry(step: Step, entry: RuledEntry): void {
  const { runner, decision } = entry;
  const { scenario, symbol } = runner;
  const { analyst, agents } = step.dependencies;
  if (isEntering(step, runner) || decision.decisionId in step.state.questions) return;
  const advice = step.state.scenarios[scenarioKey(scenario, symbol)]?.advice ?? null;
  const isAdvised = advice?.decisionId === decision.decisionId;
  if (analyst === null || isAdvised || scenarioRefusal(step.state, scenario) !== null) {
    enterByRule(step, entry, isAdvised ? advice.opinion : null);
    return;
  }
  const deadlineMs = durationMs(agents.deadlineMs[scenario]);
  step.record({ kind: 'opinionAsked', decisionId: decision.decisionId, deadlineMs });
  askAgents(step, entryKey(decision), { ...asked(step, runner), kind: 'entry', decision });
}

/** Questions that a restart left without an answer are asked anew while their decision may still be entered on and there is somebody to ask. */
export function askOpenQuestions(step: Step): void {
  for (const open of Object.values(step.state.questions)) {
    const { decision } = open;
    if (step.desk.asked.has(entryKey(decision))) continue;
    const isRefused = scenarioRefusal(step.state, decision.scenario) !== null;
    if (step.dependencies.analyst === null || isRefused || hasRunOut(step, open)) adviseEntry(step, decision, silence);
    else askAgents(step, entryKey(decision), { ...asked(step, decision), kind: 'entry', decision });
  }
}

/** A scenario's new decision ends the question about the one before, of which nothing is made any more. */
export function supersedeQuestions(step: Step, { decisionId: newest, scenario, symbol }: SignalDecision): void {
  for (const { decision } of Object.values(step.state.questions)) {
    const { decisionId } = decision;
    if (decisionId === newest || decision.scenario !== scenario || decision.symbol !== symbol) continue;
    step.desk.asked.delete(entryKey(decision));
    step.record({ kind: 'opinionGiven', decisionId, opinion: null, fault: outrun });
  }
}

const outrun = fault('ANALYST_SILENT', 'The rules have decided anew before the agents answered.');

/** Where the market has reached the next decision's time nobody is waited for. */
export function endOutrunQuestions(step: Step): void {
  for (const open of Object.values(step.state.questions)) {
    if (hasRunOut(step, open)) adviseEntry(step, open.decision, silence);
  }
}

function hasRunOut({ dependencies }: Step, { decision }: AskedEntry): boolean {
  const now = dependencies.marketClock.nowUtcMs();
  return now !== null && now >= decision.validUntilUtcMs;
}
