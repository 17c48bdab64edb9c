import { expect, test } from 'vitest';
import { fault, FaultError } from '#shared/base/fault.ts';
import { err } from '#shared/base/result.ts';
import { similarTextsWishSchema, type SimilarTextsWish } from '#shared/contract/memory.ts';
import { recordId } from '#shared/trading/record-id.ts';
import type { Embedder } from '#main/ports/embedder.ts';
import { sampleLesson } from '#main/testkit/sample-lesson.ts';
import { createSearchRig, hour, lengthEmbedder, lying, type SearchRig } from './search-rig.suite.ts';

function remember(rig: SearchRig, at: number, text: string): void {
  const id = recordId('lesson', `t-${at}`);
  const known = { symbol: 'XAUUSD', knownAtUtcMs: hour(at) };
  rig.texts.push({ recordId: id, text, ...known });
  rig.records.push({ id, ...known, vector: Float32Array.of(text.length) });
}

const ask = (rig: SearchRig, wish: Partial<Record<keyof SimilarTextsWish, unknown>>) =>
  rig.search.similarTexts(similarTextsWishSchema.parse(wish));

const unreachable = fault('EMBEDDER_UNREACHABLE', 'no model answers');
const gone: Embedder = { method: 'ollama:gone', embed: () => Promise.resolve(err(unreachable)) };

test('words of the same meaning are found, in the method that embedded the question', async () => {
  const rig = createSearchRig();
  remember(rig, 1, 'news ahead');
  remember(rig, 2, 'spread');
  const answer = await ask(rig, { text: 'payrolls', k: 1 });
  expect(answer).toEqual({
    ok: true,
    value: {
      ...{ adapter: 'exact', method: 'length-1', asOfUtcMs: hour(100_000) },
      neighbours: [{ recordId: 'lesson:t-1', text: 'news ahead', knownAtUtcMs: hour(1), distance: 2 }],
    },
  });
  expect(rig.queries[0]?.partition).toEqual({ collection: 'texts', method: 'length-1' });
});

test('where the preferred model does not answer, the next one does, among what that one has embedded', async () => {
  const rig = createSearchRig({ embedders: [gone, lengthEmbedder] });
  remember(rig, 1, 'news');
  expect(await ask(rig, { text: 'word' })).toMatchObject({
    value: { method: 'length-1', neighbours: [{ distance: 0 }] },
  });
  const alone = createSearchRig({ embedders: [gone] });
  expect(await ask(alone, { text: 'word' })).toEqual({ ok: false, error: unreachable });
});

test('words that were written later, or are not there any more, are not told', async () => {
  const rig = createSearchRig({ indexOf: lying });
  for (const at of [1, 5, 9]) remember(rig, at, 'news');
  rig.texts.shift();
  const answer = await ask(rig, { text: 'word', asOfUtcMs: hour(6) });
  expect(answer.ok && answer.value.neighbours.map(({ recordId: id }) => id)).toEqual(['lesson:t-5']);
});

test('whoever waits for the loop has his turn while words are looked up', async () => {
  const rig = createSearchRig();
  for (let index = 0; index < 60; index++) remember(rig, index, 'news');
  await ask(rig, { text: 'word', k: 50 });
  expect(rig.turns()).toBeGreaterThan(10);
});

test('a lesson that the trader has retired is not told as of then, and still as of before', async () => {
  const retired = { atUtcMs: hour(6), reason: 'one trade is none' };
  const rig = createSearchRig({ lesson: (id) => ({ lesson: sampleLesson({ lessonId: id }), retired }) });
  remember(rig, 1, 'news');
  const found = async (at: number) => {
    const answer = await ask(rig, { text: 'word', asOfUtcMs: hour(at) });
    return answer.ok && answer.value.neighbours.length;
  };
  expect([await found(5), await found(6)]).toEqual([1, 0]);
});

test('before there is a market time, and where no index answers, the fault is the answer', async () => {
  const refused = fault('VECTORS_REFUSED', 'of another length');
  const rig = createSearchRig({
    indexOf: (records) => ({ ...lying(records), search: () => Promise.reject(new FaultError(refused)) }),
  });
  expect(await ask(rig, { text: 'word' })).toEqual({ ok: false, error: refused });
  rig.clock.setMarket(null);
  expect(await ask(rig, { text: 'word' })).toMatchObject({ error: { code: 'NOT_CONNECTED' } });
});
