import { expect, test } from 'vitest';
import { err, ok } from '../base/result.ts';
import { fixedOffsetMinutes, parseClockRule } from './clock-rule.ts';

test.each([
  ['utc', 'utc', 0],
  [' UTC ', 'utc', 0],
  ['utc+0', 'utc', 0],
  ['utc-0:00', 'utc', 0],
  ['UTC+2', 'utc+2:00', 120],
  ['utc+02:00', 'utc+2:00', 120],
  ['utc-3:30', 'utc-3:30', -210],
  ['utc-0:30', 'utc-0:30', -30],
  ['utc+14', 'utc+14:00', 840],
  ['NY+7', 'ny+7', null],
  ['eet', 'eet', null],
] as const)('%j is the rule %s', (text, rule, offsetMinutes) => {
  expect(parseClockRule(text)).toEqual(ok(rule));
  expect(fixedOffsetMinutes(rule)).toBe(offsetMinutes);
});

test.each(['', 'gmt', 'ny', 'ny+8', 'utc+15', 'utc+2:60', 'utc+2:5', 'utc 2', 'utc+123', 'Europe/Athens'])(
  '%j is no clock rule, and the message names those that are',
  (text) => {
    expect(parseClockRule(text)).toEqual(
      err({
        code: 'CLOCK_RULE_UNKNOWN',
        message: `"${text}" is not a clock rule. Use utc, utc+2, utc-3:30, ny+7 or eet.`,
        facts: { rule: text },
      }),
    );
  },
);
