/** The largest relative difference between two lists of numbers; one side undefined where the other is not counts as infinite. */
export function worstDifference(numbers: ArrayLike<number>, expected: ArrayLike<number>): number {
  let worst = numbers.length === expected.length ? 0 : Infinity;
  for (let index = 0; index < numbers.length; index++) {
    const [number = NaN, other = NaN] = [numbers[index], expected[index]];
    if (Object.is(number, other)) continue;
    const difference = Math.abs(number - other) / Math.abs(other);
    worst = Math.max(worst, Number.isNaN(difference) ? Infinity : difference);
  }
  return worst;
}
