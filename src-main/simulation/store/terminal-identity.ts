import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { AccountIdentity } from '#shared/trading/account.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import { newBrokerState } from '../broker/broker-state.ts';
import type { TerminalDb } from './open-terminal-db.ts';

/** What a new terminal begins with. */
export interface TerminalBirth {
  readonly account: AccountIdentity;
  readonly balance: number;
  /** The first minute that is played; everything before it is history. */
  readonly startUtcMs: UtcMs;
  readonly speed: number;
}

/**
 * Whose account this is, made on the first run and the same for ever. The market is part of it: an account whose deals were made on one
 * market cannot go on in another, so a folder that belongs to another one is SETTINGS_INVALID.
 */
export function claimTerminal(db: TerminalDb, market: string, birth: TerminalBirth): Result<AccountIdentity, Fault> {
  const known = db.prepare('SELECT server, login, market FROM terminal').get() as IdentityRow | undefined;
  if (known === undefined) {
    create(db, market, birth);
    return ok(birth.account);
  }
  if (known.market !== market)
    return err(
      fault(
        'SETTINGS_INVALID',
        'This folder’s account was traded on another market. Nothing was changed. Start the terminal as before, or give it a new folder.',
        { market: known.market, asked: market },
      ),
    );
  return ok({ server: known.server, login: known.login, tradeMode: 'simulated' });
}

interface IdentityRow {
  readonly server: string;
  readonly login: string;
  readonly market: string;
}

function create(db: TerminalDb, market: string, { account, balance, startUtcMs, speed }: TerminalBirth): void {
  const state = newBrokerState(balance);
  db.prepare(
    `INSERT INTO terminal (id, server, login, market, minute_utc_ms, quotes_passed, held_by, speed, balance, credit,
       last_order_ticket, last_deal_ticket)
     VALUES (1, @server, @login, @market, @startUtcMs, 0, '[]', @speed, @balance, @credit, @lastOrderTicket, @lastDealTicket)`,
  ).run({
    server: account.server,
    login: account.login,
    market,
    startUtcMs,
    speed,
    balance: state.balance,
    credit: state.credit,
    lastOrderTicket: state.lastOrderTicket,
    lastDealTicket: state.lastDealTicket,
  });
}
