import type { VectorIndex, VectorNeighbour, VectorQuery } from '#main/ports/vector-index.ts';
import { paced, type Pace } from './paced.ts';

/** Most of the nearest are the bars beside each other, of which one counts; so many more are asked for than are wanted. */
const firstFactor = 8;
const growth = 4;
/** Past this, what is farther away is not like it any more. */
export const candidatesMax = 8192;

/**
 * Asks for more and more of the nearest until enough of them are taken, or there are no more. `take` chooses among all that have come so far, in their
 * order. What an index must not give (known later, of another symbol, twice) never comes to it.
 */
export async function findNeighbours<T>(
  index: VectorIndex,
  query: VectorQuery,
  take: (candidates: readonly VectorNeighbour[]) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  for (
    let wanted = Math.min(query.k * firstFactor, candidatesMax);
    ;
    wanted = Math.min(wanted * growth, candidatesMax)
  ) {
    const found = await index.search({ ...query, k: wanted });
    const taken = await take(admissible(found, query));
    if (taken.length >= query.k || found.length < wanted || wanted === candidatesMax) return taken.slice(0, query.k);
  }
}

/** The first so many of the candidates that come to something; those behind them are not looked at. Whoever waits for the loop has his turn between two. */
export async function firstOf<T>(
  pacing: Pace,
  { candidates, count }: { readonly candidates: readonly VectorNeighbour[]; readonly count: number },
  lookAt: (candidate: VectorNeighbour) => T | null | Promise<T | null>,
): Promise<readonly T[]> {
  const pace = paced(pacing);
  const taken: T[] = [];
  for (const candidate of candidates) {
    if (taken.length === count) break;
    await pace();
    const found = await lookAt(candidate);
    if (found !== null) taken.push(found);
  }
  return taken;
}

function admissible(
  found: readonly VectorNeighbour[],
  { asOfUtcMs, fromUtcMs, symbols }: VectorQuery,
): readonly VectorNeighbour[] {
  const ids = new Set<string>();
  return found
    .filter(({ id, symbol, knownAtUtcMs, distance }) => {
      const isWished =
        knownAtUtcMs <= asOfUtcMs &&
        (fromUtcMs === null || knownAtUtcMs >= fromUtcMs) &&
        (symbols === null || symbols.includes(symbol)) &&
        distance >= 0 &&
        !ids.has(id);
      ids.add(id);
      return isWished;
    })
    .toSorted(byNearness);
}

/** The nearest first; those at the same distance by their ids. */
export const byNearness = (
  a: Pick<VectorNeighbour, 'distance' | 'id'>,
  b: Pick<VectorNeighbour, 'distance' | 'id'>,
): number => a.distance - b.distance || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
