import { assert } from './assert.ts';

/** Of the normal distribution. */
const normal975 = 1.959963984540054;

/**
 * The quantile of Student's t at 97.5 %, for degrees of freedom of 1 and more that need not be whole: what an interval of 95 % reaches to both sides, in
 * standard errors. G. W. Hill, Algorithm 396 (CACM 13, 1970), to four digits.
 */
export function studentT975(degreesOfFreedom: number): number {
  const n = degreesOfFreedom;
  assert(n >= 1, () => `a t distribution has one degree of freedom or more: ${n}`);
  const p = 0.05;
  if (n === 1) return 1 / Math.tan((p * Math.PI) / 2);
  if (n === 2) return Math.sqrt(2 / (p * (2 - p)) - 2);
  const a = 1 / (n - 0.5);
  const b = 48 / (a * a);
  const c = ((20_700 * a) / b - 98) * a * a - 16 * a + 96.36;
  const d = ((94.5 / (b + c) - 3) / b + 1) * Math.sqrt((a * Math.PI) / 2) * n;
  const y = (d * p) ** (2 / n);
  const squared = y > 0.05 + a ? nearNormal({ n, a, b, c, d }) : inTail({ n, d, y });
  return Math.sqrt(n * squared);
}

interface Terms {
  readonly n: number;
  readonly d: number;
}

/** Asymptotic inverse expansion about the normal. */
function nearNormal({ n, a, b, c, d }: Terms & { readonly a: number; readonly b: number; readonly c: number }): number {
  const x = -normal975;
  const start = n < 5 ? c + 0.3 * (n - 4.5) * (x + 0.6) : c;
  const divisor = (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + start;
  const z = x * x;
  const scaled = (((((0.4 * z + 6.3) * z + 36) * z + 94.5) / divisor - z - 3) / b + 1) * x;
  return Math.expm1(a * scaled * scaled);
}

function inTail({ n, d, y }: Terms & { readonly y: number }): number {
  const inner = 1 / (((n + 6) / (n * y) - 0.089 * d - 0.822) * (n + 2) * 3) + 0.5 / (n + 4);
  return ((inner * y - 1) * (n + 1)) / (n + 2) + 1 / y;
}
