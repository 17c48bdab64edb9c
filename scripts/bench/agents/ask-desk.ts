import { assert } from '#shared/base/assert.ts';
import type { Opinion } from '#shared/agent/opinion.ts';
import type { AgentsInStep } from '#main/wiring/wire-agents.ts';
import { deskDecision } from './desk.ts';

type Analyst = AgentsInStep['analyst'];
type Question = Parameters<Analyst['ask']>[0];
type Answer = Parameters<Parameters<Analyst['ask']>[1]>[0];
type Entry = Extract<Question, { kind: 'entry' }>;

export interface Asked {
  readonly opinion: Opinion;
  /** From the ask to the answer. */
  readonly ms: number;
}

let asked = 0;

/** Puts an entry of a symbol to the agents, and tells them how its ticket ended, as the engine does. */
export async function askDesk(analyst: Analyst, symbol: string): Promise<Asked> {
  const question = entryOn(symbol);
  const { decisionId, scenario } = question.decision;
  const { answer, ms } = await answered(analyst, question);
  assert(answer.kind === 'opinion', () => `an entry is answered by an opinion: ${JSON.stringify(answer)}`);
  analyst.tell({ scenario, symbol, decisionId, approvalId: null, outcome: 'rejectedByTrader' });
  return { opinion: answer.opinion, ms };
}

function answered(analyst: Analyst, question: Entry): Promise<{ readonly answer: Answer; readonly ms: number }> {
  const beganMs = performance.now();
  return new Promise((resolve) => {
    analyst.ask(question, (answer) => {
      resolve({ answer, ms: performance.now() - beganMs });
    });
  });
}

function entryOn(symbol: string): Entry {
  const decision = deskDecision(symbol, `asked:${process.pid}/${++asked}`);
  const facts = { isSetup: true, isEntering: false, isInPosition: false, isExiting: false };
  const { scenario, asOfUtcMs } = decision;
  return { kind: 'entry', scenario, symbol, asOfUtcMs, phase: 'setup', facts, decision };
}
