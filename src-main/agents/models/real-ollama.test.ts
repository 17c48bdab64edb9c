import { expect, test } from 'vitest';
import { ladderAt, sampleRun, sampleTool, sampleWish } from './ladder.suite.ts';

const url = process.env.ATS_OLLAMA_URL ?? '';

const isSet = url !== '';

/** Comma-separated; a small one that is pulled already will do. */
const models = (process.env.ATS_OLLAMA_MODELS ?? 'llama3.2:3b').split(',');

const minuteMs = 60_000;

test.skipIf(!isSet)(
  isSet ? 'a real Ollama answers by the schema' : 'skipped: ATS_OLLAMA_URL names no Ollama to ask',
  async () => {
    using ladder = ladderAt(url, { models, replyTokensMax: 1_024 });
    await ladder.probe();
    using run = sampleRun(4 * minuteMs);

    const said = await ladder.ask(sampleWish(run, { tools: [sampleTool()] }));

    expect(said.ok ? said.value.value : said.error).toEqual({
      verdict: expect.stringMatching(/^(confirm|veto|abstain)$/),
      confidence: expect.any(Number),
      statements: expect.any(Array),
    });
    expect(run.exchanges.length).toBeGreaterThan(0);
  },
  5 * minuteMs,
);
