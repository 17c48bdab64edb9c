import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { isOnStep, isSameVolume } from '#shared/market/instrument-volume.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { Position } from '#shared/trading/position.ts';
import { lots, type Lots } from '#shared/units/lots.ts';
import type { Money } from '#shared/units/money.ts';
import type { Price } from '#shared/units/price.ts';
import { commissionOf } from './commission.ts';
import { profitBetween } from './profit.ts';
import { roundToCents } from './round-to-cents.ts';

export interface Closing {
  readonly volume: Lots;
  readonly price: Price;
  readonly profit: Money;
  readonly commission: Money;
  /** The closed volume's share of the swap that had gathered. */
  readonly swap: Money;
  /** What stays open, its swap reduced by the share; null where nothing does. */
  readonly remaining: Position | null;
}

/** Closes a position or a part of it at a price. NOT_A_REDUCTION where the volume is zero, off the step, or more than is open. */
export function closeAgainst(
  position: Position,
  close: { readonly volume: Lots; readonly price: Price },
  instrument: Instrument,
): Result<Closing, Fault> {
  const { volume, price } = close;
  const isWhole = isSameVolume(volume, position.volume, instrument);
  if (!isOnStep(volume, instrument) || volume <= 0 || (!isWhole && volume > position.volume))
    return err(
      fault('NOT_A_REDUCTION', 'The volume to close is not a part of what is open.', {
        volume,
        limit: position.volume,
      }),
    );
  const { side, openPrice } = position;
  const swap = isWhole ? position.swap : roundToCents((position.swap * volume) / position.volume);
  return ok({
    volume,
    price,
    profit: roundToCents(profitBetween({ side, volume, from: openPrice, to: price }, instrument)),
    commission: commissionOf(volume, instrument),
    swap,
    remaining: isWhole ? null : remainderOf(position, volume, swap),
  });
}

const remainderOf = (position: Position, closed: Lots, swap: Money): Position => ({
  ...position,
  volume: lots(Number((position.volume - closed).toFixed(8))),
  profit: roundToCents(position.profit * (1 - closed / position.volume)),
  swap: roundToCents(position.swap - swap),
});
