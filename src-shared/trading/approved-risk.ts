import { money, type Money } from '../units/money.ts';
import type { Deal } from './deal.ts';
import type { ClientOrderId, PositionId } from './ids.ts';
import type { Order } from './order.ts';
import type { Trade, TradeLeg } from './trade.ts';

/** Where the orders and deals behind a trade are found. */
export interface TradeRecords {
  readonly dealsOf: (position: PositionId) => readonly Deal[];
  readonly findOrder: (id: ClientOrderId) => Order | null;
}

/**
 * What was approved to be lost at a trade's first stop, in account currency: of each order as much as was filled of it. Null where somebody entered
 * without an approval, in whole or in part.
 */
export function approvedRisk(trade: Trade, records: TradeRecords): Money | null {
  const deals = new Map(records.dealsOf(trade.positionId).map((deal) => [deal.dealTicket, deal]));
  const riskOf = ({ dealTicket, volume }: TradeLeg): number | null => {
    const clientOrderId = deals.get(dealTicket)?.clientOrderId ?? null;
    const request = clientOrderId === null ? null : (records.findOrder(clientOrderId)?.request ?? null);
    return request?.kind === 'entry' ? (request.riskMoney * volume) / request.volume : null;
  };
  const risks = trade.legs.filter(({ kind }) => kind === 'entry').map(riskOf);
  const sum = risks.reduce((total, risk) => (total === null || risk === null ? null : total + risk), 0);
  return sum === null || sum <= 0 ? null : money(sum);
}
