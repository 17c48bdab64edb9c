import { z } from 'zod';
import { moneySchema } from '../units/money.ts';
import { utcMsSchema } from '../units/utc-ms.ts';

export const tradeModeSchema = z.enum(['simulated', 'demo', 'real']);

/** What pins an account: a change of any of them is another account, and halts. */
export const accountIdentitySchema = z
  .object({ server: z.string().min(1).max(128), login: z.string().min(1).max(32), tradeMode: tradeModeSchema })
  .readonly();

export type AccountIdentity = z.infer<typeof accountIdentitySchema>;

export const isSameAccount = (a: AccountIdentity, b: AccountIdentity): boolean =>
  a.server === b.server && a.login === b.login && a.tradeMode === b.tradeMode;

export const marginModeSchema = z.enum(['hedging', 'netting']);

/** When the broker calls for margin and when it closes positions: a level of equity ÷ margin in percent, or an amount of money. */
export const stopOutSchema = z
  .object({
    mode: z.enum(['percent', 'money']),
    callLevel: z.number().nonnegative(),
    level: z.number().nonnegative(),
  })
  .readonly();

/** Whose switch stands on "no": the terminal's, the adviser's, the account's, the account's for advisers; or there is no broker. */
export const tradeBlockSchema = z.enum(['terminal', 'adviser', 'account', 'accountExpert', 'connection']);

export type TradeBlock = z.infer<typeof tradeBlockSchema>;

/** Money is in the account's currency. `equity = balance + credit + profit of open positions and their swap`. */
export const accountSchema = z
  .object({
    identity: accountIdentitySchema,
    currency: z.string().min(1).max(16),
    leverage: z.number().positive(),
    marginMode: marginModeSchema,
    balance: moneySchema,
    credit: moneySchema,
    equity: moneySchema,
    margin: moneySchema,
    freeMargin: moneySchema,
    isTradeAllowed: z.boolean(),
    /** Why trading is not allowed; empty where it is. */
    tradeBlockedBy: z.array(tradeBlockSchema).readonly().default([]),
    stopOut: stopOutSchema.nullable().default(null),
    occurredAtUtcMs: utcMsSchema,
  })
  .readonly();

export type Account = z.infer<typeof accountSchema>;
