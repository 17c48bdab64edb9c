import type { Instrument } from '#shared/market/instrument.ts';
import { priceToPoints } from '#shared/market/instrument-prices.ts';
import type { ApprovalTicket } from '#shared/trading/approval-ticket.ts';
import { sideSign } from '#shared/trading/side.ts';

/**
 * How far the ticket's levels lie from a price that it would be filled at, for the eye only: what is sent, what is risked and what it costs was computed
 * by the engine. R is the risk agreed to, that is the loss at the stop from the worst accepted price, costs included.
 */
export interface TicketDistances {
  /** What reaching the target is worth, costs included; null without a target. */
  readonly targetR: number | null;
  /** The loss at the stop, costs included. */
  readonly riskNowMoney: number;
  readonly isPastWorst: boolean;
  /** The stop's is negative, a target's positive. */
  readonly stopPoints: number;
  readonly targetPoints: number | null;
  /** How much worse the price may still become. */
  readonly roomPoints: number;
}

export function ticketDistances(
  { parameters }: Pick<ApprovalTicket, 'parameters'>,
  instrument: Instrument,
  priceNow: number,
): TicketDistances {
  const { side, volume, stop, target, worstPrice, riskMoney } = parameters;
  const sign = sideSign(side);
  const moneyOf = (priceDifference: number): number =>
    (priceDifference / instrument.tickSize) * instrument.tickValue * volume;
  const commission = 2 * instrument.commissionPerLotSide * volume;
  const gain = (level: number): number => sign * (level - priceNow);
  return {
    targetR: target === null ? null : (moneyOf(gain(target)) - commission) / riskMoney,
    riskNowMoney: moneyOf(-gain(stop)) + commission,
    isPastWorst: sign * (priceNow - worstPrice) > instrument.tickSize / 2,
    stopPoints: priceToPoints(gain(stop), instrument),
    targetPoints: target === null ? null : priceToPoints(gain(target), instrument),
    roomPoints: priceToPoints(sign * (worstPrice - priceNow), instrument),
  };
}
