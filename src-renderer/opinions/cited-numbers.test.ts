import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Statement } from '#shared/agent/evidence.ts';
import { citedStatement } from './cited-numbers.ts';

const said = (text: string, ...citations: Statement['citations']): Statement => ({ text, citations });
const rvol = { evidenceId: 'filter:rvol', value: 1.84 };

test('a number that is cited becomes its own piece, rounded or not', () => {
  const { pieces, besides } = citedStatement(said('Volume is 1.8 times its usual.', rvol), []);
  expect(pieces).toEqual([
    { kind: 'words', text: 'Volume is ' },
    { kind: 'cited', text: '1.8', citation: rvol, isUngrounded: false },
    { kind: 'words', text: ' times its usual.' },
  ]);
  expect(besides).toEqual([]);
});

test('commas of both languages, thousands, signs and percentages are read', () => {
  for (const [text, value] of [
    ['1,84', 1.84],
    ['1,234.5', 1234.5],
    ['1 234,5', 1234.5],
    ['25\u00a0000', 25_000],
    ['25\u202f000', 25_000],
    ['9,6894749', 9.6894749],
    ['−0.35', -0.35],
    ['48', 0.4831],
    ['4210.55', 4210.55],
  ] as const) {
    const cited = citedStatement(said(`so ${text}!`, { evidenceId: 'x:y', value }), []);
    expect(cited.pieces[1], text).toMatchObject({ kind: 'cited', text });
  }
});

test('a number that no record bears out is marked, cited or not', () => {
  const ungrounded = [
    { number: '7', evidenceId: null, found: null },
    { number: '1.84', evidenceId: 'filter:rvol', found: 0.9 },
  ];
  const { pieces } = citedStatement(said('7 wins of 9 at 1.84', rvol), ungrounded);
  expect(pieces.map((piece) => [piece.kind, piece.text])).toEqual([
    ['ungrounded', '7'],
    ['words', ' wins of 9 at '],
    ['cited', '1.84'],
  ]);
  expect(pieces[2]).toMatchObject({ isUngrounded: true });
});

test('a citation whose number is not in the sentence stands beside it', () => {
  expect(citedStatement(said('Volume is high.', rvol), [])).toEqual({
    pieces: [{ kind: 'words', text: 'Volume is high.' }],
    besides: [{ ...rvol, isUngrounded: false }],
  });
});

test('no word of a sentence is ever lost or doubled', () => {
  const values = fc.array(
    fc.record({ evidenceId: fc.constant('x:y'), value: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), values, (text, count, citations) => {
      const whole = `${text} ${count} ${text}`;
      const { pieces } = citedStatement(said(whole, ...citations), [
        { number: String(count), evidenceId: null, found: null },
      ]);
      expect(pieces.map((piece) => piece.text).join('')).toBe(whole);
    }),
  );
});
