import { expect, test } from 'vitest';
import { groundedScript } from './grounded-script.ts';
import { modelFaults, withFault } from './model-faults.ts';
import { startScriptedOllama } from './start-scripted-ollama.ts';

const model = 'gpt-oss:120b-cloud';

const evidence =
  '{"evidenceId":"filter:rvol","value":1.42,"unit":"ratio","label":"relative volume"}\n{"evidenceId":"session:name","value":"London"}';

const verdictFormat = { type: 'object', properties: { verdict: {}, confidence: {}, statements: {} } };

const post = async (url: string, path: string, body: object): Promise<Response> =>
  fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body), headers: { connection: 'close' } });

const question = { model, messages: [{ role: 'user', content: evidence }], format: verdictFormat };

test('tells its version and models, shows what each can do, and embeds', async () => {
  await using ollama = await startScriptedOllama({ script: groundedScript() });
  const get = async (path: string): Promise<unknown> => (await fetch(`${ollama.url}${path}`)).json();

  expect(await get('/api/version')).toEqual({ version: '0.13.0' });
  expect(await get('/api/tags')).toMatchObject({ models: [{ name: model }, {}, { name: 'llama3.2:3b' }] });
  expect(await (await post(ollama.url, '/api/show', { model: 'llama3.2:3b' })).json()).toMatchObject({
    capabilities: ['completion'],
  });
  expect((await post(ollama.url, '/api/show', { model: 'nobody' })).status).toBe(404);
  expect(await (await post(ollama.url, '/api/embed', { model, input: ['ab'] })).json()).toMatchObject({
    embeddings: [[2, 97, 98]],
  });
});

test('streams thinking, then words, then counts; says the same at once where no stream is wanted', async () => {
  await using ollama = await startScriptedOllama({
    script: groundedScript({ thinking: 'let me see', verdict: 'veto' }),
  });

  const text = await (await post(ollama.url, '/api/chat', { ...question, think: true })).text();
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { message: { content: string; thinking?: string }; done: boolean });
  const whole = (await (await post(ollama.url, '/api/chat', { ...question, stream: false })).json()) as {
    message: { content: string };
  };

  expect(lines[0]?.message).toEqual({ role: 'assistant', content: '', thinking: 'let me see' });
  expect(lines.length).toBeGreaterThan(4);
  expect(lines.at(-1)).toMatchObject({ done: true, done_reason: 'stop', eval_count: expect.any(Number) });
  const content = lines.map(({ message }) => message.content).join('');
  expect(content).toBe(whole.message.content);
  expect(JSON.parse(content)).toEqual({
    verdict: 'veto',
    confidence: 0.7,
    statements: [{ text: 'Relative volume: 1.42.', citations: [{ evidenceId: 'filter:rvol', value: 1.42 }] }],
  });
  expect(ollama.chats.map(({ call, isThinking }) => ({ call, isThinking }))).toEqual([
    { call: 1, isThinking: true },
    { call: 2, isThinking: false },
  ]);
});

test('calls a tool that is offered, once, and refuses what a model cannot', async () => {
  const toolCalls = [{ name: 'bars', arguments: { symbol: 'XAUUSD' } }];
  await using ollama = await startScriptedOllama({ script: groundedScript({ toolCalls }) });
  const tools = [{ type: 'function', function: { name: 'bars', parameters: {} } }];
  const ask = async (body: object): Promise<unknown> =>
    (await post(ollama.url, '/api/chat', { ...question, stream: false, tools, ...body })).json();

  expect(await ask({})).toMatchObject({ message: { tool_calls: [{ function: toolCalls[0] }] } });
  expect(await ask({ messages: [...question.messages, { role: 'tool', content: '{}' }] })).toMatchObject({
    message: { content: expect.stringContaining('verdict') },
  });
  expect(await ask({ model: 'llama3.2:3b' })).toEqual({ error: '"llama3.2:3b" does not support tools' });
  expect(await ask({ model: 'llama3.2:3b', tools: [], think: true })).toMatchObject({
    error: expect.stringContaining('thinking'),
  });
});

test.each(Object.keys(modelFaults) as (keyof typeof modelFaults)[])('%s ends with the one who asks', async (fault) => {
  const script = withFault({ script: groundedScript(), fault, models: [model] });
  await using ollama = await startScriptedOllama({ script });

  const leave = new AbortController();
  const body = JSON.stringify(question);
  const headers = { connection: 'close' };
  const { signal } = leave;
  const asked = fetch(`${ollama.url}/api/chat`, { method: 'POST', body, headers, redirect: 'error', signal });
  const heard = asked.then((response) => response.text()).catch(() => 'torn');
  await expect.poll(() => ollama.chats.length).toBe(1);
  leave.abort();
  await heard;

  await expect.poll(() => ollama.openSockets()).toBe(0);
});

test('refuses connections while it is told to, at the same port', async () => {
  await using ollama = await startScriptedOllama({ script: groundedScript() });

  await ollama.refuse();
  await expect(fetch(`${ollama.url}/api/version`)).rejects.toThrow();
  await ollama.accept();

  expect((await fetch(`${ollama.url}/api/version`)).status).toBe(200);
});
