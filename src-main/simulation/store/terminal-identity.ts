import type { AccountIdentity } from '#shared/trading/account.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import { newBrokerState, type BrokerTerms } from '../broker/broker-state.ts';
import type { TerminalDb } from './open-terminal-db.ts';

/** Whose account this is and on which market it trades: settled on the first run, and the same for ever. */
export interface TerminalIdentity {
  readonly account: AccountIdentity;
  /** The source's name. */
  readonly market: string;
  /** The first minute that is played; everything before it is history. */
  readonly startUtcMs: UtcMs;
}

/** Null where the folder is new. */
export function readTerminalIdentity(db: TerminalDb): TerminalIdentity | null {
  const row = db.prepare('SELECT server, login, market, start_utc_ms FROM terminal').get() as IdentityRow | undefined;
  if (row === undefined) return null;
  const { server, login, market } = row;
  return { account: { server, login, tradeMode: 'simulated' }, market, startUtcMs: utcMs(row.start_utc_ms) };
}

interface IdentityRow {
  readonly server: string;
  readonly login: string;
  readonly market: string;
  readonly start_utc_ms: number;
}

export function createTerminalIdentity(
  db: TerminalDb,
  { account, market, startUtcMs }: TerminalIdentity,
  first: { readonly balance: number; readonly speed: number; readonly terms?: BrokerTerms },
): void {
  const state = newBrokerState(first.balance, first.terms);
  db.prepare(
    `INSERT INTO terminal (id, server, login, market, start_utc_ms, minute_utc_ms, quotes_passed, held_by, speed,
       speed_asked, balance, credit, last_order_ticket, last_deal_ticket, margin_mode, stop_out_percent)
     VALUES (1, @server, @login, @market, @startUtcMs, @startUtcMs, 0, '[]', @speed,
       @speed, @balance, @credit, @lastOrderTicket, @lastDealTicket, @marginMode, @stopOutPercent)`,
  ).run({
    server: account.server,
    login: account.login,
    market,
    startUtcMs,
    speed: first.speed,
    balance: state.balance,
    credit: state.credit,
    lastOrderTicket: state.lastOrderTicket,
    lastDealTicket: state.lastDealTicket,
    ...state.terms,
  });
}
