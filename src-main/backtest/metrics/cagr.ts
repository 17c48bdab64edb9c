import { definedOrNull } from './defined-ratio.ts';

/** Of 365.25 days, as calendars have them on average. */
const yearMs = 365.25 * 86_400_000;

const leastYears = 30 / 365.25;

export const yearsBetween = (span: { readonly fromUtcMs: number; readonly toUtcMs: number }): number =>
  (span.toUtcMs - span.fromUtcMs) / yearMs;

/**
 * Compound annual growth: (E_T ÷ E_0)^(1 ÷ years) − 1, where the growth is the time-weighted return of the whole run (CFA Institute,
 * Quantitative Methods: time-weighted rate of return). Null below 30 days.
 */
export const cagr = (totalReturn: number, years: number): number | null =>
  years < leastYears ? null : definedOrNull((1 + totalReturn) ** (1 / years) - 1);
