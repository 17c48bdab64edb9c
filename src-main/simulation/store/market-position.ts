import { quoteSchema, type Quote } from '#shared/market/quote.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { TerminalDb } from './open-terminal-db.ts';

/** How far the market was played. */
export interface MarketPosition {
  /** All before this moment was played; the minute that opens at it, or the next after it, is the one under way. */
  readonly minuteUtcMs: UtcMs;
  /** So many quotes of that minute have passed. */
  readonly quotesPassed: number;
  /** The last quote that passed; null before the first. */
  readonly quote: Quote | null;
}

export function readMarketPosition(db: TerminalDb, symbol: string): MarketPosition {
  const row = db
    .prepare('SELECT minute_utc_ms, quotes_passed, quote_utc_ms, bid, ask FROM terminal')
    .get() as PositionRow;
  const { quote_utc_ms: occurredAtUtcMs, bid, ask } = row;
  return {
    minuteUtcMs: utcMs(row.minute_utc_ms),
    quotesPassed: row.quotes_passed,
    quote: occurredAtUtcMs === null ? null : quoteSchema.parse({ symbol, occurredAtUtcMs, bid, ask }),
  };
}

interface PositionRow {
  readonly minute_utc_ms: number;
  readonly quotes_passed: number;
  readonly quote_utc_ms: number | null;
  readonly bid: number | null;
  readonly ask: number | null;
}

export function marketPositionWriter(db: TerminalDb): (position: MarketPosition) => void {
  const update = db.prepare(
    'UPDATE terminal SET minute_utc_ms = ?, quotes_passed = ?, quote_utc_ms = ?, bid = ?, ask = ?',
  );
  return ({ minuteUtcMs, quotesPassed, quote }) => {
    update.run(minuteUtcMs, quotesPassed, quote?.occurredAtUtcMs ?? null, quote?.bid ?? null, quote?.ask ?? null);
  };
}
