import { setTimeout as wait } from 'node:timers/promises';
import { MemorySaver } from '@langchain/langgraph';
import { expect, test } from 'vitest';
import type { Scenario } from '#shared/trading/scenario.ts';
import { groundedScript } from '#main/testkit/scripted-ollama/grounded-script.ts';
import { modelFaults } from '#main/testkit/scripted-ollama/model-faults.ts';
import { testAnalystContract } from './analyst-contract.suite.ts';
import { analystRig, entryQuestion, scriptedRig } from './analyst-rig.suite.ts';
import type { ModelLadder } from './model-ladder.ts';

const deadlineMs = 300;
const settings = { deadlineMs: { A: deadlineMs, B: deadlineMs }, language: 'ru' } as const;

const slowLadders: Readonly<Record<string, ModelLadder>> = {
  'a ladder that hangs': { isAsking: () => true, ask: () => new Promise(() => undefined) },
  'a ladder that answers too late': {
    isAsking: () => true,
    ask: async () => {
      await wait(2 * deadlineMs);
      throw new Error('nobody waits for it any more');
    },
  },
};

for (const [name, ladder] of Object.entries(slowLadders))
  testAnalystContract(name, () => Promise.resolve(analystRig({ ladder, settings })), deadlineMs);

class HungSaver extends MemorySaver {
  override put(): ReturnType<MemorySaver['put']> {
    return new Promise(() => undefined);
  }
}

testAnalystContract(
  'a saver that hangs',
  () => Promise.resolve(analystRig({ saver: new HungSaver(), settings })),
  deadlineMs,
);

/** The graph of each scenario × whatever a model may do wrong. */
const table = Object.entries(modelFaults).flatMap(([name, fault]) =>
  (['A', 'B'] as const).map((scenario): [string, Scenario, typeof fault] => [name, scenario, fault]),
);

/** Room for three agents, each of which the first rung costs its share. */
const patient = { deadlineMs: { A: 7_000, B: 7_000 }, language: 'en' } as const;

test.concurrent.each(table)(
  '%s in the graph of %s: the next model answers, and it is recorded',
  async (_, scenario, fault) => {
    const good = groundedScript({ verdict: 'confirm' });
    const script: typeof good = (call) =>
      call.model.startsWith('gpt-oss') && !call.isProbe ? fault(call) : good(call);
    await using rig = await scriptedRig(script, { settings: patient });
    const startedMs = performance.now();
    const answer = await rig.ask(entryQuestion({ scenario }));
    expect(performance.now() - startedMs).toBeLessThan(patient.deadlineMs[scenario] + 500);
    if (answer.kind !== 'opinion') return expect.unreachable(answer.kind);
    expect(answer.opinion).toMatchObject({ scenario, mode: 'model', verdict: 'confirm', isGrounded: true });
    expect(answer.opinion.verdicts[0]).toMatchObject({ agent: 'signal', model: 'deepseek-v3.1:671b-cloud' });
    const fell = rig.runs.stepsOf(answer.opinion.runId).find(({ kind }) => kind === 'fellBack');
    expect(fell).toMatchObject({ agent: 'signal', model: 'gpt-oss:120b-cloud', to: 'deepseek-v3.1:671b-cloud' });
  },
);

const brief = { deadlineMs: { A: 900, B: 900 }, language: 'en' } as const;

test.concurrent.each(table)(
  '%s of every model in the graph of %s: the rules answer in time, and it is recorded',
  async (_, scenario, fault) => {
    const good = groundedScript();
    await using rig = await scriptedRig((call) => (call.isProbe ? good(call) : fault(call)), { settings: brief });
    const startedMs = performance.now();
    const answer = await rig.ask(entryQuestion({ scenario }));
    expect(performance.now() - startedMs).toBeLessThan(brief.deadlineMs[scenario] + 500);
    if (answer.kind !== 'opinion') return expect.unreachable(answer.kind);
    expect(answer.opinion).toMatchObject({ mode: 'rulesOnly', rank: 50, verdict: 'confirm' });
    expect(rig.runs.stepsOf(answer.opinion.runId).some(({ kind }) => kind === 'fellBack')).toBe(true);
  },
);
