import type { TransactionBody } from '#main/protocol/messages/state-messages.ts';
import type { ServerMs } from '#main/protocol/server-ms.ts';
import type { BrokerChange } from '../broker/broker-state.ts';

/** So many in a second of the market's time. */
const hintsPerSecondMax = 20;

/** Makes the hints of what changed. They may be lost: nothing that is true depends on them. */
export class TransactionHints {
  #secondMs = -1;
  #told = 0;

  of({ deals, orders, state }: BrokerChange, stampMs: ServerMs): readonly TransactionBody[] {
    const hints: TransactionBody[] = [
      ...deals.map((deal) => ({
        type: 'dealAdded' as const,
        orderTicket: deal.orderTicket,
        dealTicket: deal.dealTicket,
        positionId: deal.positionId,
        clientOrderId: deal.clientOrderId,
        stampMs,
      })),
      ...orders.map(({ orderTicket, clientOrderId }) => ({
        type: 'historyAdded' as const,
        ...{ orderTicket, clientOrderId, dealTicket: null, positionId: null, stampMs },
      })),
      ...state.orders.map(({ orderTicket, request: { clientOrderId } }) => ({
        type: 'orderUpdated' as const,
        ...{ orderTicket, clientOrderId, dealTicket: null, positionId: null, stampMs },
      })),
    ];
    return hints.filter(() => this.#mayTell(stampMs));
  }

  #mayTell(stampMs: number): boolean {
    const secondMs = Math.floor(stampMs / 1000);
    this.#told = secondMs === this.#secondMs ? this.#told + 1 : 1;
    this.#secondMs = secondMs;
    return this.#told <= hintsPerSecondMax;
  }
}
