import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RecordId } from '#shared/trading/record-id.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { RememberedText } from '#main/ports/text-store.ts';
import { temporaryMarket, type TemporaryMarket } from './temporary-market.suite.ts';

let market: TemporaryMarket;

beforeEach(() => {
  market = temporaryMarket();
});

afterEach(() => {
  market[Symbol.dispose]();
});

const text = (recordId: RecordId, words: string, more: Partial<RememberedText> = {}): RememberedText => ({
  ...{ recordId, symbol: 'XAUUSD', knownAtUtcMs: utcMs(1000), text: words },
  ...more,
});

const method = 'local-1';
const without = (by = method, limit = 10) => market.store.texts.without(by, limit).map(({ recordId }) => recordId);
const embed = (words: string, vector: readonly number[] = [1, 0], by = method) => {
  market.store.texts.saveEmbeddings(by, [{ text: words, vector: Float32Array.from(vector) }]);
};
/** What is found by likeness, with the first number of its vector. */
const found = (by = method) =>
  [...market.store.vectorFeed.records({ collection: 'texts', method: by })].map(({ id, vector }) => [id, vector[0]]);

test('texts come back as they are, and wait for each method in the order in which they were saved', () => {
  const { texts } = market.store;
  const late = text('lesson:2', 'Слишком поздно. "Too late" 💰');
  texts.save(late);
  texts.save(text('lesson:1', 'too early'));
  expect([texts.find('lesson:2'), texts.find('lesson:3')]).toEqual([late, null]);
  expect([without(), without('ollama:m'), without(method, 1)]).toEqual([
    ['lesson:2', 'lesson:1'],
    ['lesson:2', 'lesson:1'],
    ['lesson:2'],
  ]);
  embed('too early');
  expect([without(), without('ollama:m')]).toEqual([['lesson:2'], ['lesson:2', 'lesson:1']]);
  embed(late.text);
  expect(without()).toEqual([]);
  texts.save(text('lesson:0', 'new'));
  expect(without()).toEqual(['lesson:0']);
  expect(market.reopen().texts.without(method, 9)).toEqual([text('lesson:0', 'new')]);
});

test('a text whose words change is found by its new ones only, once they are embedded', () => {
  const { texts } = market.store;
  texts.save(text('lesson:1', 'too late'));
  embed('too late', [1, 0]);
  texts.save(text('lesson:1', 'too early'));
  expect([found(), without()]).toEqual([[], ['lesson:1']]);
  embed('too early', [2, 0]);
  expect([found(), without()]).toEqual([[['lesson:1', 2]], []]);
  texts.save(text('lesson:1', 'too late'));
  expect([found(), without()]).toEqual([[['lesson:1', 1]], []]);
});

test('texts of the same words share what was made of them, those that come later too', () => {
  const { texts } = market.store;
  texts.save(text('lesson:1', 'too late'));
  texts.save(text('lesson:2', 'too late'));
  embed('too late', [1, 0]);
  embed('too late', [5, 0], 'ollama:m');
  texts.save(text('lesson:3', 'too late'));
  expect(found()).toEqual([
    ['lesson:1', 1],
    ['lesson:2', 1],
    ['lesson:3', 1],
  ]);
  expect([without(), without('ollama:m')]).toEqual([[], []]);
});

test('what says the same leaves no revision; another vector of the same words is told of every record that has them', () => {
  const { texts, vectorFeed } = market.store;
  const one = text('lesson:1', 'too late');
  texts.save(one);
  texts.save(text('lesson:2', 'too late'));
  embed('too late');
  expect(vectorFeed.newest()).toBe(2);
  texts.save(one);
  embed('too late');
  embed('words of nobody');
  expect(vectorFeed.newest()).toBe(2);
  embed('too late', [3, 0]);
  expect(vectorFeed.newest()).toBe(4);
  texts.save({ ...one, symbol: 'EURUSD', knownAtUtcMs: utcMs(2000) });
  expect(vectorFeed.after(4, 9)).toMatchObject([
    { kind: 'put', record: { id: 'lesson:1', symbol: 'EURUSD', knownAtUtcMs: 2000, vector: Float32Array.of(3, 0) } },
  ]);
});

test('a method that suddenly makes vectors of another length is refused as a whole', () => {
  const { texts } = market.store;
  texts.save(text('lesson:1', 'too late'));
  texts.save(text('lesson:2', 'too early'));
  embed('too late');
  const rows = [
    { text: 'fine', vector: Float32Array.of(1, 1) },
    { text: 'too early', vector: Float32Array.of(1, 1, 1) },
  ];
  expect(() => texts.saveEmbeddings(method, rows)).toThrow('EMBEDDING_INVALID: local-1 made a vector of 3');
  expect(market.rows('SELECT count(*) AS rows FROM embeddings')).toEqual([{ rows: 1 }]);
  expect(without()).toEqual(['lesson:2']);
  embed('too early', [1, 1, 1], 'another');
  market.store.projections.clear('vectors');
  expect(() => {
    embed('too early', [1, 1, 1]);
  }).toThrow('EMBEDDING_INVALID');
});

test('embeddings outlive a new life of the rows: texts that come again are found without asking a model again', () => {
  const { texts, projections } = market.store;
  const many = Array.from({ length: 5 }, (_, index) => text(`lesson:${index}`, `words ${index}`));
  for (const it of many) texts.save(it);
  for (const it of many) embed(it.text, [1, 0], 'ollama:m');
  expect([without('ollama:m'), without()]).toEqual([[], many.map(({ recordId }) => recordId)]);
  projections.clear('vectors');
  expect([texts.find('lesson:1'), without(), found('ollama:m')]).toEqual([null, [], []]);
  for (const it of many) texts.save(it);
  expect(found('ollama:m')).toHaveLength(5);
  expect([without('ollama:m'), without()]).toEqual([[], many.map(({ recordId }) => recordId)]);
});
