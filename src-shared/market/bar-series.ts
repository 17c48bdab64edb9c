import { z } from 'zod';
import type { ClockRule } from '../time/clock-rule.ts';
import { timeframeSchema, type Timeframe } from './timeframe.ts';

/** Where the bars of a series are cut: 'hour' up to H1, else the clock rule whose midnight starts the day, for example 'ny+7'. */
export type BarAnchor = 'hour' | ClockRule;

/** A series is never joined with another source or anchor. Source is 'terminal', 'import', or the name that an import was given. */
export const barSeriesSchema = z
  .object({
    symbol: z.string().min(1).max(64),
    timeframe: timeframeSchema,
    source: z.string().min(1).max(64),
    anchor: z.custom<BarAnchor>((value) => typeof value === 'string' && value.length > 0),
  })
  .readonly();

export type BarSeries = z.infer<typeof barSeriesSchema>;

export const terminalSource = 'terminal';

export const importSource = 'import';

export function barAnchor(timeframe: Timeframe, rule: ClockRule): BarAnchor {
  return timeframe === 'H4' || timeframe === 'D1' ? rule : 'hour';
}
