import { positionSchema, type Position } from '#shared/trading/position.ts';
import { sampleStartUtcMs } from './manual-clock.ts';

/** A long of a tenth of a lot of gold at 2000.00, stop at 1990.00, no target; named members can be changed. */
export function samplePosition(changes: Partial<Record<keyof Position, unknown>> = {}): Position {
  return positionSchema.parse({
    positionId: '1',
    symbol: 'XAUUSD',
    side: 'buy',
    volume: 0.1,
    openPrice: 2000,
    openedAtUtcMs: sampleStartUtcMs,
    stop: 1990,
    target: null,
    profit: 0,
    swap: 0,
    clientOrderId: null,
    ...changes,
  });
}
