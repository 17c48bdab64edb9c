/**
 * Root mean square of the falls from the highest close before, by broker days: √(Σ d² ÷ n), d as a share. P. G. Martin, B. B. McCann, The
 * Investor's Guide to Fidelity Funds (1989). The start counts as a high, not as a day. Null of no days.
 */
export function ulcerIndex(daily: readonly number[]): number | null {
  if (daily.length === 0) return null;
  let index = 1;
  let peak = 1;
  let squares = 0;
  for (const ratio of daily) {
    index *= 1 + ratio;
    peak = Math.max(peak, index);
    squares += (1 - index / peak) ** 2;
  }
  return Math.sqrt(squares / daily.length);
}
