import { expect, test } from 'vitest';
import { isSameJudgedState, judgedStateSchema, type JudgedState } from './judged-state.ts';

const wire = {
  positions: [
    { positionId: '1', volume: 0.1, stop: 1990 },
    { positionId: '2', volume: 0.2, stop: null },
  ],
  pendingOrders: ['1001', '1002'],
  instrumentVersion: 3,
};

const state = (changes: Readonly<Record<string, unknown>> = {}): JudgedState =>
  judgedStateSchema.parse({ ...wire, ...changes });

test('the order in which a terminal lists things is no change', () => {
  const listed = { positions: wire.positions.toReversed(), pendingOrders: wire.pendingOrders.toReversed() };
  expect(isSameJudgedState(state(), state(listed))).toBe(true);
});

test.each([
  ['a position gone', { positions: wire.positions.slice(1) }],
  ['a volume changed', { positions: [{ ...wire.positions[0], volume: 0.05 }, wire.positions[1]] }],
  ['a stop moved', { positions: [{ ...wire.positions[0], stop: 1991 }, wire.positions[1]] }],
  ['a stop removed', { positions: [{ ...wire.positions[0], stop: null }, wire.positions[1]] }],
  ['an order more', { pendingOrders: ['1001', '1002', '1003'] }],
  ['another version of the instrument', { instrumentVersion: 4 }],
])('is a change: %s', (_, changes) => {
  expect(isSameJudgedState(state(), state(changes))).toBe(false);
});
