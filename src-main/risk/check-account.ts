import type { Fault } from '#shared/base/fault.ts';
import { isSameAccount, type AccountIdentity } from '#shared/trading/account.ts';
import type { KnownRequest } from './risk-request.ts';
import { limitFault } from './limit-fault.ts';

/** The account is the one that the trader has pinned: login, server and trade mode. */
export function checkAccount({ account, pinnedAccount }: KnownRequest): Fault | null {
  if (pinnedAccount === undefined || isSameAccount(account.identity, pinnedAccount)) return null;
  return limitFault('ACCOUNT_MISMATCH', 'This is not the account that entries are pinned to.', {
    value: nameOf(account.identity),
    limit: nameOf(pinnedAccount),
  });
}

const nameOf = ({ server, login, tradeMode }: AccountIdentity): string => `${login} at ${server} (${tradeMode})`;
