import { parseClientOrderId } from '#shared/trading/client-order-id.ts';
import type { Deal } from '#shared/trading/deal.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import { hasDeal } from './record-deals.ts';
import type { Step } from './step.ts';

/** An older deal of another installation is history: its cockpit may be long gone. */
const recentMs = 24 * 3_600_000;

/** A recent deal with our marker and a foreign tag: somebody else's cockpit trades this account, and reducing is all until that is signed. */
export function noticeOtherCockpits(step: Step, deals: readonly Deal[], nowUtcMs: UtcMs): void {
  for (const deal of deals) {
    if (deal.clientOrderId === null || nowUtcMs - deal.occurredAtUtcMs > recentMs) continue;
    const mark = parseClientOrderId(deal.clientOrderId);
    if (mark === null || mark.installationTag === step.dependencies.orderIds.installationTag) continue;
    if (hasDeal(step, deal.dealTicket)) continue;
    const { installationTag } = mark;
    step.record({ kind: 'otherCockpitNoticed', installationTag, dealTicket: deal.dealTicket, symbol: deal.symbol });
  }
}
