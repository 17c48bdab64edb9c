import type { Fault } from '#shared/base/fault.ts';
import { limitFault } from './limit-fault.ts';
import type { PendingEntry } from './pending-entries.ts';
import type { KnownRequest } from './risk-request.ts';

/**
 * A netting account has one position a symbol, and a close is just an opposite deal: an entry needs a symbol without position and without any
 * order under way, whoever owns them.
 */
export function checkNetting(
  { intent, account, positions, brokerOrders }: KnownRequest,
  pendingEntries: readonly PendingEntry[],
): Fault | null {
  if (account.marginMode !== 'netting') return null;
  const isOfSymbol = ({ symbol }: { readonly symbol: string }): boolean => symbol === intent.symbol;
  const found =
    positions.filter(isOfSymbol).length +
    brokerOrders.filter(isOfSymbol).length +
    pendingEntries.filter(({ request }) => isOfSymbol(request)).length;
  if (found === 0) return null;
  return limitFault('SYMBOL_NOT_FLAT', `On a netting account ${intent.symbol} must be without position and order.`, {
    value: found,
    limit: 0,
  });
}
