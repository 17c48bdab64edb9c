import type { Followed, SimilarStates } from '#shared/contract/memory.ts';

/** What followed on neighbours, taken together: each counts once, however near it is. */
export function summarizeFollowed(
  horizons: readonly number[],
  neighbours: readonly { readonly followed: readonly Followed[] }[],
): SimilarStates['summary'] {
  return horizons.map((bars) => {
    const moves = neighbours
      .flatMap(({ followed }) => followed.find((it) => it.bars === bars)?.moved?.closeAtr ?? [])
      .toSorted((a, b) => a - b);
    const known = moves.length;
    if (known === 0) return { bars, known, medianCloseAtr: null, higherRatio: null };
    const higherRatio = moves.filter((move) => move > 0).length / known;
    return { bars, known, medianCloseAtr: medianOf(moves), higherRatio };
  });
}

/** Of at least one, rising. */
function medianOf(sorted: readonly number[]): number {
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1] ?? 0, sorted[Math.floor(middle)] ?? 0];
  return (low + high) / 2;
}
