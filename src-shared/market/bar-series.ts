import { z } from 'zod';
import { fixedOffsetMinutes, type ClockRule } from '../time/clock-rule.ts';
import { timeframeDurationMs, timeframeSchema, type Timeframe } from './timeframe.ts';

/**
 * Where the bars of a series are cut: 'hour' where every UTC hour starts a bar or holds whole ones, else the clock rule whose midnight
 * starts the day, for example 'ny+7'.
 */
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

/** H1 bars of a server at UTC−3:30 are cut on the half hour: they bear the rule, like those of H4 and D1. */
export function barAnchor(timeframe: Timeframe, rule: ClockRule): BarAnchor {
  const lengthMinutes = timeframeDurationMs(timeframe) / 60_000;
  const offsetMinutes = fixedOffsetMinutes(rule) ?? 0;
  return lengthMinutes <= 60 && offsetMinutes % lengthMinutes === 0 ? 'hour' : rule;
}
