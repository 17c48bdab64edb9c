import { fault } from '#shared/base/fault.ts';
import type { Scenario } from '#shared/trading/scenario.ts';
import type { Answer, Question } from '#main/ports/analyst.ts';
import type { QuestionKey } from './engine-effect.ts';
import { scenarioKey } from './engine-state.ts';
import type { Step } from './step.ts';
import { factsOf } from './update-phases.ts';

/** What every question says: as of when, and where the scenario stands by the log. */
export function asked(
  step: Step,
  { scenario, symbol }: { readonly scenario: Scenario; readonly symbol: string },
): Pick<Question, 'scenario' | 'symbol' | 'asOfUtcMs' | 'phase' | 'facts'> {
  const runner = step.runners.find((it) => it.scenario === scenario && it.symbol === symbol);
  const facts = factsOf(step, runner ?? { scenario, symbol, code: null });
  const phase = step.state.scenarios[scenarioKey(scenario, symbol)]?.phase ?? 'idle';
  return { scenario, symbol, asOfUtcMs: step.nowUtcMs, phase, facts };
}

/** One that is asked again before it was answered is asked anew: the answer that comes first is taken. */
export function askAgents(step: Step, key: QuestionKey, question: Question): void {
  step.desk.asked.set(key, { question, sinceMs: step.dependencies.monotonicClock.nowMs() });
  step.perform({ kind: 'ask', key, question });
}

/** The answer of whoever gives none. */
export const silence: Answer = {
  kind: 'fault',
  fault: fault('ANALYST_SILENT', 'The agents did not answer in time; the rules decide.'),
};
