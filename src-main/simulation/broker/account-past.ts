import { commissionOf } from '#main/fills/commission.ts';
import { profitBetween } from '#main/fills/profit.ts';
import { roundToCents } from '#main/fills/round-to-cents.ts';
import type { CashOperation } from '#shared/trading/cash-operation.ts';
import type { Deal } from '#shared/trading/deal.ts';
import { dealTicket, orderTicket, positionId } from '#shared/trading/ids.ts';
import { oppositeSide, type Side } from '#shared/trading/side.ts';
import { lots, type Lots } from '#shared/units/lots.ts';
import { money, type Money } from '#shared/units/money.ts';
import type { Price } from '#shared/units/price.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import { seededRandom } from '../market/seeded-random.ts';
import type { SymbolMarket } from '../market/symbol-market.ts';
import { retcodes } from '../retcodes.ts';
import type { BrokerOrder } from './broker-state.ts';

/** What an account has behind it: trades by hand that are closed, and money that came and went. Oldest first, tickets counted up. */
export interface AccountPast {
  readonly orders: readonly BrokerOrder[];
  readonly deals: readonly Deal[];
  readonly cash: readonly CashOperation[];
  readonly lastOrderTicket: number;
  readonly lastDealTicket: number;
}

const minuteMs = 60_000;
const monthMs = 30 * 24 * 60 * minuteMs;
const heldMinutesMax = 600;

/**
 * So many deals, in and out in turn, spread over a span of the markets' past at its own prices, a deposit before them and money in or out every
 * month; the last operation leaves the balance at what it is to be. The same every time for the same seed and markets.
 */
export function accountPast(wanted: {
  readonly deals: number;
  readonly seed: number;
  readonly markets: readonly SymbolMarket[];
  readonly fromUtcMs: UtcMs;
  readonly untilUtcMs: UtcMs;
  readonly balance: Money;
  /** The tickets that were given last before. */
  readonly last: { readonly orderTicket: number; readonly dealTicket: number };
}): AccountPast {
  const { fromUtcMs, untilUtcMs, balance, last } = wanted;
  const trades = wanted.markets.flatMap((market, index) => tradesOn(market, { ...wanted, index }));
  const happened: Happened[] = [
    { kind: 'cash', atUtcMs: fromUtcMs, amount: balance },
    ...monthly(fromUtcMs, untilUtcMs),
    ...trades.flatMap((trade): Happened[] => [
      { kind: 'opened', atUtcMs: trade.openedAtUtcMs, trade },
      { kind: 'closed', atUtcMs: trade.closedAtUtcMs, trade },
    ]),
  ];
  happened.sort((a, b) => a.atUtcMs - b.atUtcMs);
  const left = happened.reduce((sum, it) => sum + moneyIn(it), 0);
  happened.push({ kind: 'cash', atUtcMs: untilUtcMs, amount: roundToCents(balance - left) });
  return booked(happened, last);
}

interface Trade {
  readonly market: SymbolMarket;
  readonly side: Side;
  readonly volume: Lots;
  readonly openedAtUtcMs: UtcMs;
  readonly openPrice: Price;
  readonly closedAtUtcMs: UtcMs;
  readonly closePrice: Price;
}

type Happened =
  | { readonly kind: 'cash'; readonly atUtcMs: UtcMs; readonly amount: Money }
  | { readonly kind: 'opened' | 'closed'; readonly atUtcMs: UtcMs; readonly trade: Trade };

