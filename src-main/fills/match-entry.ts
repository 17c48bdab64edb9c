import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { isOnStep } from '#shared/market/instrument-volume.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { Quote } from '#shared/market/quote.ts';
import { fillPrice, sideSign, type Side } from '#shared/trading/side.ts';
import type { Lots } from '#shared/units/lots.ts';
import type { Money } from '#shared/units/money.ts';
import type { Price } from '#shared/units/price.ts';
import { checkLevels } from './check-levels.ts';
import { commissionOf } from './commission.ts';
import { marginOf } from './margin.ts';

export interface MarketEntry {
  readonly side: Side;
  readonly volume: Lots;
  /** An entry of ours always has one; one by hand need not. */
  readonly stop: Price | null;
  readonly target: Price | null;
  /** Null: any price will do, as for an order by hand. */
  readonly worstPrice: Price | null;
}

export interface EntryFill {
  readonly price: Price;
  readonly commission: Money;
  readonly margin: Money;
}

/**
 * Matches a market entry with its stop and target attached: a buy pays the ask, a sell gets the bid, in full or not at all. Refused with
 * VOLUME_BELOW_MIN, VOLUME_LIMIT, VALUE_INVALID (off the step), WORST_PRICE_PASSED, the codes of `checkLevels`, MARGIN_INSUFFICIENT.
 */
export function matchEntry(
  entry: MarketEntry,
  at: { readonly quote: Quote; readonly instrument: Instrument; readonly freeMargin: Money },
): Result<EntryFill, Fault> {
  const { quote, instrument } = at;
  const volumeFault = checkVolume(entry.volume, instrument);
  if (volumeFault !== null) return err(volumeFault);
  const price = fillPrice(entry.side, quote);
  const { worstPrice } = entry;
  if (worstPrice !== null && sideSign(entry.side) * (price - worstPrice) > instrument.tickSize / 2)
    return err(
      fault('WORST_PRICE_PASSED', 'The market is beyond the worst price that was agreed to.', {
        price,
        limit: worstPrice,
      }),
    );
  const levelsFault = checkLevels(entry, quote, instrument);
  if (levelsFault !== null) return err(levelsFault);
  const commission = commissionOf(entry.volume, instrument);
  const margin = marginOf(entry.volume, instrument);
  if (margin - commission > at.freeMargin)
    return err(
      fault('MARGIN_INSUFFICIENT', 'The free margin does not carry this volume.', { margin, limit: at.freeMargin }),
    );
  return ok({ price, commission, margin });
}

function checkVolume(volume: Lots, instrument: Instrument): Fault | null {
  const { volumeMin, volumeMax, volumeStep } = instrument;
  if (!isOnStep(volume, instrument))
    return fault('VALUE_INVALID', 'The volume is not on the step.', { volume, step: volumeStep });
  if (volume < volumeMin - volumeStep / 2)
    return fault('VOLUME_BELOW_MIN', 'The volume is below the smallest one.', { volume, limit: volumeMin });
  if (volume > volumeMax + volumeStep / 2)
    return fault('VOLUME_LIMIT', 'The volume is above the largest one.', { volume, limit: volumeMax });
  return null;
}
