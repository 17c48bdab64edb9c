import { FaultError, type Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import {
  rememberedSignalSchema,
  type RememberedSignal,
  type SimilarSignals,
  type SimilarSignalsWish,
  type VectorAdapter,
} from '#shared/contract/memory.ts';
import { recordIdSchema } from '#shared/trading/record-id.ts';
import type { Scenario } from '#shared/trading/scenario.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import { stateVersion } from '#main/features/state-vector.ts';
import type { MarketClock } from '#main/ports/clock.ts';
import type { GraphNode, GraphReads, SignalOutcome } from '#main/ports/graph-store.ts';
import type { StateReads } from '#main/ports/state-reads.ts';
import type { VectorIndex, VectorNeighbour } from '#main/ports/vector-index.ts';
import { askedAsOf } from './asked-state.ts';
import type { ChainSearch } from './event-chain.ts';
import { findNeighbours, firstOf } from './find-neighbours.ts';
import { answerFrom, type Answer, type Ladder } from './ladder.ts';
import type { Pace } from './paced.ts';

export interface SignalSearch extends Pace {
  readonly vectors: Ladder<VectorIndex, VectorAdapter>;
  readonly graph: ChainSearch;
  readonly states: Pick<StateReads, 'stateAt'>;
  readonly marketClock: MarketClock;
}

/** Entries that were signalled in a market like this one, and the trades that followed from them, as far as those were closed by then. */
export async function similarSignals(
  search: SignalSearch,
  wish: SimilarSignalsWish,
): Promise<Result<SimilarSignals, Fault>> {
  const asked = askedAsOf(search, wish);
  if (!asked.ok) return asked;
  const { vector, timeframe, asOfUtcMs } = asked.value;
  const { k, symbols, scenario } = wish;
  const query = {
    partition: { collection: 'signals', version: stateVersion, timeframe },
    ...{ vector, k, asOfUtcMs, fromUtcMs: null, symbols },
  } as const;
  const found = await answerFrom(search.vectors, (index) =>
    findNeighbours(index, query, async (candidates) => {
      const { value: entries } = await graphAnswer(search.graph, (reads) =>
        firstOf(search, { candidates, count: k }, (candidate) => entryOf(reads, candidate, scenario)),
      );
      return entries;
    }),
  );
  if (!found.ok) return found;
  const entries = found.value.value;
  const ids = entries.map(({ entry }) => entry.id);
  const followed = await answerFrom(search.graph, (reads) => reads.outcomesOf({ signals: ids, asOfUtcMs }));
  if (!followed.ok) return followed;
  return ok({
    stateVersion,
    adapter: found.value.adapter,
    graphAdapter: followed.value.adapter,
    asOfUtcMs,
    neighbours: entries.map(({ entry, distance }) => ({
      signal: rememberedSignal(
        entry,
        followed.value.value.filter(({ signal, facts }) => signal === entry.id && isKnown(facts, asOfUtcMs)),
      ),
      distance,
    })),
  });
}

/** A question to the graph within a question to the vectors: what the last rung could not answer ends both. */
async function graphAnswer<T>(
  graph: ChainSearch,
  question: (reads: GraphReads) => Promise<T>,
): Promise<Answer<T, ReturnType<ChainSearch['now']>['adapter']>> {
  const answered = await answerFrom(graph, question);
  if (!answered.ok) throw new FaultError(answered.error);
  return answered.value;
}

interface Entry {
  readonly entry: GraphNode;
  readonly distance: number;
}

/** Null where the scenario did not want a trade: a signal to leave one is followed by none. */
async function entryOf(
  reads: GraphReads,
  { id, distance }: VectorNeighbour,
  scenario: Scenario | null,
): Promise<Entry | null> {
  const entry = await reads.node(recordIdSchema.parse(id));
  if (entry?.facts.signal !== 'enter') return null;
  return scenario === null || entry.facts.scenario === scenario ? { entry, distance } : null;
}

/** The graph was asked for no more; what it answers is looked at all the same. */
const isKnown = ({ closedAtUtcMs }: SignalOutcome['facts'], asOfUtcMs: UtcMs): boolean =>
  typeof closedAtUtcMs === 'number' && closedAtUtcMs <= asOfUtcMs;

const rememberedSignal = (
  { id, knownAtUtcMs, facts: { scenario, symbol, timeframe, side } }: GraphNode,
  outcomes: readonly SignalOutcome[],
): RememberedSignal =>
  rememberedSignalSchema.parse({
    ...{ recordId: id, scenario, symbol, timeframe, side, knownAtUtcMs },
    outcomes: outcomes.map(({ trade, facts: { closedAtUtcMs, net, rMultiple = null } }) => ({
      ...{ trade, closedAtUtcMs, net, rMultiple },
    })),
  });
