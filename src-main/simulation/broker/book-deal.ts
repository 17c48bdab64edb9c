import { roundToCents } from '#main/fills/round-to-cents.ts';
import type { Deal } from '#shared/trading/deal.ts';
import { dealTicket } from '#shared/trading/ids.ts';
import type { Position } from '#shared/trading/position.ts';
import type { BrokerState } from './broker-state.ts';

/** A deal made: numbered, its money on the balance, and the positions as they are after it. */
export function bookDeal(
  state: BrokerState,
  made: Omit<Deal, 'dealTicket'>,
  positions: readonly Position[],
): { readonly state: BrokerState; readonly deal: Deal } {
  const lastDealTicket = state.lastDealTicket + 1;
  const deal: Deal = { dealTicket: dealTicket(String(lastDealTicket)), ...made };
  const balance = roundToCents(state.balance + deal.profit + deal.commission + deal.swap);
  return { state: { ...state, balance, positions, lastDealTicket }, deal };
}

export type Booked = ReturnType<typeof bookDeal>;
