import { canonicalJson } from '#shared/base/canonical-json.ts';
import type { Deal } from '#shared/trading/deal.ts';
import type { DealTicket, PositionId } from '#shared/trading/ids.ts';
import { tradeSchema, type Trade, type TradeOwner } from '#shared/trading/trade.ts';
import { tradesAfterDeal, tradesOfDeals } from '#shared/trading/trades-of-deals.ts';
import type { TradeMark } from '#main/ports/trade-storage.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';
import { isNewestDealOf, selectDealsOf } from './deal-rows.ts';
import { selectOrder } from './order-rows.ts';

/** What a deal changed: trades by their ordinals, also those that are no more, and the deals whose part in a trade may be another. */
export interface ChangedTrades {
  readonly ordinals: readonly number[];
  readonly deals: readonly DealTicket[];
}

/**
 * Takes a deal that was just inserted into the trades of its position and answers what it changed. Deals mostly come as they happened, and then the
 * newest trade is all that is looked at; one that comes late has the trades of its position made anew.
 */
export function projectTrades(db: WritableDb, sequence: number, deal: Deal): ChangedTrades {
  const ownerOf = (opening: Deal): TradeOwner => ownerOfDeal(db, opening);
  if (isNewestDealOf(db, deal)) {
    const changed = tradesAfterDeal(selectNewestTradeOf(db, deal.positionId), deal, ownerOf);
    for (const trade of changed) putTrade(db, sequence, trade);
    return { ordinals: changed.map(({ ordinal }) => ordinal), deals: [deal.dealTicket] };
  }
  const before = db.command('DELETE FROM trades WHERE position_id = ?').run(deal.positionId);
  const deals = selectDealsOf(db, deal.positionId);
  const trades = tradesOfDeals(deals, ownerOf);
  for (const trade of trades) putTrade(db, sequence, trade);
  const ordinals = Array.from({ length: Math.max(before, trades.length) }, (_, index) => index + 1);
  return { ordinals, deals: deals.map(({ dealTicket }) => dealTicket) };
}

/** The scenario whose entry order it was. Without a mark of an order it is a hand's, or an adviser's that leaves none. */
function ownerOfDeal(db: ReadableDb, { clientOrderId, reason }: Deal): TradeOwner {
  if (clientOrderId === null) return reason === 'adviser' ? 'other' : 'manual';
  const request = selectOrder(db, clientOrderId)?.request;
  return request?.kind === 'entry' ? request.scenario : 'other';
}

function putTrade(db: WritableDb, sequence: number, trade: Trade): void {
  db.command(
    `INSERT OR REPLACE INTO trades (position_id, ordinal, sequence, symbol, owner, opened_at_utc_ms, closed_at_utc_ms, net, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    trade.positionId,
    trade.ordinal,
    sequence,
    trade.symbol,
    trade.owner,
    trade.openedAtUtcMs,
    trade.closed?.atUtcMs ?? null,
    trade.net,
    canonicalJson(trade),
  );
}

interface TradeRow {
  readonly body: string;
}

const tradeOf = (row: TradeRow): Trade => tradeSchema.parse(JSON.parse(row.body));

function selectNewestTradeOf(db: ReadableDb, position: PositionId): Trade | null {
  const row = db
    .query<TradeRow>('SELECT body FROM trades WHERE position_id = ? ORDER BY ordinal DESC LIMIT 1')
    .first(position);
  return row === undefined ? null : tradeOf(row);
}

export function selectTrade(db: ReadableDb, position: PositionId, ordinal: number): Trade | null {
  const row = db
    .query<TradeRow>('SELECT body FROM trades WHERE position_id = ? AND ordinal = ?')
    .first(position, ordinal);
  return row === undefined ? null : tradeOf(row);
}

export const selectTradesOf = (db: ReadableDb, position: PositionId): readonly Trade[] =>
  db.query<TradeRow>('SELECT body FROM trades WHERE position_id = ? ORDER BY ordinal').all(position).map(tradeOf);

/** A closed trade, and the event that wrote it last. */
export interface ClosedTradeRow {
  readonly positionId: PositionId;
  readonly ordinal: number;
  readonly sequence: number;
}

/** Of one owner on one symbol, by their opening. */
export const selectClosedTradeRows = (
  db: ReadableDb,
  { owner, symbol }: Pick<Trade, 'owner' | 'symbol'>,
): readonly ClosedTradeRow[] =>
  db
    .query<ClosedTradeRow>(
      `SELECT position_id AS positionId, ordinal, sequence FROM trades
       WHERE owner = ? AND symbol = ? AND closed_at_utc_ms IS NOT NULL ORDER BY opened_at_utc_ms, position_id, ordinal`,
    )
    .all(owner, symbol);

export function selectTrades(
  db: ReadableDb,
  { before, limit }: { readonly before: TradeMark | null; readonly limit: number },
): readonly Trade[] {
  const order = 'ORDER BY opened_at_utc_ms DESC, position_id DESC, ordinal DESC LIMIT ?';
  const rows =
    before === null
      ? db.query<TradeRow>(`SELECT body FROM trades ${order}`).all(limit)
      : db
          .query<TradeRow>(
            `SELECT body FROM trades WHERE (opened_at_utc_ms, position_id, ordinal) < (?, ?, ?) ${order}`,
          )
          .all(before.openedAtUtcMs, before.positionId, before.ordinal, limit);
  return rows.map(tradeOf);
}
