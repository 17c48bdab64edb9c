import { assert } from '../base/assert.ts';
import type { Brand } from '../base/brand.ts';
import { brandedSchema } from '../base/branded-schema.ts';
import { z } from 'zod';

/** A length of time in milliseconds, zero or more; readings of the monotonic clock are durations since its unknown start. */
export type DurationMs = Brand<number, 'DurationMs'>;

export function durationMs(value: number): DurationMs {
  assert(isDurationMs(value), () => `a duration is finite and not negative: ${value}`);
  return value as DurationMs;
}

export const isDurationMs = (value: number): boolean => Number.isFinite(value) && value >= 0;

export const durationMsSchema = brandedSchema<DurationMs, number>(
  z.number(),
  isDurationMs,
  'a duration is finite and not negative',
);

export const secondsToMs = (seconds: number): DurationMs => durationMs(seconds * 1000);

export const minutesToMs = (minutes: number): DurationMs => durationMs(minutes * 60_000);
