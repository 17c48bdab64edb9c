import { brokerOrderSchema, type BrokerOrder } from '#shared/trading/broker-order.ts';
import { sampleStartUtcMs } from './manual-clock.ts';

/** A limit order for a tenth of a lot of gold that somebody placed by hand; named members can be changed. */
export function sampleBrokerOrder(changes: Partial<Record<keyof BrokerOrder, unknown>> = {}): BrokerOrder {
  return brokerOrderSchema.parse({
    orderTicket: '77',
    clientOrderId: null,
    origin: 'manual',
    symbol: 'XAUUSD',
    side: 'buy',
    type: 'limit',
    volume: 0.1,
    volumeLeft: 0.1,
    price: 1900,
    stop: null,
    target: null,
    placedAtUtcMs: sampleStartUtcMs,
    ...changes,
  });
}
