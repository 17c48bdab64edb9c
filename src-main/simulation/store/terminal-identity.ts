import type { AccountIdentity } from '#shared/trading/account.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { AccountPast } from '../broker/account-past.ts';
import { newBrokerState, type BrokerState, type BrokerTerms } from '../broker/broker-state.ts';
import { brokerChangeWriter } from './broker-records.ts';
import type { TerminalDb } from './open-terminal-db.ts';

/** Whose account this is and on which markets it trades: settled on the first run. A symbol that joins later keeps its market as well. */
export interface TerminalIdentity {
  readonly account: AccountIdentity;
  /** The name of each symbol's source. */
  readonly markets: ReadonlyMap<string, string>;
  /** The first minute that is played; everything before it is history. */
  readonly startUtcMs: UtcMs;
}

/** Null where the folder is new. */
export function readTerminalIdentity(db: TerminalDb): TerminalIdentity | null {
  const row = db.prepare('SELECT server, login, start_utc_ms FROM terminal').get() as IdentityRow | undefined;
  if (row === undefined) return null;
  const { server, login } = row;
  const markets = db.prepare('SELECT symbol, source FROM markets ORDER BY rowid').all() as readonly MarketRow[];
  return {
    account: { server, login, tradeMode: 'simulated' },
    markets: new Map(markets.map(({ symbol, source }) => [symbol, source])),
    startUtcMs: utcMs(row.start_utc_ms),
  };
}

interface IdentityRow {
  readonly server: string;
  readonly login: string;
  readonly start_utc_ms: number;
}

interface MarketRow {
  readonly symbol: string;
  readonly source: string;
}

export function createTerminalIdentity(
  db: TerminalDb,
  { account, markets, startUtcMs }: TerminalIdentity,
  first: {
    readonly balance: number;
    readonly speed: number;
    readonly terms?: BrokerTerms;
    /** What the account has behind it already; it leaves the balance at what it is to be. */
    readonly past?: AccountPast | null;
  },
): void {
  const state = newBrokerState(first.balance, first.terms);
  const insert = db.prepare(
    `INSERT INTO terminal (id, server, login, start_utc_ms, minute_utc_ms, quotes_passed, held_by, speed,
       speed_asked, balance, credit, last_order_ticket, last_deal_ticket, margin_mode, stop_out_percent)
     VALUES (1, @server, @login, @startUtcMs, @startUtcMs, 0, '[]', @speed,
       @speed, @balance, @credit, @lastOrderTicket, @lastDealTicket, @marginMode, @stopOutPercent)`,
  );
  const create = db.transaction(() => {
    insert.run({
      server: account.server,
      login: account.login,
      startUtcMs,
      speed: first.speed,
      balance: state.balance,
      credit: state.credit,
      lastOrderTicket: state.lastOrderTicket,
      lastDealTicket: state.lastDealTicket,
      ...state.terms,
    });
    joinMarkets(db, markets);
    if (first.past != null) writePast(db, state, first.past);
  });
  create();
}

function writePast(db: TerminalDb, state: BrokerState, { orders, deals, cash, ...last }: AccountPast): void {
  brokerChangeWriter(db)({ state: { ...state, ...last }, orders, deals });
  const insert = db.prepare('INSERT INTO cash VALUES (?, ?, ?, ?)');
  for (const { dealTicket, kind, amount, occurredAtUtcMs } of cash)
    insert.run(Number(dealTicket), kind, amount, occurredAtUtcMs);
}

/** Writes down what the account trades on; symbols that it knows already keep the market they have. */
export function joinMarkets(db: TerminalDb, markets: TerminalIdentity['markets']): void {
  const join = db.prepare('INSERT INTO markets (symbol, source) VALUES (?, ?) ON CONFLICT DO NOTHING');
  for (const [symbol, source] of markets) join.run(symbol, source);
}

export interface Renaming {
  readonly from: string;
  readonly to: string;
  /** The market's name, which bears the new symbol. */
  readonly source: string;
}

/** The broker calls a symbol otherwise from now on: what is open and what waits goes on under the new name, deals of the past keep the old one. */
export function renameMarket(db: TerminalDb, { from, to, source }: Renaming): void {
  const rename = db.transaction(() => {
    db.prepare('UPDATE markets SET symbol = ?, source = ? WHERE symbol = ?').run(to, source, from);
    db.prepare('UPDATE positions SET symbol = ? WHERE symbol = ?').run(to, from);
    db.prepare(
      `UPDATE working_orders SET request = json_set(request, '$.symbol', ?) WHERE request ->> '$.symbol' = ?`,
    ).run(to, from);
  });
  rename();
}
