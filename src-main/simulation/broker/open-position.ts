import { matchEntry, type MarketEntry } from '#main/fills/match-entry.ts';
import { revalue } from '#main/fills/revalue.ts';
import { roundToCents } from '#main/fills/round-to-cents.ts';
import type { Deal } from '#shared/trading/deal.ts';
import { dealTicket, orderTicket, positionId, type ClientOrderId } from '#shared/trading/ids.ts';
import type { Position } from '#shared/trading/position.ts';
import { money } from '#shared/units/money.ts';
import { figuresOf } from './broker-figures.ts';
import type { BrokerChange, BrokerState, MarketNow } from './broker-state.ts';

/** Executes a market entry at the quote, or keeps its refusal on record. The position bears its order's ticket, as in MT5. */
export function openPosition(
  state: BrokerState,
  entry: MarketEntry & { readonly clientOrderId: ClientOrderId },
  market: MarketNow,
): BrokerChange {
  const { clientOrderId, side, volume, stop, target } = entry;
  const { instrument, quote, nowUtcMs } = market;
  const ticket = orderTicket(String(state.lastOrderTicket + 1));
  const numbered = { ...state, lastOrderTicket: state.lastOrderTicket + 1 };
  const { freeMargin } = figuresOf(state, instrument);
  const fill = matchEntry(entry, { quote, instrument, freeMargin });
  const order = { orderTicket: ticket, clientOrderId, occurredAtUtcMs: nowUtcMs };
  if (!fill.ok) return { state: numbered, orders: [{ ...order, refusal: fill.error }], deals: [] };
  const { price, commission } = fill.value;
  const deal: Deal = {
    dealTicket: dealTicket(String(state.lastDealTicket + 1)),
    orderTicket: ticket,
    positionId: positionId(ticket),
    clientOrderId,
    symbol: instrument.symbol,
    side,
    entry: 'in',
    reason: 'adviser',
    volume,
    price,
    profit: money(0),
    commission,
    swap: money(0),
    occurredAtUtcMs: nowUtcMs,
  };
  const position: Position = {
    positionId: deal.positionId,
    symbol: instrument.symbol,
    side,
    volume,
    openPrice: price,
    openedAtUtcMs: nowUtcMs,
    stop,
    target,
    profit: money(0),
    swap: money(0),
    clientOrderId,
  };
  return {
    state: {
      ...numbered,
      balance: roundToCents(state.balance + commission),
      positions: [...state.positions, revalue(position, quote, instrument)],
      lastDealTicket: state.lastDealTicket + 1,
    },
    orders: [{ ...order, refusal: null }],
    deals: [deal],
  };
}
