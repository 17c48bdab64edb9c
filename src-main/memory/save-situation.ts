import { recordId } from '#shared/trading/record-id.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import type { GraphRows } from '#main/ports/graph-store.ts';
import type { MarketState } from '#main/ports/indicator-store.ts';
import type { Situation, SituationStore } from '#main/ports/situation-store.ts';
import type { StateReads } from '#main/ports/state-reads.ts';
import { graphOfRegime } from './graph-of-record.ts';
import { putRecordGraph } from './put-record-graph.ts';

export interface SituationStores {
  readonly states: Pick<StateReads, 'stateAt'>;
  readonly situations: SituationStore;
  readonly graph: GraphRows;
  readonly stateVersion: number;
}

/** No break of the market lasts so long: an older state is not the one in which anybody traded. */
const stateAgeMsMax = durationMs(7 * 86_400_000);

/** The market in which a signal or a trade stands by the states that are stored now; null where none is known of that time. */
export function stateIn({ symbol, timeframe, atUtcMs }: Situation, stores: SituationStores): MarketState | null {
  const { states, stateVersion } = stores;
  const found = states.stateAt({ symbol, timeframe, stateVersion, atUtcMs })?.state ?? null;
  return found !== null && atUtcMs - found.knownAtUtcMs <= stateAgeMsMax ? found : null;
}

export function saveSituation(situation: Situation, stores: SituationStores): void {
  const state = stateIn(situation, stores);
  stores.situations.save(situation, state, stores.stateVersion);
  putRegime(situation, state, stores);
}

/** Links the record with its regime where the graph has the record; where it has not yet, it is linked when it comes. */
export function putRegime(
  { kind, key, timeframe }: Situation,
  state: MarketState | null,
  { graph, stateVersion: version }: SituationStores,
): void {
  const id = recordId(kind, key);
  if (!graph.has(id)) return;
  putRecordGraph(graph, graphOfRegime(id, state && { version, timeframe, regime: state.regime }));
}
