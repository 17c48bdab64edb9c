/** An unevaluated sum of two doubles, `high` being the sum rounded to one. */
export interface ExactSum {
  high: number;
  low: number;
}

/**
 * Adds a finite value (Knuth's TwoSum, The Art of Computer Programming 2, 4.2.2 theorem B; renormalised by Dekker's FastTwoSum, Numerische
 * Mathematik 18, 1971). Nothing is lost as long as all summands are multiples of some unit and the sum stays below 2^105 of it: for a window of
 * prices that means any prices between 1e-8 and 1e8. A summand taken out again therefore leaves no trace, however many bars have passed.
 */
export function addExactly(sum: ExactSum, value: number): void {
  const total = sum.high + value;
  const added = total - sum.high;
  const low = sum.low + (sum.high - (total - added) + (value - added));
  sum.high = total + low;
  sum.low = low - (sum.high - total);
}
