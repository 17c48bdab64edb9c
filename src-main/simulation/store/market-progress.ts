import { quoteSchema, type Quote } from '#shared/market/quote.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { TerminalDb } from './open-terminal-db.ts';

/** How far the market was played, all symbols together. */
export interface MarketProgress {
  /** All before this moment was played; the minute that opens at it, or the next after it, is the one under way. */
  readonly minuteUtcMs: UtcMs;
  /** So many quotes of that minute have passed, in the order of their time. */
  readonly quotesPassed: number;
  /** The last quote of each symbol; none before its first. */
  readonly quotes: ReadonlyMap<string, Quote>;
}

export function readMarketProgress(db: TerminalDb): MarketProgress {
  const row = db.prepare('SELECT minute_utc_ms, quotes_passed FROM terminal').get() as ProgressRow;
  const last = db
    .prepare('SELECT symbol, quote_utc_ms AS occurredAtUtcMs, bid, ask FROM markets WHERE quote_utc_ms IS NOT NULL')
    .all();
  const quotes = last.map((quote) => quoteSchema.parse(quote));
  return {
    minuteUtcMs: utcMs(row.minute_utc_ms),
    quotesPassed: row.quotes_passed,
    quotes: new Map(quotes.map((quote) => [quote.symbol, quote])),
  };
}

interface ProgressRow {
  readonly minute_utc_ms: number;
  readonly quotes_passed: number;
}

/** The caller holds the transaction. */
export function marketProgressWriter(db: TerminalDb): (progress: MarketProgress) => void {
  const update = db.prepare('UPDATE terminal SET minute_utc_ms = ?, quotes_passed = ?');
  const updateQuote = db.prepare('UPDATE markets SET quote_utc_ms = ?, bid = ?, ask = ? WHERE symbol = ?');
  return ({ minuteUtcMs, quotesPassed, quotes }) => {
    update.run(minuteUtcMs, quotesPassed);
    for (const { symbol, occurredAtUtcMs, bid, ask } of quotes.values())
      updateQuote.run(occurredAtUtcMs, bid, ask, symbol);
  };
}
