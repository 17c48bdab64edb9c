import { ratioOrNull } from './defined-ratio.ts';

/**
 * CAGR ÷ deepest drawdown of equity, both of the whole period (the ratio of the Managed Account Reports newsletter, 1978; Calmar's takes the
 * last three years). Null without either.
 */
export const mar = (cagr: number | null, maxDrawdownRatio: number | null): number | null =>
  cagr === null || maxDrawdownRatio === null ? null : ratioOrNull(cagr, maxDrawdownRatio);
