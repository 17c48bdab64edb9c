import { accountSchema, type Account } from '#shared/trading/account.ts';
import { sampleStartUtcMs } from './manual-clock.ts';

/** A simulated hedging account of 25,000 USD at 1:100 with nothing open; named members can be changed. */
export function sampleAccount(changes: Partial<Record<keyof Account, unknown>> = {}): Account {
  return accountSchema.parse({
    identity: { server: 'ATS-Simulated', login: '100001', tradeMode: 'simulated' },
    currency: 'USD',
    leverage: 100,
    marginMode: 'hedging',
    balance: 25_000,
    credit: 0,
    equity: 25_000,
    margin: 0,
    freeMargin: 25_000,
    isTradeAllowed: true,
    occurredAtUtcMs: sampleStartUtcMs,
    ...changes,
  });
}
