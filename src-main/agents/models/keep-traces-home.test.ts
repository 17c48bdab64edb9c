import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { groundedScript } from '#main/testkit/scripted-ollama/grounded-script.ts';
import { startScriptedOllama } from '#main/testkit/scripted-ollama/start-scripted-ollama.ts';
import { keepTracesHome } from './keep-traces-home.ts';
import { ladderAt, sampleRun, sampleWish } from './ladder.suite.ts';

interface Collector extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly string[];
}

/** Stands where LangSmith would, and counts. */
async function startCollector(): Promise<Collector> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
    request.resume();
    response.writeHead(202, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

let collector: Collector;

beforeAll(async () => {
  // One for all: LangChain keeps the client that it made first.
  collector = await startCollector();
});

afterAll(() => collector[Symbol.asyncDispose]());

const kept = { ...process.env };

beforeEach(() => {
  Object.assign(process.env, {
    LANGSMITH_TRACING: 'true',
    LANGCHAIN_TRACING_V2: 'true',
    LANGSMITH_API_KEY: 'lsv2_sample',
    LANGSMITH_PROJECT: 'ats',
    LANGSMITH_ENDPOINT: collector.url,
  });
});

afterEach(() => {
  for (const name of Object.keys(process.env)) if (!(name in kept)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, kept);
});

async function askTraced(): Promise<void> {
  await using ollama = await startScriptedOllama({ script: groundedScript() });
  using ladder = ladderAt(ollama.url);
  using run = sampleRun(5_000);
  expect(await ladder.ask(sampleWish(run))).toMatchObject({ ok: true });
  const { awaitAllCallbacks } = await import('@langchain/core/callbacks/promises');
  await awaitAllCallbacks();
}

test('nothing is sent to LangSmith on the word of the environment alone', async () => {
  expect(keepTracesHome({ environment: process.env, tracesToLangSmith: false })).toBe(false);
  await askTraced();
  await new Promise((resolve) => setTimeout(resolve, 400));

  expect(collector.requests).toEqual([]);
});

test('runs are sent to LangSmith where the trader and the environment both say so', async () => {
  expect(keepTracesHome({ environment: process.env, tracesToLangSmith: true })).toBe(true);
  await askTraced();

  await expect.poll(() => collector.requests.length, { timeout: 5_000 }).toBeGreaterThan(0);
});

test('the setting alone sends nothing, and what the environment does not say is not written into it', () => {
  const environment: Record<string, string | undefined> = { PATH: '/bin', LANGCHAIN_VERBOSE: 'true' };

  expect(keepTracesHome({ environment, tracesToLangSmith: true })).toBe(false);
  expect(keepTracesHome({ environment, tracesToLangSmith: false })).toBe(false);
  expect(environment).toEqual({ PATH: '/bin', LANGCHAIN_VERBOSE: 'false' });
});
