import { expect, test } from 'vitest';
import { sampleEventChain } from '#main/testkit/scripted-memory.ts';
import { chainText } from './chain-text.ts';

const linesOf = (changes: Parameters<typeof sampleEventChain>[0] = {}): readonly string[] =>
  chainText(sampleEventChain(changes)).split('\n');

test('a chain is a tree from the signal to the trade, with times and facts, and what stands beside', () => {
  expect(linesOf()).toEqual([
    'signal:s-1  2023-12-30 22:00 UTC  [B]',
    '│   side buy',
    '└─ decision:s-1  2023-12-30 22:00 UTC',
    '   │   outcome enter',
    '   └─ order:o-1  2023-12-30 22:00 UTC',
    '      │   status filled',
    '      └─ deal:4711  2023-12-30 22:00 UTC',
    '         │   price 2051.2',
    '         └─ trade:88#1 ◀  2023-12-30 22:00 UTC  [XAUUSD]',
    '                net 124.5',
    'Answered by the embedded graph.',
  ]);
});

test('what several lead to is told once; a lesson stands where it was learnt; what is cut is said to be', () => {
  const node = (id: string, facts: object = {}) => ({
    ...{ id, kind: id.slice(0, id.indexOf(':')), knownAtUtcMs: null, facts },
  });
  const lines = linesOf({
    adapter: 'bolt',
    root: 'deal:1',
    nodes: [
      ...['approval:t-1', 'deal:1', 'deal:2', 'regime:1/H1/range'].map((id) => node(id)),
      node('lesson:t-1', { reason: 'news' }),
      node('trade:7#1', { closedAtUtcMs: Date.UTC(2024, 0, 2), isGood: true }),
    ],
    links: [
      { from: 'deal:1', to: 'trade:7#1', kind: 'partOf' },
      { from: 'deal:2', to: 'trade:7#1', kind: 'partOf' },
      { from: 'lesson:t-1', to: 'approval:t-1', kind: 'learntFrom' },
      { from: 'trade:7#1', to: 'regime:1/H1/range', kind: 'inRegime' },
    ],
    isCut: true,
  });
  expect(lines).toEqual([
    'approval:t-1',
    '└─ lesson:t-1',
    '       reason news',
    'deal:1 ◀',
    '└─ trade:7#1  [regime:1/H1/range]',
    '       closedAt 2024-01-02 00:00 UTC, isGood true',
    'deal:2',
    '└─ trade:7#1 (see above)',
    'There is more than is shown.',
    'Answered by the graph server.',
  ]);
});

test('what stands outside of time is a chain of its own, and no way between two records is said in a sentence', () => {
  const symbol = { id: 'symbol:XAUUSD', kind: 'symbol', knownAtUtcMs: null, facts: { symbol: 'XAUUSD' } };
  expect(linesOf({ root: 'symbol:XAUUSD', nodes: [symbol], links: [] })).toEqual([
    'symbol:XAUUSD ◀',
    '    symbol XAUUSD',
    'Answered by the embedded graph.',
  ]);
  expect(linesOf({ root: 'deal:1', nodes: [], links: [] })).toEqual([
    'Nothing leads from deal:1 to there. Answered by the embedded graph.',
  ]);
});

test('facts are told in lines that a terminal holds, without what stands beside and what arithmetic leaves', () => {
  const symbol = { id: 'symbol:XAUUSD', kind: 'symbol', knownAtUtcMs: null, facts: {} };
  const filters = Array.from({ length: 20 }, (_, index) => `filter${index} passed`).join('; ');
  const signal = {
    ...{ id: 'signal:1', kind: 'signal', knownAtUtcMs: 0 },
    facts: { symbol: 'XAUUSD', riskMoney: 251.31999999998334, filters },
  };
  const lines = linesOf({
    root: 'signal:1',
    nodes: [signal, symbol],
    links: [{ from: 'signal:1', to: 'symbol:XAUUSD', kind: 'ofSymbol' }],
  }).slice(1, -1);
  expect(lines.length).toBeGreaterThan(2);
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100);
  expect(lines.map((line) => line.trim()).join(' ')).toBe(`riskMoney 251.32, filters ${filters}`);
});
