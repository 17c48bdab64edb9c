/** An account at the scripted broker. */
export interface ScriptedAccount {
  readonly login: number;
  readonly server: string;
  readonly mode: 'demo' | 'contest' | 'real';
  readonly margin: 'hedging' | 'netting';
  readonly currency: string;
  readonly balance: number;
  readonly leverage: number;
  /** Whether the account may trade at all, and by advisers. */
  readonly isTradeAllowed: boolean;
  readonly isExpertAllowed: boolean;
  /** Margin level in percent at which positions are closed. */
  readonly stopOutPercent: number;
}

export const demoAccount: ScriptedAccount = {
  login: 5_001_234,
  server: 'Scripted-Demo',
  mode: 'demo',
  margin: 'hedging',
  currency: 'USD',
  balance: 10_000,
  leverage: 100,
  isTradeAllowed: true,
  isExpertAllowed: true,
  stopOutPercent: 50,
};

const modes = ['demo', 'contest', 'real'] as const;

/** What does not change by trading, by MQL5 names. */
export function accountProperties(account: ScriptedAccount): Record<string, string | number> {
  return {
    ACCOUNT_LOGIN: account.login,
    ACCOUNT_SERVER: account.server,
    ACCOUNT_NAME: 'Scripted trader',
    ACCOUNT_COMPANY: 'Scripted broker',
    ACCOUNT_CURRENCY: account.currency,
    ACCOUNT_CURRENCY_DIGITS: 2,
    ACCOUNT_TRADE_MODE: modes.indexOf(account.mode),
    ACCOUNT_MARGIN_MODE: account.margin === 'hedging' ? 2 : 0,
    ACCOUNT_LEVERAGE: account.leverage,
    ACCOUNT_TRADE_ALLOWED: account.isTradeAllowed ? 1 : 0,
    ACCOUNT_TRADE_EXPERT: account.isExpertAllowed ? 1 : 0,
    ACCOUNT_HEDGE_ALLOWED: account.margin === 'hedging' ? 1 : 0,
    ACCOUNT_MARGIN_SO_MODE: 0,
    ACCOUNT_MARGIN_SO_CALL: 100,
    ACCOUNT_MARGIN_SO_SO: account.stopOutPercent,
  };
}
