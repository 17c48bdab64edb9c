import type { BrokerOrder } from '#shared/trading/broker-order.ts';
import type { Step } from './step.ts';

export function applyBrokerOrders(step: Step, orders: readonly BrokerOrder[]): void {
  step.market.brokerOrders = orders;
  step.show({ kind: 'brokerOrdersChanged', brokerOrders: orders });
}
