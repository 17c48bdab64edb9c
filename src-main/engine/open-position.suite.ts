import { assert, assertDefined } from '#shared/base/assert.ts';
import { orderTicket } from '#shared/trading/ids.ts';
import type { OrderRequest } from '#shared/trading/order.ts';
import type { Position } from '#shared/trading/position.ts';
import { sampleDeal } from '#main/testkit/sample-deal.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import type { EngineRig } from './engine-rig.suite.ts';

/** Approves the ticket that waits, and has its order filled as this position at 2005.20. */
export async function openPosition(
  rig: EngineRig,
  positionId = '9',
): Promise<{ readonly position: Position; readonly request: Extract<OrderRequest, { kind: 'entry' }> }> {
  const { approvalId, parameters } = assertDefined(rig.engine.snapshot().approvals[0], 'a ticket is open').ticket;
  await rig.ask({ kind: 'approve', approvalId, parameters });
  const { request } = assertDefined(rig.gateway.sent.at(-1), 'an order was sent');
  assert(request.kind === 'entry', 'it is an entry');
  const { clientOrderId, symbol, volume, stop, target } = request;
  const at = rig.engine.snapshot().marketUtcMs;
  const of = { positionId, dealTicket: `50${positionId}` };
  const deal = sampleDeal({ clientOrderId, symbol, volume, price: 2005.2, ...of, occurredAtUtcMs: at });
  const opened = { positionId, clientOrderId, volume, openPrice: 2005.2, openedAtUtcMs: at };
  const position = samplePosition({ ...opened, stop, target });
  const report = { kind: 'filled' as const, orderTicket: orderTicket('301'), deals: [deal] };
  rig.tell({ kind: 'orderReported', id: clientOrderId, report, occurredAtUtcMs: deal.occurredAtUtcMs });
  rig.report([position]);
  return { position, request };
}

/** Its broker closes it, whole or a part of it, at a profit. */
export function leavePosition(
  rig: EngineRig,
  {
    volume,
    profit,
    positionId = '9',
  }: { readonly volume: number; readonly profit: number; readonly positionId?: string },
): void {
  const dealTicket = String(600 + rig.ledger.events.length);
  const out = { entry: 'out', side: 'sell', reason: 'stop', positionId, clientOrderId: null };
  const at = rig.engine.snapshot().marketUtcMs;
  const deal = sampleDeal({ ...out, dealTicket, volume, profit, price: 2010, occurredAtUtcMs: at });
  rig.tell({ kind: 'dealsReported', deals: [deal], cash: [] });
}