/** One after the other on each market, each as long as the span allows. */
function tradesOn(
  market: SymbolMarket,
  wanted: {
    readonly deals: number;
    readonly seed: number;
    readonly markets: readonly SymbolMarket[];
    readonly index: number;
    readonly fromUtcMs: UtcMs;
    readonly untilUtcMs: UtcMs;
  },
): readonly Trade[] {
  const { deals, seed, markets, index, fromUtcMs, untilUtcMs } = wanted;
  const count = Math.ceil((Math.floor(deals / 2) - index) / markets.length);
  const random = seededRandom(seed + index);
  const slotMs = (untilUtcMs - fromUtcMs) / Math.max(1, count);
  const wishes = Array.from({ length: count }, (_, slot) => {
    const heldMs = Math.min(heldMinutesMax * minuteMs, slotMs / 2) * random();
    const opensAtMs = fromUtcMs + slotMs * (slot + random() / 2);
    return {
      side: random() < 0.5 ? 'buy' : 'sell',
      volume: lots(Math.ceil(random() * 10) / 100),
      opensAtMs,
      heldMs,
    } as const;
  });
  const trades: Trade[] = [];
  const bars = market.source.minutes(fromUtcMs)[Symbol.iterator]();
  const barFrom = (at: number) => {
    for (let next = bars.next(); next.done !== true; next = bars.next())
      if (next.value.bar.openTimeUtcMs >= at) return next.value.bar;
    return null;
  };
  for (const { side, volume, opensAtMs, heldMs } of wishes) {
    const [opened, closed] = [barFrom(opensAtMs), barFrom(opensAtMs + heldMs)];
    if (opened === null || closed === null || closed.openTimeUtcMs >= untilUtcMs) break;
    trades.push({
      ...{ market, side, volume, openPrice: opened.close, closePrice: closed.close },
      openedAtUtcMs: utcMs(opened.openTimeUtcMs + minuteMs - 1),
      closedAtUtcMs: utcMs(closed.openTimeUtcMs + minuteMs - 1),
    });
  }
  return trades;
}

function* monthly(fromUtcMs: UtcMs, untilUtcMs: UtcMs): Generator<Happened> {
  let isDeposit = true;
  for (let at = fromUtcMs + monthMs; at < untilUtcMs; at += monthMs) {
    yield { kind: 'cash', atUtcMs: utcMs(at), amount: money(isDeposit ? 1000 : -750) };
    isDeposit = !isDeposit;
  }
}

function moneyIn(it: Happened): number {
  if (it.kind === 'cash') return it.amount;
  const { volume, market } = it.trade;
  return commissionOf(volume, market.instrument) + (it.kind === 'closed' ? profitOf(it.trade) : 0);
}

const profitOf = ({ side, volume, openPrice: from, closePrice: to, market }: Trade): Money =>
  roundToCents(profitBetween({ side, volume, from, to }, market.instrument));

function booked(
  happened: readonly Happened[],
  last: { readonly orderTicket: number; readonly dealTicket: number },
): AccountPast {
  let { orderTicket: lastOrderTicket, dealTicket: lastDealTicket } = last;
  const [orders, deals, cash]: [BrokerOrder[], Deal[], CashOperation[]] = [[], [], []];
  const positions = new Map<Trade, string>();
  for (const it of happened) {
    const { atUtcMs: occurredAtUtcMs } = it;
    const ticket = dealTicket(String((lastDealTicket += 1)));
    if (it.kind === 'cash') {
      cash.push({ dealTicket: ticket, kind: 'balance', amount: it.amount, occurredAtUtcMs });
      continue;
    }
    const { trade } = it;
    const { volume, market } = trade;
    const order = orderTicket(String((lastOrderTicket += 1)));
    const isIn = it.kind === 'opened';
    if (isIn) positions.set(trade, order);
    orders.push({
      orderTicket: order,
      clientOrderId: null,
      refusal: null,
      retcode: retcodes.done,
      volume,
      occurredAtUtcMs,
    });
    deals.push({
      ...{ dealTicket: ticket, orderTicket: order, positionId: positionId(positions.get(trade) ?? order) },
      ...{ clientOrderId: null, symbol: market.instrument.symbol, volume, reason: 'manual', occurredAtUtcMs },
      side: isIn ? trade.side : oppositeSide(trade.side),
      entry: isIn ? 'in' : 'out',
      price: isIn ? trade.openPrice : trade.closePrice,
      profit: isIn ? money(0) : profitOf(trade),
      commission: commissionOf(volume, market.instrument),
      swap: money(0),
    });
  }
  return { orders, deals, cash, lastOrderTicket, lastDealTicket };
}
