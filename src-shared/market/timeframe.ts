import { z } from 'zod';
import { durationMs, type DurationMs } from '../units/duration-ms.ts';

/** MT5's names. Those up to H1 start on the UTC hour in every zone of whole hours; H4 and D1 start at the broker's midnight. */
export const timeframes = ['M1', 'M5', 'M15', 'M30', 'H1', 'H4', 'D1'] as const;

export type Timeframe = (typeof timeframes)[number];

export const timeframeSchema = z.enum(timeframes);

const minutes: Readonly<Record<Timeframe, number>> = { M1: 1, M5: 5, M15: 15, M30: 30, H1: 60, H4: 240, D1: 1440 };

/** The nominal length of a bar; a D1 bar of a daylight-saving day in broker time is still cut at broker midnight. */
export const timeframeDurationMs = (timeframe: Timeframe): DurationMs => durationMs(minutes[timeframe] * 60_000);
