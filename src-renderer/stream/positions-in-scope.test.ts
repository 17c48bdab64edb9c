import { expect, test } from 'vitest';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { positionsInScope } from './positions-in-scope.ts';

const positions = [
  samplePosition({ positionId: '1', origin: 'ats' }),
  samplePosition({ positionId: '2', symbol: 'EURUSD', origin: 'manual' }),
  samplePosition({ positionId: '3', symbol: 'EURUSD', origin: 'ats' }),
];
const idsOf = (scope: Parameters<typeof positionsInScope>[0]): readonly string[] =>
  positionsInScope(scope, positions).map(({ positionId }) => positionId);

test('a scope is every position, those of a symbol, or those of cockpits', () => {
  expect(idsOf({ kind: 'all' })).toEqual(['1', '2', '3']);
  expect(idsOf({ kind: 'symbol', symbol: 'EURUSD' })).toEqual(['2', '3']);
  expect(idsOf({ kind: 'ours' })).toEqual(['1', '3']);
});
