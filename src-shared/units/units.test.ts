import { expect, test } from 'vitest';
import fc from 'fast-check';
import type { z } from 'zod';
import { durationMs, durationMsSchema, minutesToMs, secondsToMs } from './duration-ms.ts';
import { lots, lotsSchema } from './lots.ts';
import { money, moneySchema } from './money.ts';
import { points, pointsSchema } from './points.ts';
import { price, priceSchema } from './price.ts';
import { endOfTimeUtcMs, utcMs, utcMsSchema } from './utc-ms.ts';

interface Unit {
  readonly name: string;
  readonly make: (value: number) => number;
  readonly schema: z.ZodType<number, number>;
  readonly accepts: readonly number[];
  readonly refuses: readonly number[];
}

const y2100 = Date.UTC(2100, 0, 1);

const units: readonly Unit[] = [
  { name: 'Price', make: price, schema: priceSchema, accepts: [1e-8, 2000.25], refuses: [0, -1] },
  { name: 'Points', make: points, schema: pointsSchema, accepts: [-12.5, 0, 300], refuses: [] },
  { name: 'Lots', make: lots, schema: lotsSchema, accepts: [0, 0.01], refuses: [-0.01] },
  { name: 'Money', make: money, schema: moneySchema, accepts: [-1e9, 0, 0.01], refuses: [] },
  { name: 'UtcMs', make: utcMs, schema: utcMsSchema, accepts: [0, y2100 - 1], refuses: [-1, 0.5, y2100] },
  { name: 'DurationMs', make: durationMs, schema: durationMsSchema, accepts: [0, 0.5], refuses: [-1] },
];

const doubt = [Number.NaN, Infinity, -Infinity];

test.each(units)(
  '$name takes what it means and refuses the rest, finite or not',
  ({ make, schema, accepts, refuses }) => {
    for (const value of accepts) expect([make(value), schema.parse(value)]).toEqual([value, value]);
    for (const value of [...refuses, ...doubt]) {
      expect(() => make(value)).toThrow();
      expect(schema.safeParse(value).success).toBe(false);
    }
  },
);

test.each(units)('$name is the same to its constructor and to its schema', ({ make, schema }) => {
  fc.assert(
    fc.property(fc.oneof(fc.double(), fc.integer(), fc.maxSafeInteger()), (value) => {
      expect(schema.safeParse(value).success).toBe(isMade(make, value));
    }),
  );
});

function isMade(make: (value: number) => number, value: number): boolean {
  try {
    make(value);
    return true;
  } catch {
    return false;
  }
}

test('durations are written in the unit that reads best', () => {
  expect([secondsToMs(1.5), minutesToMs(5)]).toEqual([1500, 300_000]);
});

test('the end of time is the last moment that can be stored', () => {
  expect(() => utcMs(endOfTimeUtcMs + 1)).toThrow();
});
