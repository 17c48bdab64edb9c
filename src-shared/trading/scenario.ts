import { z } from 'zod';

/** A: intraday, small deposit. B: swing and trend, larger deposit. */
export const scenarioSchema = z.enum(['A', 'B']);

export type Scenario = z.infer<typeof scenarioSchema>;
