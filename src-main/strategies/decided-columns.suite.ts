import { assert } from '#shared/base/assert.ts';
import type { Bar } from '#shared/market/bar.ts';
import { timeframeDurationMs } from '#shared/market/timeframe.ts';
import type { MarketRow } from '#main/features/market-columns.ts';
import type { BoundStrategy, Decider } from './bound-strategy.ts';
import type { Strategy } from './strategy.ts';
import { createStreamingColumns, type StreamingColumns } from './streaming-columns.ts';

/** A strategy over bars that were appended one by one, as live has them. */
export interface DecidedColumns extends StreamingColumns, Decider {
  readonly strategy: BoundStrategy;
}

export function boundOf(strategy: Strategy, parameters: object = {}): BoundStrategy {
  const bound = strategy.bind(parameters);
  assert(bound.ok, () => JSON.stringify(bound));
  return bound.value;
}

/** Without holes, and with a spread of 0.2, unless a row says otherwise. */
export function decidedColumns(
  strategy: BoundStrategy,
  bars: readonly Bar[],
  changes: (index: number) => Partial<MarketRow> = () => ({}),
): DecidedColumns {
  const columns = createStreamingColumns(strategy);
  const lengthMs = timeframeDurationMs(strategy.parameters.timeframe);
  bars.forEach(({ openTimeUtcMs, open, high, low, close, tickVolume }, index) => {
    columns.append({
      ...{ openTimeUtcMs, closeTimeUtcMs: openTimeUtcMs + lengthMs, open, high, low, close },
      ...{ tickVolume: tickVolume ?? NaN, spread: 0.2, newsDistanceMs: NaN, barsSinceHole: index + 1 },
      ...changes(index),
    });
  });
  return { ...columns, ...strategy.over(columns), strategy, length: columns.length };
}
