import { assertNever } from '#shared/base/assert.ts';
import type { FlattenScope } from '#shared/trading/flatten-scope.ts';
import type { Position } from '#shared/trading/position.ts';

/**
 * The positions that a flatten closes, as far as a window can tell: which of several cockpits opened one is the engine's knowledge, so
 * "ours" are those of any.
 */
export function positionsInScope(scope: FlattenScope, positions: readonly Position[]): readonly Position[] {
  switch (scope.kind) {
    case 'all':
      return positions;
    case 'symbol':
      return positions.filter(({ symbol }) => symbol === scope.symbol);
    case 'ours':
      return positions.filter(({ origin }) => origin === 'ats');
    default:
      return assertNever(scope, 'scope');
  }
}
