import { assert } from '#shared/base/assert.ts';
import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { Deal } from '#shared/trading/deal.ts';
import type { Order } from '#shared/trading/order.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { openStoresAt, realClocks } from '#main/wiring/open-stores.ts';
import { verifyLog } from '#main/wiring/verify-log.ts';

/** More than a run can make. */
const rowsMax = 1_000;

/** What SQLite holds once nobody writes there any more, and how many events of its log follow from each other: all of them, or this throws. */
export async function ledgerAfterEnd(
  folder: string,
): Promise<{ readonly orders: readonly Order[]; readonly deals: readonly Deal[]; readonly events: number }> {
  const { stores } = valueOf(openStoresAt(folder, createRecordingLogger().logger, realClocks()));
  using ledger = stores;
  const { reads } = ledger.ledger;
  const [orders, deals] = [reads.latestOrders(rowsMax), reads.latestDeals(rowsMax)];
  return { orders, deals, events: valueOf(await verifyLog(folder)) };
}

function valueOf<T>(result: Result<T, Fault>): T {
  assert(result.ok, () => JSON.stringify(result));
  return result.value;
}
