import { expect, test } from 'vitest';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleDeal } from '#main/testkit/sample-deal.ts';
import { sampleDecision } from '#main/testkit/sample-decision.ts';
import { sampleLesson } from '#main/testkit/sample-lesson.ts';
import { sampleApproval } from './sample-records.suite.ts';
import { filtersInShort, sentenceOf, textOfRecord } from './text-of-record.ts';

test('a decision is a sentence of its values', () => {
  const filters = [
    { filter: 'breakoutUp', value: 2000, threshold: 1998.5, passed: true },
    { filter: 'trendUp', value: 1.2500000000000004, threshold: null, passed: true },
    { filter: 'spread', value: 70, threshold: 40, passed: false },
    { filter: 'relativeVolume', value: null, threshold: 1.5, passed: false },
  ];
  expect(sentenceOf(sampleDecision({ filters }))).toBe(
    'Scenario B on XAUUSD M15 enters buy at 2000 with stop 1990 and no target; passed breakoutUp 2000 against 1998.5, trendUp 1.25; ' +
      'failed spread 70 against 40, relativeVolume without data.',
  );
  expect(filtersInShort(filters)).toBe(
    'breakoutUp 2000 against 1998.5 passed, trendUp 1.25 passed, spread 70 against 40 failed, relativeVolume without data failed',
  );
});

test.each([
  [
    { kind: 'enter', side: 'sell', reference: 2000, stop: 2010, target: 1980 },
    'Scenario B on XAUUSD M15 enters sell at 2000 with stop 2010 and target 1980.',
  ],
  [
    { kind: 'exit', side: 'buy', reference: 1990.5, reason: 'oppositeChannel' },
    'Scenario B on XAUUSD M15 leaves buy at 1990.5 by oppositeChannel.',
  ],
  [
    { kind: 'moveStop', side: 'buy', reference: 2010, stop: 2000, reason: 'breakEven' },
    'Scenario B on XAUUSD M15 moves the stop of its buy to 2000 by breakEven.',
  ],
  [
    { kind: 'closePart', side: 'buy', reference: 2010, ratio: 0.35, reason: 'partialTarget' },
    'Scenario B on XAUUSD M15 closes 35 % of its buy at 2010 by partialTarget.',
  ],
  [{ kind: 'none' }, 'Scenario B on XAUUSD M15 asks for nothing.'],
])('without filters it says no more than its wish: %o', (signal, sentence) => {
  expect(sentenceOf(sampleDecision({ signal, filters: [] }))).toBe(sentence);
  expect(filtersInShort([])).toBeNull();
});

test('a decision is known by its sentence from the moment it was made', () => {
  expect(textOfRecord({ kind: 'decision', decision: sampleDecision({ filters: [] }), opinion: null })).toEqual({
    recordId: 'decision:decision-1',
    symbol: 'XAUUSD',
    knownAtUtcMs: sampleStartUtcMs,
    text: 'Scenario B on XAUUSD M15 enters buy at 2000 with stop 1990 and no target.',
  });
});

test('what a trade has taught is known by its words, from when it was learnt', () => {
  const lesson = sampleLesson();
  expect(textOfRecord({ kind: 'lesson', lesson, retired: null })).toEqual({
    recordId: 'lesson:reflection/88#1',
    symbol: 'XAUUSD',
    knownAtUtcMs: lesson.learntAtUtcMs,
    text: 'A break of the channel in a rising market. The spread had widened before the entry. Look at the spread of the hour.',
  });
});

test('a lesson is known by the trader’s own words; what ended otherwise has none', () => {
  const rejected = sampleApproval({ outcome: 'rejectedByTrader', reason: 'Перед новостями не вхожу' });
  expect(textOfRecord({ kind: 'approval', approval: rejected })).toEqual({
    recordId: 'lesson:approval-1',
    symbol: 'XAUUSD',
    knownAtUtcMs: sampleStartUtcMs,
    text: 'Перед новостями не вхожу',
  });
  const others = [
    null,
    { outcome: 'approved' },
    { outcome: 'denied', reason: 'limits' },
    { outcome: 'rejectedByTrader' },
  ] as const;
  for (const ended of others) expect(textOfRecord({ kind: 'approval', approval: sampleApproval(ended) })).toBeNull();
  expect(textOfRecord({ kind: 'deal', deal: sampleDeal(), trades: [] })).toBeNull();
});
