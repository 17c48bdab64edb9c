import { recordFactsSchema, type RecordFacts } from '#shared/contract/memory.ts';
import { recordIdSchema, type LinkKind, type RecordId } from '#shared/trading/record-id.ts';
import type { ReadableDb } from '../readable-db.ts';

/** A trade of the graph, and the regime that it was opened in. */
export interface GraphTrade {
  readonly id: RecordId;
  readonly facts: RecordFacts;
  readonly regime: RecordId | null;
}

interface TradeRow {
  readonly id: string;
  readonly facts: string;
  readonly regime: string | null;
}

/** By id, from behind one on. */
export const selectTradesBehind = (db: ReadableDb, id: string, limit: number): readonly GraphTrade[] =>
  db
    .query<TradeRow>(
      `SELECT id, facts, (
         SELECT min(to_id) FROM graph_links WHERE from_id = graph_nodes.id AND kind = 'inRegime' AND is_removed = 0
       ) AS regime
       FROM graph_nodes WHERE kind = 'trade' AND id > ? AND is_removed = 0 ORDER BY id LIMIT ?`,
    )
    .all(id, limit)
    .map((row) => ({
      id: recordIdSchema.parse(row.id),
      facts: factsOf(row.facts),
      regime: row.regime === null ? null : recordIdSchema.parse(row.regime),
    }));

export interface LinkedTrade {
  readonly origin: RecordId;
  readonly originKnownAtUtcMs: number | null;
  readonly trade: RecordId;
  readonly facts: RecordFacts;
}

interface LinkedTradeRow {
  readonly origin: string;
  readonly originKnownAtUtcMs: number | null;
  readonly trade: string;
  readonly facts: string;
}

/**
 * The trades that records lead to along links of some kinds, each once for a record. What is linked is found first, by CROSS JOIN and `+kind`: SQLite
 * would go through all trades and ask of each whether it is.
 */
export const selectLinkedTrades = (
  db: ReadableDb,
  origins: readonly RecordId[],
  kinds: readonly LinkKind[],
): readonly LinkedTrade[] =>
  db
    .query<LinkedTradeRow>(
      `WITH RECURSIVE linked(origin, id) AS (
         SELECT value, value FROM json_each(?)
         UNION
         SELECT linked.origin, graph_links.to_id FROM linked JOIN graph_links ON graph_links.from_id = linked.id
         WHERE graph_links.is_removed = 0 AND graph_links.kind IN (SELECT value FROM json_each(?))
       )
       SELECT linked.origin, origins.known_at_utc_ms AS originKnownAtUtcMs, trades.id AS trade, trades.facts
       FROM linked
       CROSS JOIN graph_nodes AS trades ON trades.id = linked.id AND +trades.kind = 'trade' AND trades.is_removed = 0
       CROSS JOIN graph_nodes AS origins ON origins.id = linked.origin`,
    )
    .all(JSON.stringify(origins), JSON.stringify(kinds))
    .map((row) => ({
      origin: recordIdSchema.parse(row.origin),
      originKnownAtUtcMs: row.originKnownAtUtcMs,
      trade: recordIdSchema.parse(row.trade),
      facts: factsOf(row.facts),
    }));

const factsOf = (text: string): RecordFacts => recordFactsSchema.parse(JSON.parse(text));
