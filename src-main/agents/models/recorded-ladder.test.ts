import { expect, test } from 'vitest';
import type { ModelExchange } from '#main/ports/agent-runs.ts';
import { groundedScript } from '#main/testkit/scripted-ollama/grounded-script.ts';
import { withFault, type ModelFault } from '#main/testkit/scripted-ollama/model-faults.ts';
import { startScriptedOllama } from '#main/testkit/scripted-ollama/start-scripted-ollama.ts';
import type { AgentTool } from '../agent-tool.ts';
import type { ModelLadder } from '../model-ladder.ts';
import { ladderAt, sampleModels, sampleRun, sampleTool, sampleWish, type SampleRun } from './ladder.suite.ts';
import { recordedLadder } from './recorded-ladder.ts';

const [first, second] = sampleModels;

const askAll = async (ladder: ModelLadder, run: SampleRun, tools: readonly AgentTool[]): Promise<unknown[]> => {
  const answers: unknown[] = [];
  for (const agent of ['signal', 'risk'] as const) answers.push(await ladder.ask(sampleWish(run, { agent, tools })));
  return answers;
};

/** As the store gives it back. */
const stored = (exchanges: readonly ModelExchange[]): ModelExchange[] =>
  JSON.parse(JSON.stringify(exchanges)) as ModelExchange[];

const timeless = (run: SampleRun): unknown =>
  JSON.parse(JSON.stringify(run.steps, (key, value: unknown) => (key.endsWith('Ms') ? 0 : value)));

test.each<readonly [ModelFault | null, readonly string[]]>([
  [null, []],
  ['wrongSchema', [first]],
  ['serverError', [first, second]],
  ['truncatedReply', [first]],
  ['endlessToolCalls', [first]],
  ['nullReply', [...sampleModels]],
])('a run that met %s is answered from its recording as it was by the models', async (fault, models) => {
  const good = groundedScript({ toolCalls: [{ name: 'bars', arguments: { symbol: 'EURUSD' } }] });
  const script = fault === null ? good : withFault({ script: good, fault, models });
  await using ollama = await startScriptedOllama({ script });
  using ladder = ladderAt(ollama.url);
  using live = sampleRun(10_000);
  using replayed = sampleRun(10_000);
  const said = await askAll(ladder, live, [sampleTool()]);
  await ollama.refuse();

  const saidAgain = await askAll(recordedLadder(stored(live.exchanges)), replayed, [sampleTool()]);

  expect(saidAgain).toEqual(said);
  expect(timeless(replayed)).toEqual(timeless(live));
  expect(replayed.exchanges).toEqual(live.exchanges);
});

async function recorded(): Promise<ModelExchange[]> {
  await using ollama = await startScriptedOllama({ script: groundedScript() });
  using ladder = ladderAt(ollama.url);
  using run = sampleRun(10_000);
  await ladder.ask(sampleWish(run));
  return stored(run.exchanges);
}

test('what was not asked then is not answered now', async () => {
  const exchanges = await recorded();
  using run = sampleRun(10_000);
  const wish = sampleWish(run);
  const differs = { ok: false, error: { code: 'RUN_DIFFERS' } };

  const other = { ...wish, prompt: { ...wish.prompt, user: `${wish.prompt.user} ` } };
  expect(await recordedLadder(exchanges).ask(other)).toMatchObject(differs);
  expect(await recordedLadder(exchanges).ask({ ...wish, agent: 'risk' })).toMatchObject(differs);
  const ladder = recordedLadder(exchanges);
  expect(await ladder.ask(wish)).toMatchObject({ ok: true });
  expect(await ladder.ask(wish)).toMatchObject(differs);
});

test('a recording without exchanges is one of rules alone', () => {
  expect(recordedLadder([]).isAsking()).toBe(false);
});

test('a damaged reply of a recording is no reply', async () => {
  const exchanges = (await recorded()).map((it) => ({ ...it, reply: { content: 7 } }));
  using run = sampleRun(10_000);

  expect(await recordedLadder(exchanges).ask(sampleWish(run))).toMatchObject({
    error: { code: 'MODEL_REPLY_INVALID' },
  });
});

test('a rung that was given up between two questions is given up again', async () => {
  const good = groundedScript({ toolCalls: [{ name: 'bars', arguments: {} }] });
  await using ollama = await startScriptedOllama({ script: good });
  using ladder = ladderAt(ollama.url, { models: [first, second] });
  await ladder.probe();
  using live = sampleRun(1_200);
  const hanging = { ...sampleTool(), read: () => new Promise<never>(() => undefined) };
  let reads = 0;
  const once: AgentTool = {
    ...hanging,
    read: (wish) => (reads++ === 0 ? hanging.read() : sampleTool().read(wish)),
  };
  const said = await ladder.ask(sampleWish(live, { tools: [once] }));
  using replayed = sampleRun(10_000);

  const saidAgain = await recordedLadder(stored(live.exchanges)).ask(sampleWish(replayed, { tools: [sampleTool()] }));

  expect(said).toMatchObject({ ok: true, value: { model: second } });
  expect(saidAgain).toMatchObject({ ok: true, value: { model: second } });
});
