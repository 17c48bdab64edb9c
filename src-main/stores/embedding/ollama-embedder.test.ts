import { afterEach, beforeEach, expect, test } from 'vitest';
import { durationMs } from '#shared/units/duration-ms.ts';
import type { Embedder } from '#main/ports/embedder.ts';
import { realTime } from '#main/testkit/real-time.ts';
import { ollamaEmbedder } from './ollama-embedder.ts';
import { componentsOf, startScriptedOllama, type OllamaAct, type ScriptedOllama } from './scripted-ollama.suite.ts';

let ollama: ScriptedOllama;
let embedder: Embedder;

beforeEach(async () => {
  ollama = await startScriptedOllama();
  embedder = ollamaEmbedder({ url: ollama.url, model: 'nomic-embed-text', timers: realTime.timers });
});

afterEach(async () => {
  await ollama[Symbol.asyncDispose]();
});

test('texts go to the model in one request and come back as vectors of length 1, in their order', async () => {
  const texts = ['buy at 2000', 'новости'];
  const embedded = await embedder.embed(texts);
  expect(ollama.requests).toEqual([
    { method: 'POST', path: '/api/embed', body: { model: 'nomic-embed-text', input: texts } },
  ]);
  const expected = texts.map((text) => {
    const components = componentsOf(text);
    return Float32Array.from(components, (component) => component / Math.hypot(...components));
  });
  expect(embedded).toEqual({ ok: true, value: expected });
  expect(embedder.method).toBe('ollama:nomic-embed-text');
});

test('no text asks nobody', async () => {
  expect(await embedder.embed([])).toEqual({ ok: true, value: [] });
  expect(ollama.requests).toEqual([]);
});

const vectors = (...embeddings: readonly unknown[]): OllamaAct => ({ kind: 'reply', body: { embeddings } });

test.each<readonly [string, OllamaAct]>([
  ['fewer vectors than texts', vectors([1, 2])],
  ['more vectors than texts', vectors([1, 2], [1, 2], [1, 2])],
  ['vectors of different lengths', vectors([1, 2], [1, 2, 3])],
  ['an empty vector', vectors([1, 2], [])],
  ['a vector of zeros', vectors([1, 2], [0, 0])],
  ['null in a vector, as JSON writes NaN', vectors([1, 2], [1, null])],
  ['numbers beyond all bounds', vectors([1, 2], [1.7e308, 1.7e308])],
  ['words in a vector', vectors([1, 2], ['1', '2'])],
  ['no embeddings', { kind: 'reply', body: { model: 'llama' } }],
  ['a list', { kind: 'reply', body: [] }],
  ['no JSON', { kind: 'text', text: '<html>Welcome to my router</html>' }],
  ['half of a JSON', { kind: 'text', text: '{"embeddings":[[1,2],[1' }],
  ['nothing', { kind: 'text', text: '' }],
  [
    'a refusal of the texts',
    { kind: 'reply', status: 400, body: { error: 'the input length exceeds the context length' } },
  ],
  [
    'the refusal of a model that made NaN of a text',
    { kind: 'reply', status: 500, body: { error: 'failed to encode response: json: unsupported value: NaN' } },
  ],
  ['an answer without end', { kind: 'endless' }],
])('%s is no embedding of two texts', async (_what, act) => {
  ollama.acts.push(act);
  expect(await embedder.embed(['one', 'two'])).toMatchObject({ ok: false, error: { code: 'EMBEDDING_INVALID' } });
  expect(await embedder.embed(['one', 'two'])).toMatchObject({ ok: true });
});

test('a model that suddenly makes vectors of another length is not believed', async () => {
  await embedder.embed(['one']);
  ollama.acts.push(vectors([1, 2, 3, 4]));
  expect(await embedder.embed(['two'])).toMatchObject({ error: { code: 'EMBEDDING_INVALID' } });
});

test.each<readonly [string, OllamaAct, RegExp]>([
  [
    'no such model',
    { kind: 'reply', status: 404, body: { error: 'model "nomic-embed-text" not found, try pulling it first' } },
    /HTTP 404: model "nomic-embed-text" not found/,
  ],
  [
    'an error of its own',
    { kind: 'reply', status: 500, body: { error: 'llama runner process has terminated' } },
    /HTTP 500/,
  ],
  ['an error without words', { kind: 'reply', status: 503, body: 'busy' }, /HTTP 503$/],
  ['a connection that is cut', { kind: 'cut' }, /./],
  ['another place to ask', { kind: 'redirect', to: 'http://example.invalid/' }, /./],
])('%s is tried again later', async (_what, act, reason) => {
  ollama.acts.push(act);
  const failed = await embedder.embed(['one']);
  expect(failed).toMatchObject({
    ok: false,
    error: { code: 'EMBEDDER_UNREACHABLE', facts: { url: ollama.url, reason: expect.stringMatching(reason) } },
  });
  expect(await embedder.embed(['one'])).toMatchObject({ ok: true });
});

test('a server that hangs is given up after the time-out', async () => {
  const timeoutMs = durationMs(50);
  const hasty = ollamaEmbedder({ url: ollama.url, model: 'any', timers: realTime.timers, timeoutMs });
  ollama.acts.push({ kind: 'hang' });
  expect(await hasty.embed(['one'])).toMatchObject({
    error: { code: 'EMBEDDER_UNREACHABLE', facts: { reason: 'no answer within 50 ms' } },
  });
});

test('a server that is not there is unreachable', async () => {
  await ollama[Symbol.asyncDispose]();
  expect(await embedder.embed(['one'])).toMatchObject({
    error: { code: 'EMBEDDER_UNREACHABLE', facts: { reason: expect.stringContaining('ECONNREFUSED') } },
  });
});
