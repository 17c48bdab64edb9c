import { timeframeDurationMs } from '#shared/market/timeframe.ts';
import type { Scenario } from '#shared/trading/scenario.ts';
import type { RunLane } from './run-input.ts';

const minuteMs = 60_000;
const hourMs = 3_600_000;

/** Whose delays and validity count for a lane: its scenario's; another strategy is taken as A up to H1, as B above. */
export const paceOf = ({ scenario, parameters }: Pick<RunLane, 'scenario' | 'parameters'>): Scenario =>
  scenario ?? (timeframeDurationMs(parameters.timeframe) <= hourMs ? 'A' : 'B');

/** How long a ticket lives at most, of domain.md's Approval; the next decision close may end it earlier. */
export const validityMsMax = (pace: Scenario): number => (pace === 'A' ? 5 * minuteMs : 4 * hourMs);
