import type { Evidence } from '#shared/agent/evidence.ts';
import { timeframeDurationMs, timeframes, type Timeframe } from '#shared/market/timeframe.ts';
import type { BarKey } from '../stream/selection.ts';

/** Sources that are read off bars. */
const ofBars: readonly Evidence['source'][] = ['bar', 'feature', 'filter', 'regime', 'quote'];

/**
 * The bar that evidence was read from: the one that had closed when it was known. Its timeframe stands in its name (`feature:M15/atr(14)`), else it is
 * the one that the scenario decides on. Null where it was read from no bar.
 */
export function evidenceBar(
  { evidenceId, source, asOfUtcMs }: Pick<Evidence, 'evidenceId' | 'source' | 'asOfUtcMs'>,
  { symbol, timeframe }: { readonly symbol: string; readonly timeframe: Timeframe | null },
): BarKey | null {
  if (!ofBars.includes(source)) return null;
  const named = timeframes.find((one) => new RegExp(`[:/]${one}(?![A-Za-z0-9])`).test(evidenceId)) ?? timeframe;
  if (named === null) return null;
  return { symbol, timeframe: named, openTimeUtcMs: asOfUtcMs - timeframeDurationMs(named) };
}
