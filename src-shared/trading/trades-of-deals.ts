import { lots } from '../units/lots.ts';
import { money } from '../units/money.ts';
import { price, type Price } from '../units/price.ts';
import type { Deal } from './deal.ts';
import type { DealTicket } from './ids.ts';
import { legVolume, netOf, volumeTolerance, type Trade, type TradeLeg, type TradeOwner } from './trade.ts';

export type OwnerOf = (deal: Deal) => TradeOwner;

/**
 * The trades that the deals of one position make, oldest first, in whatever order the deals are given. A deal that leaves a position which
 * was entered before the first known deal belongs to no trade.
 */
export function tradesOfDeals(deals: readonly Deal[], ownerOf: OwnerOf): readonly Trade[] {
  const trades: Trade[] = [];
  for (const deal of deals.toSorted(byTime)) {
    const last = trades.at(-1) ?? null;
    const changed = tradesAfterDeal(last, deal, ownerOf);
    if (last !== null && changed[0]?.ordinal === last.ordinal) trades.pop();
    trades.push(...changed);
  }
  return trades;
}

/**
 * What one deal makes of a position's newest trade, all of whose deals are older: nothing, the trade changed, or, where the deal opens one,
 * the new trade behind it. A reversal closes with the volume that is open and opens with the rest.
 */
export function tradesAfterDeal(last: Trade | null, deal: Deal, ownerOf: OwnerOf): readonly Trade[] {
  const open = last?.closed === null ? last : null;
  const nextOrdinal = (last?.ordinal ?? 0) + 1;
  if (open === null) return deal.entry === 'in' ? [openedBy(deal, deal.volume, nextOrdinal, ownerOf)] : [];
  if (deal.entry === 'in') return [withLeg(open, entryLeg(deal, deal.volume))];
  const openVolume = legVolume(open.legs, 'entry') - legVolume(open.legs, 'exit');
  const reduced = withLeg(open, exitLeg(deal, Math.min(deal.volume, openVolume)));
  const opening = rounded(deal.volume - openVolume);
  if (deal.entry === 'out' || opening < volumeTolerance) return [reduced];
  return [reduced, openedBy(deal, opening, nextOrdinal, ownerOf)];
}

type DealTime = Pick<Deal, 'dealTicket' | 'occurredAtUtcMs'>;

/** By the broker's time, then by its ticket, which counts. */
export function byTime(a: DealTime, b: DealTime): number {
  return a.occurredAtUtcMs - b.occurredAtUtcMs || byTicket(a.dealTicket, b.dealTicket);
}

/** Tickets are decimals of 64 bits without leading zeros. */
const byTicket = (a: DealTicket, b: DealTicket): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

function openedBy(deal: Deal, volume: number, ordinal: number, ownerOf: OwnerOf): Trade {
  const leg = entryLeg(deal, volume);
  return {
    positionId: deal.positionId,
    ordinal,
    symbol: deal.symbol,
    side: deal.side,
    owner: ownerOf(deal),
    volume: leg.volume,
    openPrice: deal.price,
    openedAtUtcMs: deal.occurredAtUtcMs,
    closed: null,
    net: money(rounded(netOf([leg]))),
    legs: [leg],
  };
}

function withLeg(trade: Trade, leg: TradeLeg): Trade {
  const legs = [...trade.legs, leg];
  const volume = lots(rounded(legVolume(legs, 'entry')));
  const isFlat = legVolume(legs, 'exit') > volume - volumeTolerance;
  return {
    ...trade,
    volume,
    openPrice: meanPrice(legs, 'entry'),
    closed: isFlat ? { price: meanPrice(legs, 'exit'), atUtcMs: leg.occurredAtUtcMs } : null,
    net: money(rounded(netOf(legs))),
    legs,
  };
}

/** What a deal entered: of a reversal its opening part, with its share of the commission. Profit and swap are those of what it closed. */
function entryLeg(deal: Deal, volume: number): TradeLeg {
  const isPart = deal.entry === 'inOut';
  const [profit, swap] = isPart ? [money(0), money(0)] : [deal.profit, deal.swap];
  return { ...legBase(deal, volume), kind: 'entry', profit, swap };
}

/**
 * What a deal closed. Of a reversal all profit and swap are here; of a deal that leaves more than is known to have been entered, the known
 * share.
 */
function exitLeg(deal: Deal, volume: number): TradeLeg {
  const share = deal.entry === 'inOut' ? 1 : volume / deal.volume;
  return {
    ...legBase(deal, volume),
    kind: 'exit',
    profit: money(rounded(deal.profit * share)),
    swap: money(rounded(deal.swap * share)),
  };
}

const legBase = (deal: Deal, volume: number): Omit<TradeLeg, 'kind' | 'profit' | 'swap'> => ({
  dealTicket: deal.dealTicket,
  volume: lots(rounded(volume)),
  price: deal.price,
  commission: money(rounded((deal.commission * volume) / deal.volume)),
  occurredAtUtcMs: deal.occurredAtUtcMs,
});

function meanPrice(legs: readonly TradeLeg[], kind: TradeLeg['kind']): Price {
  const own = legs.filter((leg) => leg.kind === kind);
  return price(rounded(own.reduce((sum, leg) => sum + leg.price * leg.volume, 0) / legVolume(own, kind)));
}

/** Takes the noise of sums away: volumes, prices and cents have fewer digits. */
const rounded = (value: number): number => Number(value.toFixed(8));
