import { setImmediate } from 'node:timers/promises';
import { MemorySaver } from '@langchain/langgraph';
import { expect, test } from 'vitest';
import type { ReasoningStepBody } from '#shared/agent/agent-run.ts';
import { decisionId } from '#shared/trading/ids.ts';
import { nextPhase, phaseSchema, type Phase, type PhaseFacts } from '#shared/trading/phase.ts';
import { buildTradeGraph } from './trade-graph.ts';

const gathers = ['bars', 'calendar', 'account'];
const graphs = {
  intraday: buildTradeGraph({ name: 'intraday', signalPrompt: 'signal.intraday', gathers }, null),
  swing: buildTradeGraph({ name: 'swing', signalPrompt: 'signal.swing', gathers }, null),
} as const;

const flags = [false, true];
const everyFact: readonly PhaseFacts[] = flags.flatMap((isSetup) =>
  flags.flatMap((isEntering) =>
    flags.flatMap((isInPosition) => flags.map((isExiting) => ({ isSetup, isEntering, isInPosition, isExiting }))),
  ),
);

const nothing: PhaseFacts = { isSetup: false, isEntering: false, isInPosition: false, isExiting: false };

/** The phases that the phase function leads through: EXIT ends the position, and where the phase stays the pass is over. */
function expectedPath(phase: Phase, facts: PhaseFacts): readonly Phase[] {
  const next = nextPhase(phase, facts);
  const after = next === 'exit' ? nothing : facts;
  return nextPhase(next, after) === next ? [next] : [next, ...expectedPath(next, after)];
}

async function walked(
  name: keyof typeof graphs,
  phase: Phase,
  facts: PhaseFacts,
  nextTurn: () => Promise<void> = setImmediate,
): Promise<readonly ReasoningStepBody[]> {
  const steps: ReasoningStepBody[] = [];
  const record = { step: (body: ReasoningStepBody) => void steps.push(body), elapsedMs: () => 0 };
  const pass = { record, nextTurn, thinking: null };
  await graphs[name].walk({ runId: 'run', phase, facts, awaited: null }, pass, 'thread');
  return steps;
}

test.each(
  phaseSchema.options.flatMap((phase) => (['intraday', 'swing'] as const).map((name) => [name, phase] as const)),
)('the %s graph leaves %s as the phase function says, whatever the facts are', async (name, phase) => {
  for (const facts of everyFact) {
    const steps = await walked(name, phase, facts);
    const entered = steps.flatMap((step) => (step.kind === 'phaseEntered' ? [step] : []));
    expect(entered.map((step) => step.phase)).toEqual(expectedPath(phase, facts));
    expect(entered[0]?.from).toBe(phase);
  }
});

test('a setup is looked at in parallel, then by one agent after the other', async () => {
  const { promise: allHere, resolve } = Promise.withResolvers<undefined>();
  let turns = 0;
  // SETUP goes first; whoever gathers waits for all others to have begun.
  const nextTurn = async (): Promise<void> => {
    turns++;
    if (turns === 1 + gathers.length) resolve(undefined);
    if (turns > 1) await allHere;
  };
  const steps = await walked('intraday', 'idle', { ...nothing, isSetup: true }, nextTurn);
  const ended = steps.flatMap((step) => (step.kind === 'nodeEnded' ? [step.node] : []));
  const gathered = ended.slice(1, 1 + gathers.length);
  expect(gathered.toSorted()).toEqual(gathers.map((name) => `gather ${name}`).toSorted());
  expect(ended.slice(1 + gathers.length)).toEqual(['signal', 'risk', 'execution', 'verdict']);
});

test('a thread keeps nothing of the walks before its last', async () => {
  const saver = new MemorySaver();
  const graph = buildTradeGraph({ name: 'intraday', signalPrompt: 'signal.intraday', gathers }, saver);
  const pass = { record: { step: () => undefined, elapsedMs: () => 0 }, nextTurn: setImmediate, thinking: null };
  for (let walk = 0; walk < 5; walk++) {
    const facts = { ...nothing, isEntering: true };
    const state = { runId: `run ${walk}`, phase: 'setup', facts, awaited: decisionId(`decision-${walk}`) } as const;
    expect(await graph.walk(state, pass, 'A:XAUUSD')).toBe('waiting');
    expect(await graph.waitsFor('A:XAUUSD')).toEqual({ runId: `run ${walk}`, decisionId: `decision-${walk}` });
    await graph.resume({ approvalId: null, outcome: 'expired' }, pass, 'A:XAUUSD');
  }
  expect(Object.keys(saver.storage['A:XAUUSD']?.[''] ?? {}).length).toBeLessThanOrEqual(2);
});
