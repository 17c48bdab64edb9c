import { fault, type Fault } from '#shared/base/fault.ts';
import type { RiskRequest } from './risk-request.ts';

/** Entries need the state active, and an account that may trade. */
export function checkTradingState({ tradingState, account }: RiskRequest): Fault | null {
  if (tradingState !== 'active') {
    return fault('TRADING_STATE', `The cockpit is ${tradingState}: exits only.`, {
      value: tradingState,
      limit: 'active',
    });
  }
  if (account?.isTradeAllowed === false) {
    return fault('TRADING_NOT_ALLOWED', 'The terminal or the broker does not allow trading on this account.', {
      value: false,
      limit: true,
    });
  }
  return null;
}
