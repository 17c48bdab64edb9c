import { expect, test } from 'vitest';
import { isOutcomeUnknown, recordTone } from './record-face.ts';

test('an order of which nobody knows what became of it is not to be overlooked', () => {
  const order = { kind: 'order', facts: { status: 'unknown' } } as const;
  expect([isOutcomeUnknown(order), recordTone(order)]).toEqual([true, 'fault']);
  expect(isOutcomeUnknown({ kind: 'trade', facts: { status: 'unknown' } })).toBe(false);
});

test('a closed trade has the tone of its money, an open one has none', () => {
  const tone = (facts: Readonly<Record<string, number>>): string => recordTone({ kind: 'trade', facts });
  expect([tone({ net: 5, closedAtUtcMs: 1 }), tone({ net: -5, closedAtUtcMs: 1 })]).toEqual(['up', 'down']);
  expect([tone({ net: -3.5 }), tone({})]).toEqual(['neutral', 'neutral']);
});

test('what was refused on the way is told from what passed', () => {
  expect([
    recordTone({ kind: 'riskCheck', facts: { verdict: 'denied' } }),
    recordTone({ kind: 'approval', facts: { outcome: 'rejectedByTrader' } }),
    recordTone({ kind: 'order', facts: { status: 'rejected' } }),
  ]).toEqual(['warning', 'warning', 'warning']);
  expect([
    recordTone({ kind: 'riskCheck', facts: { verdict: 'approved' } }),
    recordTone({ kind: 'approval', facts: { outcome: 'waiting' } }),
    recordTone({ kind: 'approval', facts: {} }),
    recordTone({ kind: 'order', facts: { status: 'filled' } }),
    recordTone({ kind: 'deal', facts: {} }),
  ]).toEqual(Array(5).fill('neutral'));
});
