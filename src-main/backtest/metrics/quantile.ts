/**
 * Of numbers in ascending order, linear between the nearest ranks: definition 7 of R. J. Hyndman, Y. Fan, Sample Quantiles in Statistical
 * Packages, The American Statistician 50 (1996), which NumPy, R and spreadsheets use. NaN of none.
 */
export function quantile(ascending: ArrayLike<number>, share: number): number {
  const position = (ascending.length - 1) * share;
  const below = ascending[Math.floor(position)] ?? NaN;
  const above = ascending[Math.ceil(position)] ?? NaN;
  return above === below ? below : below + (above - below) * (position - Math.floor(position));
}
