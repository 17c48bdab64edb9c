import type { Position } from '#shared/trading/position.ts';
import type { AccountFigures } from './account-figures.ts';

/**
 * The position that the broker closes because equity ÷ margin has fallen to the stop-out level: the one that loses most. Null while the
 * level holds. Closing one may restore the level, so it is asked again after each.
 */
export function positionToStopOut(
  positions: readonly Position[],
  figures: Pick<AccountFigures, 'equity' | 'margin'>,
  stopOutRatio: number,
): Position | null {
  if (figures.margin <= 0 || figures.equity / figures.margin > stopOutRatio) return null;
  return positions.reduce<Position | null>(
    (worst, position) => (worst === null || position.profit < worst.profit ? position : worst),
    null,
  );
}
