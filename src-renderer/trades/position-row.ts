import type { Instrument } from '#shared/market/instrument.ts';
import { priceToPoints } from '#shared/market/instrument-prices.ts';
import type { Quote } from '#shared/market/quote.ts';
import type { Order } from '#shared/trading/order.ts';
import type { Position } from '#shared/trading/position.ts';
import { closePrice, sideSign } from '#shared/trading/side.ts';
import { ownerOf, type Owner } from './owner.ts';

export interface PositionRow {
  readonly position: Position;
  readonly instrument: Instrument | undefined;
  /** What the position would be closed at now; null without a quote. */
  readonly priceNow: number | null;
  readonly points: number | null;
  /** Profit and swap as the terminal reports them, in units of the risk at entry; null where that is not known. */
  readonly r: number | null;
  readonly owner: Owner;
}

export interface PositionSurroundings {
  readonly instruments: ReadonlyMap<string, Instrument>;
  readonly quotes: ReadonlyMap<string, Quote>;
  readonly orders: readonly Order[];
}

export function positionRow(position: Position, { instruments, quotes, orders }: PositionSurroundings): PositionRow {
  const { symbol, side, openPrice, clientOrderId } = position;
  const instrument = instruments.get(symbol);
  const quote = quotes.get(symbol);
  const priceNow = quote === undefined ? null : closePrice(side, quote);
  const entry = orders.find((order) => order.request.clientOrderId === clientOrderId);
  const risk = entry === undefined ? null : riskAtEntry(entry);
  return {
    position,
    instrument,
    priceNow,
    points:
      priceNow === null || instrument === undefined
        ? null
        : priceToPoints(sideSign(side) * (priceNow - openPrice), instrument),
    r: risk === null || risk === 0 ? null : (position.profit + position.swap) / risk,
    owner: ownerOf(position, orders),
  };
}

/** What was approved to be lost, of as much as was filled of it; of an order whose deals are not yet known, all of it. */
function riskAtEntry({ request, filledVolume }: Order): number | null {
  if (request.kind !== 'entry') return null;
  return filledVolume === 0 ? request.riskMoney : (request.riskMoney * filledVolume) / request.volume;
}
