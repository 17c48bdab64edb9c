import type { Instrument } from '#shared/market/instrument.ts';
import { priceToPoints, spreadPoints } from '#shared/market/instrument-prices.ts';
import type { Quote } from '#shared/market/quote.ts';
import type { ApprovalTicket } from '#shared/trading/approval-ticket.ts';
import { fillPrice, sideSign } from '#shared/trading/side.ts';

/**
 * What the ticket means at the price of this moment. For the eye only: what is sent and what is risked was computed by the engine. R is the
 * risk agreed to, that is the loss at the stop from the worst accepted price, costs included.
 */
export interface TicketFigures {
  /** What an order would be filled at now. */
  readonly priceNow: number;
  readonly spreadPoints: number;
  /** Spread and round-trip commission, in R. */
  readonly costR: number;
  /** How far the price has moved since the decision, in R; positive is worse. */
  readonly driftR: number;
  /** What reaching the target is worth, from the price now, costs included; null without a target. */
  readonly targetR: number | null;
  /** The loss at the stop from the price now, costs included. */
  readonly riskNowMoney: number;
  readonly isPastWorst: boolean;
  /** From the price now; the stop's is negative, a target's positive. */
  readonly stopPoints: number;
  readonly targetPoints: number | null;
  /** How much worse the price may still become. */
  readonly roomPoints: number;
}

export function ticketFigures(ticket: ApprovalTicket, instrument: Instrument, quote: Quote): TicketFigures {
  const { side, volume, stop, target, worstPrice, riskMoney } = ticket.parameters;
  const sign = sideSign(side);
  const priceNow = fillPrice(side, quote);
  const moneyOf = (priceDifference: number): number =>
    (priceDifference / instrument.tickSize) * instrument.tickValue * volume;
  const commission = 2 * instrument.commissionPerLotSide * volume;
  const gain = (level: number): number => sign * (level - priceNow);
  return {
    priceNow,
    spreadPoints: spreadPoints(quote, instrument),
    costR: (moneyOf(quote.ask - quote.bid) + commission) / riskMoney,
    driftR: moneyOf(sign * (priceNow - ticket.intent.reference)) / riskMoney,
    targetR: target === null ? null : (moneyOf(gain(target)) - commission) / riskMoney,
    riskNowMoney: moneyOf(-gain(stop)) + commission,
    isPastWorst: sign * (priceNow - worstPrice) > instrument.tickSize / 2,
    stopPoints: priceToPoints(gain(stop), instrument),
    targetPoints: target === null ? null : priceToPoints(gain(target), instrument),
    roomPoints: priceToPoints(sign * (worstPrice - priceNow), instrument),
  };
}
