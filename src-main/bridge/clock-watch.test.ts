import { expect, test } from 'vitest';
import { brokerClock } from '#shared/time/broker-clock.ts';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import type { ClockCheck } from '#main/ports/terminal-event.ts';
import { samplePulse } from '#main/testkit/sample-wire.ts';
import { ClockWatch } from './clock-watch.ts';

const winter = Date.UTC(2024, 0, 2, 12);
const summer = Date.UTC(2024, 6, 2, 12);
const minutes = 60_000;

/** The verdicts of readings a second apart, given the server's distance from UTC in each. */
function verdicts({
  rule = 'ny+7',
  atUtcMs = winter,
  offsetsMs,
}: {
  readonly rule?: ClockRule;
  readonly atUtcMs?: number;
  readonly offsetsMs: readonly number[];
}): readonly (ClockCheck | null)[] {
  const watch = new ClockWatch(brokerClock(rule));
  return offsetsMs.map((offsetMs, second) => {
    const gmtMs = atUtcMs + second * 1000;
    return watch.read(samplePulse({ clock: { gmtMs, tradeServerMs: gmtMs + offsetMs, lastQuoteStampMs: 0 } }).clock);
  });
}

const thrice = (offsetMs: number): readonly number[] => [offsetMs, offsetMs, offsetMs];

test.each<[ClockRule, number, number]>([
  ['ny+7', winter, 120],
  ['ny+7', summer, 180],
  ['eet', winter, 120],
  ['utc-3:30', winter, -210],
  ['utc', winter, 0],
  ['utc+14:00', summer, 840],
])('agrees with %s after three readings of its offset at that date', (rule, atUtcMs, offsetMinutes) => {
  const offsetsMs = [...thrice(offsetMinutes * minutes), offsetMinutes * minutes];
  expect(verdicts({ rule, atUtcMs, offsetsMs })).toEqual([null, null, { kind: 'agreed', offsetMinutes }, null]);
});

test('rounds to the half hour what is less than a minute off', () => {
  const off = [120 * minutes + 59_999, 120 * minutes - 59_999, 120 * minutes + 1];
  expect(verdicts({ offsetsMs: off })).toEqual([null, null, { kind: 'agreed', offsetMinutes: 120 }]);
});

test('names both offsets where the server keeps another rule', () => {
  const [, , verdict] = verdicts({ atUtcMs: summer, offsetsMs: thrice(120 * minutes) });
  expect(verdict).toMatchObject({
    kind: 'disagreed',
    fault: { code: 'CLOCK_RULE_MISMATCH', facts: { rule: 'ny+7', serverOffset: 'UTC+2:00', ruleOffset: 'UTC+3:00' } },
  });
  const [, , behind] = verdicts({ rule: 'utc', offsetsMs: thrice(-210 * minutes) });
  expect(behind).toMatchObject({ fault: { message: expect.stringMatching(/UTC-3:30.*utc says UTC\+0:00/) as string } });
});

test('says that the PC’s clock is wrong where the server is a minute or more off any half hour', () => {
  const offsetsMs = [60_000, 61_000, 62_000, 63_000].map((offMs) => 120 * minutes + offMs);
  const [first, second, third, fourth] = verdicts({ offsetsMs });
  expect([first, second, fourth]).toEqual([null, null, null]);
  expect(third).toMatchObject({
    kind: 'disagreed',
    fault: { code: 'CLOCK_RULE_MISMATCH', message: expect.stringContaining('62 seconds') as string },
  });
});

test('takes nothing for granted when a reading leaves the row', () => {
  const agreed = thrice(120 * minutes);
  expect(verdicts({ offsetsMs: [...agreed, 180 * minutes, ...agreed] })).toEqual([
    ...[null, null, { kind: 'agreed', offsetMinutes: 120 }],
    ...[{ kind: 'pending' }, null, null, { kind: 'agreed', offsetMinutes: 120 }],
  ]);
  const mixed = verdicts({ offsetsMs: [120 * minutes, 121 * minutes, 122 * minutes, 120 * minutes] });
  expect(mixed).toEqual([null, null, null, null]);
});

test('follows the server through a change of its clocks', () => {
  const beforeChange = Date.UTC(2024, 2, 10, 6, 59, 58);
  const offsetsMs = [120, 120, 180, 180, 180, 180].map((offset) => offset * minutes);
  expect(verdicts({ atUtcMs: beforeChange, offsetsMs })).toEqual([
    null,
    null,
    null,
    null,
    { kind: 'agreed', offsetMinutes: 180 },
    null,
  ]);
});

test('agrees with nothing while the PC’s clock shows a time that cannot be', () => {
  const [, , verdict] = verdicts({ atUtcMs: Date.UTC(2100, 0, 2), offsetsMs: thrice(-800 * 1440 * minutes) });
  expect(verdict).toMatchObject({ kind: 'disagreed', fault: { facts: { ruleOffset: 'no time that can be' } } });
});
