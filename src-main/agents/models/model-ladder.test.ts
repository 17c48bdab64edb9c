import { expect, test } from 'vitest';
import { groundedScript } from '#main/testkit/scripted-ollama/grounded-script.ts';
import { startScriptedOllama } from '#main/testkit/scripted-ollama/start-scripted-ollama.ts';
import { ladderAt, sampleModels, sampleRun, sampleWish } from './ladder.suite.ts';

const [first] = sampleModels;

test('the first model answers by the schema, with words that stream and an exchange that is kept whole', async () => {
  await using ollama = await startScriptedOllama({ script: groundedScript({ thinking: 'let me see' }) });
  using ladder = ladderAt(ollama.url);
  using run = sampleRun(5_000);

  const said = await ladder.ask(sampleWish(run));

  expect(said).toEqual({
    ok: true,
    value: {
      value: {
        verdict: 'confirm',
        confidence: 0.7,
        statements: [{ text: 'The value 1.42 speaks to it.', citations: [{ evidenceId: 'filter:rvol', value: 1.42 }] }],
      },
      model: first,
      latencyMs: expect.any(Number),
      tokens: { prompt: expect.any(Number), reply: expect.any(Number) },
      readings: [],
    },
  });
  expect(run.steps.map(({ kind }) => kind)).toEqual(['modelAsked', 'modelAnswered']);
});
