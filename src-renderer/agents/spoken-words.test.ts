import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spokenWords } from './spoken-words.ts';

const reply = JSON.stringify({
  verdict: 'confirm',
  confidence: 0.7,
  statements: [
    { text: 'Volume is “high”:\t1.84.', citations: [{ evidenceId: 'filter:rvol', value: 1.84 }] },
    { text: 'The stop is \\ near.', citations: [] },
  ],
});

test('of a reply the sentences are read, a line each', () => {
  expect(spokenWords(reply)).toBe('Volume is “high”:\t1.84.\nThe stop is \\ near.');
  expect(spokenWords('{"situation": "Thin.", "observation":"It fell.","advice":"Wait."')).toBe(
    'Thin.\nIt fell.\nWait.',
  );
});

test('of a reply that is still coming, as far as it has come', () => {
  expect(spokenWords('{"verdict":"con')).toBe('');
  expect(spokenWords('```json\n{"verdict":"con')).toBe('');
  expect(spokenWords('{"statements":[{"text":"Volume is hi')).toBe('Volume is hi');
  expect(spokenWords('{"statements":[{"text":"Close \\u20')).toBe('Close ');
});

test('words that are no reply stand as they are', () => {
  expect(spokenWords('The volume is almost twice its usual.')).toBe('The volume is almost twice its usual.');
  expect(spokenWords('{"text":"a \\q escape"}')).toBe('a \\q escape');
});

test('whatever comes, each piece more shows no less', () => {
  fc.assert(
    fc.property(fc.nat(reply.length), fc.nat(reply.length), (a, b) => {
      const [less, more] = [Math.min(a, b), Math.max(a, b)];
      expect(spokenWords(reply.slice(0, more)).startsWith(spokenWords(reply.slice(0, less)))).toBe(true);
    }),
  );
  fc.assert(fc.property(fc.string(), (text) => typeof spokenWords(text) === 'string'));
});
