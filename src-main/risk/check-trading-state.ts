import type { Fault } from '#shared/base/fault.ts';
import type { RiskRequest } from './risk-request.ts';
import { limitFault } from './limit-fault.ts';

/** Entries need the state active, and an account that may trade. */
export function checkTradingState({ tradingState, account }: RiskRequest): Fault | null {
  if (tradingState !== 'active') {
    return limitFault('TRADING_STATE', `The cockpit is ${tradingState}: exits only.`, {
      value: tradingState,
      limit: 'active',
    });
  }
  if (account?.isTradeAllowed === false) {
    return limitFault('TRADING_NOT_ALLOWED', 'The terminal or the broker does not allow trading on this account.', {
      value: false,
      limit: true,
    });
  }
  return null;
}
