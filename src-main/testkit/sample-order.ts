import { orderRequestSchema, orderSchema, type Order, type OrderRequest } from '#shared/trading/order.ts';
import { sampleAccount } from './sample-account.ts';
import { sampleStartUtcMs } from './manual-clock.ts';

type EntryRequest = Extract<OrderRequest, { kind: 'entry' }>;

/** A market buy of a tenth of a lot of gold, stop 10.00 below, approved by the trader; named members can be changed. */
export function sampleEntryRequest(changes: Partial<Record<keyof EntryRequest, unknown>> = {}): OrderRequest {
  return orderRequestSchema.parse({
    kind: 'entry',
    clientOrderId: '1001',
    intentId: 'intent-1',
    account: sampleAccount().identity,
    symbol: 'XAUUSD',
    side: 'buy',
    volume: 0.1,
    scenario: 'B',
    approvalId: 'approval-1',
    authorizedBy: 'trader',
    stop: 1990,
    target: null,
    worstPrice: 2001.5,
    riskMoney: 115.7,
    expiresAtUtcMs: sampleStartUtcMs + 10_000,
    ...changes,
  });
}

/** The order of the sample request, journaled and no more; named members can be changed. */
export function sampleOrder(changes: Partial<Record<keyof Order, unknown>> = {}): Order {
  return orderSchema.parse({
    request: sampleEntryRequest(),
    status: 'journaled',
    orderTicket: null,
    filledVolume: 0,
    fault: null,
    journaledAtUtcMs: sampleStartUtcMs,
    changedAtUtcMs: sampleStartUtcMs,
    ...changes,
  });
}

/** A close of the whole sample position, sent; named members of the order can be changed. */
export function sampleClose(changes: Partial<Record<keyof Order, unknown>> = {}): Order {
  const request = {
    kind: 'reduceOnly',
    clientOrderId: '1002',
    intentId: 'intent-2',
    account: sampleAccount().identity,
    symbol: 'XAUUSD',
    side: 'sell',
    volume: 0.1,
    positionId: '1',
  };
  return sampleOrder({ request, status: 'sent', ...changes });
}
