import type { RunTrade } from '#shared/contract/backtest.ts';
import { definedOrNull } from './defined-ratio.ts';
import { mean } from './moments.ts';

const hourMs = 3_600_000;

/** Mean time from the opening of a trade to its close, in hours; weekends count. */
export const holdingHoursMean = (trades: readonly Pick<RunTrade, 'openedAtUtcMs' | 'closedAtUtcMs'>[]): number | null =>
  definedOrNull(mean(trades.map(({ openedAtUtcMs, closedAtUtcMs }) => (closedAtUtcMs - openedAtUtcMs) / hourMs)));
