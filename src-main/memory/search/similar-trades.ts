import type { Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { RememberedTrade, SimilarTrades, SimilarTradesWish, VectorAdapter } from '#shared/contract/memory.ts';
import { positionId } from '#shared/trading/ids.ts';
import { keyOf, recordIdSchema, type RecordId } from '#shared/trading/record-id.ts';
import type { Trade } from '#shared/trading/trade.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import { stateVersion } from '#main/features/state-vector.ts';
import type { MarketClock } from '#main/ports/clock.ts';
import type { SituationStore } from '#main/ports/situation-store.ts';
import type { StateReads } from '#main/ports/state-reads.ts';
import type { TradeStorage } from '#main/ports/trade-storage.ts';
import type { VectorIndex, VectorNeighbour } from '#main/ports/vector-index.ts';
import { approvedRisk, type TradeRecords } from '#shared/trading/approved-risk.ts';
import { askedAsOf } from './asked-state.ts';
import { findNeighbours, firstOf } from './find-neighbours.ts';
import { answerFrom, type Ladder } from './ladder.ts';
import type { Pace } from './paced.ts';

export interface TradeSearch extends Pace {
  readonly vectors: Ladder<VectorIndex, VectorAdapter>;
  readonly states: Pick<StateReads, 'stateAt'>;
  readonly situations: Pick<SituationStore, 'find'>;
  readonly trades: TradeRecords & Pick<TradeStorage, 'tradesOf'>;
  readonly marketClock: MarketClock;
}

/** Trades that were opened in a market like this one. What became of them is the ledger's word, and only if they were closed by then. */
export async function similarTrades(
  search: TradeSearch,
  wish: SimilarTradesWish,
): Promise<Result<SimilarTrades, Fault>> {
  const asked = askedAsOf(search, wish);
  if (!asked.ok) return asked;
  const { vector, timeframe, asOfUtcMs } = asked.value;
  const { k, symbols, owner } = wish;
  const query = {
    partition: { collection: 'trades', version: stateVersion, timeframe },
    ...{ vector, k, asOfUtcMs, fromUtcMs: null, symbols },
  } as const;
  const found = await answerFrom(search.vectors, (index) =>
    findNeighbours(index, query, (candidates) =>
      firstOf(search, { candidates, count: k }, (candidate) => {
        const trade = rememberedTrade(search, candidate, { owner, asOfUtcMs });
        return trade === null ? null : { trade, distance: candidate.distance };
      }),
    ),
  );
  if (!found.ok) return found;
  const { value: neighbours, adapter } = found.value;
  return ok({ stateVersion, adapter, asOfUtcMs, neighbours });
}

/** A trade as it was known at a moment; null where the ledger has none of that name, it was another's, or it was not open yet. */
function rememberedTrade(
  { trades, situations }: TradeSearch,
  { id }: VectorNeighbour,
  { owner: wished, asOfUtcMs }: Pick<SimilarTradesWish, 'owner'> & { readonly asOfUtcMs: UtcMs },
): RememberedTrade | null {
  const recordId = recordIdSchema.parse(id);
  const trade = tradeNamed(recordId, trades);
  if (trade === null || trade.openedAtUtcMs > asOfUtcMs) return null;
  const { ordinal, symbol, side, owner, openedAtUtcMs } = trade;
  if (wished !== null && owner !== wished) return null;
  return {
    ...{ recordId, positionId: trade.positionId, ordinal, symbol, side, owner, openedAtUtcMs },
    regime: situations.find('trade', keyOf(recordId))?.state?.regime ?? null,
    outcome: outcomeBy(trade, asOfUtcMs, trades),
  };
}

function tradeNamed(id: RecordId, trades: Pick<TradeStorage, 'tradesOf'>): Trade | null {
  const [position = '', ordinal] = keyOf(id).split('#');
  return trades.tradesOf(positionId(position)).find((trade) => String(trade.ordinal) === ordinal) ?? null;
}

function outcomeBy(trade: Trade, asOfUtcMs: UtcMs, records: TradeRecords): RememberedTrade['outcome'] {
  if (trade.closed === null || trade.closed.atUtcMs > asOfUtcMs) return null;
  const risk = approvedRisk(trade, records);
  return { closedAtUtcMs: trade.closed.atUtcMs, net: trade.net, rMultiple: risk === null ? null : trade.net / risk };
}
