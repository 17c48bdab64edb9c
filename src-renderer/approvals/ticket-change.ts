import { isSamePrice, roundToTick } from '#shared/market/instrument-prices.ts';
import { isOnStep, isSameVolume } from '#shared/market/instrument-volume.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import { isLosingStop, isWinningTarget } from '#shared/trading/bracket.ts';
import type { OrderParameters } from '#shared/trading/order-parameters.ts';
import { lots, type Lots } from '#shared/units/lots.ts';
import { isPrice, price, type Price } from '#shared/units/price.ts';
import { readNumber } from '../format/read-number.ts';

export interface TypedChange {
  readonly stop: string;
  /** Empty: no target. */
  readonly target: string;
  readonly volume: string;
}

export type ChangeIssue =
  | 'unchanged'
  | 'stopUnreadable'
  | 'stopWrongSide'
  | 'targetUnreadable'
  | 'targetWrongSide'
  | 'volumeUnreadable'
  | 'volumeOffStep'
  | 'volumeBelowMin';

/** What the trader wants otherwise; what is not named stays as it is. */
export interface Wished {
  readonly stop?: Price;
  readonly target?: Price | null;
  readonly volume?: Lots;
}

export type TicketChange =
  | { readonly kind: 'wished'; readonly wished: Wished; readonly riskMoney: number }
  | { readonly kind: 'unusable'; readonly issue: ChangeIssue };

/**
 * What typed levels and a volume ask for, on the symbol's grid. Whether it is allowed is risk's to say, at the engine; `riskMoney` is about what it would
 * risk: the loss at the stop from the ticket's worst price, with commission.
 */
export function ticketChange(
  typed: TypedChange,
  { parameters, instrument }: { readonly parameters: OrderParameters; readonly instrument: Instrument },
): TicketChange {
  const { side, worstPrice } = parameters;
  const stop = levelOf(typed.stop, instrument);
  if (stop === null) return unusable('stopUnreadable');
  if (!isLosingStop({ side, from: worstPrice, stop })) return unusable('stopWrongSide');
  const target = typed.target.trim() === '' ? null : levelOf(typed.target, instrument);
  if (target === null && typed.target.trim() !== '') return unusable('targetUnreadable');
  if (!isWinningTarget({ side, from: worstPrice, target })) return unusable('targetWrongSide');
  const number = readNumber(typed.volume);
  if (number === null || number === 0) return unusable('volumeUnreadable');
  const volume = lots(number);
  if (volume < instrument.volumeMin) return unusable('volumeBelowMin');
  if (!isOnStep(volume, instrument)) return unusable('volumeOffStep');
  const wished: Wished = {
    ...(!isSamePrice(stop, parameters.stop, instrument) && { stop }),
    ...(!isSameTarget(target, parameters.target, instrument) && { target }),
    ...(!isSameVolume(volume, parameters.volume, instrument) && { volume }),
  };
  if (Object.keys(wished).length === 0) return unusable('unchanged');
  return { kind: 'wished', wished, riskMoney: riskOf({ stop, volume }, { worstPrice, instrument }) };
}

function levelOf(text: string, instrument: Instrument): Price | null {
  const typed = readNumber(text);
  return typed === null || !isPrice(typed) || typed < instrument.tickSize
    ? null
    : roundToTick(price(typed), instrument);
}

function isSameTarget(a: Price | null, b: Price | null, instrument: Instrument): boolean {
  return a === null || b === null ? a === b : isSamePrice(a, b, instrument);
}

const riskOf = (
  { stop, volume }: { readonly stop: Price; readonly volume: Lots },
  { worstPrice, instrument }: { readonly worstPrice: Price; readonly instrument: Instrument },
): number =>
  volume *
  ((Math.abs(worstPrice - stop) / instrument.tickSize) * instrument.tickValue + 2 * instrument.commissionPerLotSide);

const unusable = (issue: ChangeIssue): TicketChange => ({ kind: 'unusable', issue });
