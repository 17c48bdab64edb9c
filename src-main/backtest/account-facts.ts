import { accountIdentitySchema } from '#shared/trading/account.ts';
import { money } from '#shared/units/money.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { ownEquity } from './account-book.ts';
import type { RunInput } from './run-input.ts';
import type { AccountFacts, RunState } from './run-state.ts';

/** What a run begins with. */
export function startAccountFacts({ account, fromUtcMs }: RunInput): AccountFacts {
  const { currency, marginMode } = account;
  const balance = money(account.balance);
  const credit = money(account.credit);
  const equity = money(balance + credit);
  return {
    account: {
      ...{ identity, currency, marginMode, balance, credit, equity, leverage: 1 },
      ...{ margin: money(0), freeMargin: equity },
      ...{ isTradeAllowed: true, tradeBlockedBy: [], stopOut: null, occurredAtUtcMs: fromUtcMs },
    },
    day: { baseline: balance, profit: money(0) },
    drawdown: { start: balance, peak: balance },
    history: { tradesToday: 0, lossesInARow: 0 },
  };
}

const identity = accountIdentitySchema.parse({ server: 'backtest', login: '1', tradeMode: 'simulated' });

/** The facts as of a moment at which the run stands. */
export function accountFactsAt(run: RunState, atUtcMs: number): AccountFacts {
  const { facts, balance, margin, startEquity, equityFall, day: today, book } = run;
  const { account, day, drawdown, history } = facts;
  const equity = ownEquity(run);
  account.balance = money(balance);
  account.equity = money(equity + account.credit);
  account.margin = money(margin);
  account.freeMargin = money(equity + account.credit - margin);
  account.occurredAtUtcMs = utcMs(atUtcMs);
  day.baseline = money(today.baseline);
  day.profit = money(equity - today.baseline - today.cash);
  drawdown.start = money(startEquity);
  drawdown.peak = money(equityFall.peak);
  history.tradesToday = today.trades;
  history.lossesInARow = book.lastClosedAtUtcMs >= today.startUtcMs ? book.lossesInARow : 0;
  return facts;
}
