/** What returns come to one after the other: Π(1 + r) − 1. Of none: 0. */
export function compounded(ratios: readonly number[]): number {
  let grown = 1;
  for (const ratio of ratios) grown *= 1 + ratio;
  return grown - 1;
}
