import { assertDefined } from '#shared/base/assert.ts';
import type { Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type {
  MarketMoment,
  SimilarStates,
  SimilarStatesWish,
  StateNeighbour,
  VectorAdapter,
} from '#shared/contract/memory.ts';
import { importSource, terminalSource } from '#shared/market/bar-series.ts';
import { stateKeyOf, stateOpenTime } from '#shared/market/state-id.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import { stateVersion } from '#main/features/state-vector.ts';
import type { BarStore } from '#main/ports/bar-store.ts';
import type { MarketClock } from '#main/ports/clock.ts';
import type { StateReads, StoredState } from '#main/ports/state-reads.ts';
import type { VectorIndex, VectorNeighbour } from '#main/ports/vector-index.ts';
import { askedAsOf } from './asked-state.ts';
import { byNearness, findNeighbours } from './find-neighbours.ts';
import { horizonsOf } from './horizons.ts';
import { answerFrom, type Ladder } from './ladder.ts';
import { paced, type Pace } from './paced.ts';
import { summarizeFollowed } from './summarize-followed.ts';
import { whatFollowed, type Past, type PastBar, type PastReads } from './what-followed.ts';
import { zoneAround, type Zone } from './zone-around.ts';

export interface StateSearch extends PastReads, Pace {
  readonly bars: Pick<BarStore, 'read' | 'readBetween'>;
  readonly vectors: Ladder<VectorIndex, VectorAdapter>;
  readonly states: StateReads;
  /** What is read of the store within is of one moment, and cheaper. */
  readonly together: <T>(read: () => T) => T;
  readonly marketClock: MarketClock;
}

/** The states nearest to one, and what followed on them. An index only proposes: what is said of a state is what the store says of it. */
export async function similarStates(
  search: StateSearch,
  wish: SimilarStatesWish,
): Promise<Result<SimilarStates, Fault>> {
  const asked = askedAsOf(search, wish);
  if (!asked.ok) return asked;
  const { vector, timeframe, stored, asOfUtcMs } = asked.value;
  const partition = { collection: 'quotes', version: stateVersion, timeframe } as const;
  const { k, symbols, fromUtcMs } = wish;
  const query = { partition, vector, k, asOfUtcMs, fromUtcMs, symbols };
  const choice = { timeframe, asOfUtcMs, fromUtcMs, k, asked: stored, barsApart: wish.barsApart };
  const found = await answerFrom(search.vectors, (index) => {
    const known = new Map<string, StateNeighbour | null>();
    return findNeighbours(index, query, (candidates) => chooseApart(search, candidates, { ...choice, known }));
  });
  if (!found.ok) return found;
  const { value: neighbours, adapter } = found.value;
  return ok({
    stateVersion,
    adapter,
    asOfUtcMs,
    asked: stored === null ? null : askedMoment(search, stored, asOfUtcMs),
    neighbours,
    summary: summarizeFollowed(horizonsOf(timeframe), neighbours),
  });
}

function askedMoment(search: StateSearch, stored: StoredState, asOfUtcMs: UtcMs): MarketMoment {
  const past = whatFollowed(search, stored, asOfUtcMs);
  return momentOf(stored, assertDefined(past, 'a state is stored together with its bar').close);
}

interface Choice {
  readonly timeframe: Timeframe;
  readonly asOfUtcMs: UtcMs;
  readonly fromUtcMs: UtcMs | null;
  readonly k: number;
  readonly asked: StoredState | null;
  readonly barsApart: number;
  /** Of those that were looked at already: null is not to be shown. */
  readonly known: Map<string, StateNeighbour | null>;
}

/** The nearest first, each as far from those before it, and from what is asked for, as was wished. */
async function chooseApart(
  search: StateSearch,
  candidates: readonly VectorNeighbour[],
  choice: Choice,
): Promise<readonly StateNeighbour[]> {
  const { timeframe, k, asked, known } = choice;
  const zoneOf = (bar: PastBar): Zone => zoneAround(search, bar, Math.max(1, choice.barsApart));
  const pace = paced(search);
  const zones = asked === null ? [] : [zoneOf(asked)];
  const chosen: StateNeighbour[] = [];
  for (const { candidate, openTimeUtcMs } of withoutTwins(candidates)) {
    if (chosen.length === k) break;
    if (zones.some((isInZone) => isInZone({ symbol: candidate.symbol, openTimeUtcMs }))) continue;
    await pace();
    const { symbol, source, anchor } = stateKeyOf(candidate.id);
    const bar = { series: { symbol, source, anchor, timeframe }, openTimeUtcMs };
    const seen = known.get(candidate.id);
    const neighbour = seen === undefined ? search.together(() => lookAt(search, { candidate, bar }, choice)) : seen;
    known.set(candidate.id, neighbour);
    if (neighbour === null) continue;
    chosen.push(neighbour);
    zones.push(zoneOf(bar));
  }
  return chosen;
}

interface Candidate {
  readonly candidate: VectorNeighbour;
  readonly openTimeUtcMs: UtcMs;
}

/** The same bar of two sources is one: the terminal's stands for it, else that of the imports that readers use. */
function withoutTwins(candidates: readonly VectorNeighbour[]): readonly Candidate[] {
  const chosen = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const openTimeUtcMs = stateOpenTime(candidate.id);
    const name = `${candidate.symbol} ${openTimeUtcMs}`;
    const twin = chosen.get(name);
    if (twin === undefined || rankOf(candidate) < rankOf(twin.candidate))
      chosen.set(name, { candidate, openTimeUtcMs });
  }
  return [...chosen.values()].toSorted((a, b) => byNearness(a.candidate, b.candidate));
}

const ranks: Readonly<Record<string, number>> = { [terminalSource]: 0, [importSource]: 1 };

const rankOf = ({ id }: VectorNeighbour): number => ranks[stateKeyOf(id).source] ?? 2;

/** What the store says of a candidate; null where it has no such state, or where it was not known yet. */
function lookAt(
  search: StateSearch,
  { candidate, bar }: { readonly candidate: VectorNeighbour; readonly bar: PastBar },
  { asOfUtcMs, fromUtcMs }: Choice,
): StateNeighbour | null {
  const state = search.states.stateOf({ ...bar, stateVersion });
  if (state === null || state.knownAtUtcMs > asOfUtcMs || state.knownAtUtcMs < (fromUtcMs ?? 0)) return null;
  const past = whatFollowed(search, bar, asOfUtcMs);
  if (past === null) return null;
  const moment = momentOf({ ...bar, state }, past.close);
  return { moment, distance: candidate.distance, followed: past.followed };
}

function momentOf({ series, openTimeUtcMs, state }: StoredState, close: Past['close']): MarketMoment {
  const { symbol, timeframe, source } = series;
  const { knownAtUtcMs, regime } = state;
  return { symbol, timeframe, source, openTimeUtcMs, knownAtUtcMs, close, regime };
}
