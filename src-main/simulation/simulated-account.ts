import type { Instrument } from '#shared/market/instrument.ts';
import type { Account, AccountIdentity } from '#shared/trading/account.ts';
import { figuresOf } from './broker/broker-figures.ts';
import type { BrokerState } from './broker/broker-state.ts';
import { simulatedLeverage } from './simulated-instrument.ts';

/** The account as its broker reports it; the time of the report is the reporter's to add. */
export const simulatedAccount = (
  identity: AccountIdentity,
  state: BrokerState,
  instrument: Instrument,
): Omit<Account, 'occurredAtUtcMs'> => ({
  identity,
  currency: 'USD',
  leverage: simulatedLeverage,
  marginMode: 'hedging',
  balance: state.balance,
  credit: state.credit,
  ...figuresOf(state, instrument),
  isTradeAllowed: true,
});
