import { beforeAll, expect, test, type TestContext } from 'vitest';
import type { FaultCode } from '#shared/base/fault-codes.ts';
import { realTime } from '#main/testkit/real-time.ts';
import { groundedScript } from '#main/testkit/scripted-ollama/grounded-script.ts';
import { modelFaultCodes, withFault, type ModelFault } from '#main/testkit/scripted-ollama/model-faults.ts';
import { startScriptedOllama } from '#main/testkit/scripted-ollama/start-scripted-ollama.ts';
import type { AgentTool } from '../agent-tool.ts';
import { countedTimers, ladderAt, sampleModels, sampleRun, sampleTool, sampleWish } from './ladder.suite.ts';

const faults = Object.keys(modelFaultCodes) as ModelFault[];

const deadlineMs = 2_400;

/** How late the machine's timers may be. */
const latenessMs = 400;

const tools: readonly AgentTool[] = [sampleTool()];

beforeAll(async () => {
  // Its loading is nobody's time.
  await import('@langchain/ollama');
});

/** Those that end by the clock alone may wait side by side. */
const waiting: readonly ModelFault[] = ['hang', 'hangAfterHeaders', 'hangAfterWords', 'slowDrip'];

for (const at of [0, 1, 2]) {
  test.for(faults.filter((it) => !waiting.includes(it)))(
    `%s at rung ${at} costs that rung and nothing more`,
    (fault, context) => meet(fault, at, context),
  );
  test.concurrent.for(waiting)(`%s at rung ${at} costs that rung its share of the time`, (fault, context) =>
    meet(fault, at, context),
  );
}

async function meet(fault: ModelFault, at: number, { expect }: TestContext): Promise<void> {
  const faulty = sampleModels.slice(0, at + 1);
  const script = withFault({ script: groundedScript(), fault, models: faulty });
  await using ollama = await startScriptedOllama({ script });
  const timers = countedTimers();
  using ladder = ladderAt(ollama.url, { timers });
  await ladder.probe();
  using run = sampleRun(deadlineMs);
  const startedMs = realTime.monotonicClock.nowMs();

  const said = await ladder.ask(sampleWish(run, { tools }));

  const tookMs = realTime.monotonicClock.nowMs() - startedMs;
  expect(tookMs).toBeLessThan((deadlineMs * faulty.length) / sampleModels.length + latenessMs);
  // The last model has no tools: it cannot call them without end.
  const codeAt = (rung: number): FaultCode =>
    fault === 'endlessToolCalls' && rung === 2 ? 'MODEL_REPLY_INVALID' : modelFaultCodes[fault];
  expect(said.ok ? said.value.model : said.error.code).toBe(at < 2 ? sampleModels[at + 1] : codeAt(2));
  const fell = run.steps.flatMap((step) => (step.kind === 'fellBack' ? [step] : []));
  expect(fell.map((step) => [step.model, step.rung, step.to, step.fault.code])).toEqual(
    faulty.map((model, rung) => [model, rung, sampleModels[rung + 1] ?? null, codeAt(rung)]),
  );
  const asked = run.steps.filter(({ kind }) => kind === 'modelAsked');
  expect(run.exchanges).toHaveLength(asked.length);
  expect(run.exchanges.every((it) => (it.reply === null) !== (it.fault === null))).toBe(true);
  await expect.poll(() => ollama.openSockets()).toBe(0);
  expect(timers.pending()).toBe(0);
}

test('a server that is not there costs no time at any rung', async () => {
  await using ollama = await startScriptedOllama({ script: groundedScript() });
  await ollama.refuse();
  using ladder = ladderAt(ollama.url);
  using run = sampleRun(deadlineMs);

  const said = await ladder.ask(sampleWish(run));

  expect(said).toMatchObject({ ok: false, error: { code: 'MODEL_UNREACHABLE', facts: { reason: 'ECONNREFUSED' } } });
  expect(run.steps.map(({ kind }) => kind)).toEqual(['fellBack', 'fellBack', 'fellBack']);
  expect(run.remainingMs()).toBeGreaterThan(deadlineMs / 2);
});

test.each(['hang', 'wrongSchema', 'serverError', 'endlessThinking'] as const)(
  'a model that meets its probe with %s is passed, within its share of the time',
  async (fault) => {
    const script = withFault({ script: groundedScript(), fault, models: [sampleModels[0]], isProbed: true });
    await using ollama = await startScriptedOllama({ script });
    const timers = countedTimers();
    using run = sampleRun(900);
    {
      using ladder = ladderAt(ollama.url, { timers });
      const said = await ladder.ask(sampleWish(run));
      expect(said).toMatchObject({ ok: true, value: { model: sampleModels[1] } });
    }

    expect(run.steps[0]).toMatchObject({
      kind: 'fellBack',
      model: sampleModels[0],
      fault: { code: modelFaultCodes[fault] },
    });
    await expect.poll(() => ollama.openSockets()).toBe(0);
    expect(timers.pending()).toBe(0);
  },
);

test('numbers without a record come through: they are judged by grounding, not here', async () => {
  const script = withFault({ script: groundedScript(), fault: 'ungroundedNumbers', models: null });
  await using ollama = await startScriptedOllama({ script });
  using ladder = ladderAt(ollama.url);
  using run = sampleRun(deadlineMs);

  const said = await ladder.ask(sampleWish(run));

  expect(said).toMatchObject({ ok: true, value: { value: { statements: [{ citations: [{ value: 0.973 }] }, {}] } } });
});
