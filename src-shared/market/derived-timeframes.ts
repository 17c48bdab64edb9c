import type { Timeframe } from './timeframe.ts';

/** Nobody decides on minutes, and their indicators would be three quarters of all rows. */
export const hasIndicators = (timeframe: Timeframe): boolean => timeframe !== 'M1';

/** Where situations are compared. Those of five minutes say little beyond those of fifteen, and would be three fifths of all states. */
export const stateTimeframes = ['M15', 'M30', 'H1', 'H4', 'D1'] as const satisfies readonly Timeframe[];

export const hasStates = (timeframe: Timeframe): boolean => stateTimeframes.some((known) => known === timeframe);
