import fc from 'fast-check';
import { expect, test } from 'vitest';
import { embedLocally, localEmbedder } from './local-embedder.ts';

/** Euclidean, as the index measures it: 0 for the same direction, 1.41 for nothing in common. */
const distance = (a: string, b: string): number => {
  const [from, to] = [embedLocally(a), embedLocally(b)];
  return Math.hypot(...from.map((component, index) => component - (to[index] ?? NaN)));
};

const buy = 'Scenario B on XAUUSD M15 enters buy at 2000 with stop 1990; passed breakoutUp 2000 against 1998.5.';

test('the same words give the same vector, of length 1, whatever they are', async () => {
  const texts = fc.array(fc.string({ unit: 'binary', maxLength: 200 }), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(texts, async (said) => {
      const [once, again] = [await localEmbedder.embed(said), await localEmbedder.embed(said)];
      expect(once).toEqual(again);
      expect(once.ok && once.value.map((vector) => vector.length)).toEqual(said.map(() => 256));
      for (const vector of once.ok ? once.value : []) expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
    }),
  );
});

test('it is the same on every machine and in every version of this method', () => {
  const strongest = [...embedLocally('stop too near').entries()]
    .filter(([, component]) => Math.abs(component) > 0.2)
    .map(([index, component]) => [index, Number(component.toFixed(4))]);
  expect(strongest).toMatchInlineSnapshot(`
    [
      [
        72,
        0.521,
      ],
      [
        139,
        0.521,
      ],
      [
        217,
        0.521,
      ],
    ]
  `);
});

test.each([
  ['another price', buy, buy.replace('2000 with', '2001 with'), 'Scenario A on EURUSD H1 leaves sell by chandelier.'],
  ['forms of a word', 'rejected before the news', 'rejecting before news', 'the spread was too wide'],
  ['a Russian ending', 'перед новостями не вхожу', 'вхожу после новости', 'слишком широкий спред'],
  ['ё written as е', 'не берём отчёт', 'не берем отчет', 'берег моря'],
  ['one name, two words', 'breakoutUp failed', 'breakout up failed', 'relativeVolume passed'],
  ['capital letters', 'NEWS IN TEN MINUTES', 'news in ten minutes', 'no stop'],
])('%s is nearer than something else', (_what, text, near, far) => {
  expect(distance(text, near)).toBeLessThan(distance(text, far) * 0.8);
});

test('numbers are alike only where they are the same', () => {
  expect(distance('at 2000.5', 'at 2000.5')).toBe(0);
  for (const other of ['2001', '7153']) expect(distance('2000', other)).toBeCloseTo(Math.SQRT2, 5);
});

test('what is said often counts more, and ten times is not ten times as much', () => {
  const [one, ten] = [distance('news spread', 'spread'), distance(`${'news '.repeat(10)}spread`, 'spread')];
  expect(ten).toBeGreaterThan(one);
  expect(ten).toBeLessThan(Math.SQRT2);
});

test('a text without a word is like itself and nothing else', () => {
  expect(distance('?!', '?!')).toBe(0);
  expect(distance('?!', '…')).toBeCloseTo(Math.SQRT2, 3);
  expect(Math.hypot(...embedLocally(''))).toBe(1);
});
