import { assert } from '#shared/base/assert.ts';
import type { Brand } from '#shared/base/brand.ts';
import { brandedSchema } from '#shared/base/branded-schema.ts';
import { z } from 'zod';

/**
 * A stamp of the trade server's own clock: milliseconds that would be UTC if that clock stood at Greenwich (as MT5's datetime has them).
 * Only the bridge makes UTC of it. The range leaves a year at both ends, so that no clock rule can carry it out of `UtcMs`.
 */
export type ServerMs = Brand<number, 'ServerMs'>;

const minServerMs = Date.UTC(1971, 0, 1);
const maxServerMs = Date.UTC(2099, 0, 1);

export function serverMs(value: number): ServerMs {
  assert(isServerMs(value), `a server stamp is whole milliseconds between 1971 and 2099: ${value}`);
  return value;
}

export const isServerMs = (value: number): value is ServerMs =>
  Number.isInteger(value) && value >= minServerMs && value < maxServerMs;

/** The stamp nearest to a moment that need not be one: the ends of a span may lie anywhere. */
export const nearestServerMs = (value: number): ServerMs =>
  serverMs(Math.min(Math.max(value, minServerMs), maxServerMs - 1));

export const serverMsSchema = brandedSchema<ServerMs, number>(
  z.number(),
  isServerMs,
  'a server stamp is whole milliseconds between 1971 and 2099',
);
