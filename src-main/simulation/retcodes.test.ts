import { expect, test } from 'vitest';
import { fault } from '#shared/base/fault.ts';
import { classOfRetcode, retcodeOf, type RetcodeClass } from './retcodes.ts';

const kinds = ['entry', 'reduceOnly', 'modify'] as const;

const everywhere: readonly (readonly [RetcodeClass, readonly number[]])[] = [
  ['accepted', [10_008, 10_009, 10_010, 10_023]],
  ['PRICE_MOVED', [10_004, 10_020, 10_021]],
  ['unknown', [0, 10_011, 10_012, 10_028, 10_031]],
  ['ORDER_INVALID', [10_013, 10_014, 10_015, 10_016, 10_022, 10_030, 10_035, 10_038]],
  [
    'MARKET_REFUSED',
    [
      10_017, 10_018, 10_019, 10_026, 10_027, 10_029, 10_032, 10_033, 10_034, 10_040, 10_042, 10_043, 10_044, 10_045,
      10_046,
    ],
  ],
  ['ORDER_REJECTED', [10_006, 10_007, 10_041]],
  ['RATE_LIMITED', [10_024]],
];

test.each(everywhere)('%s, whatever was asked for', (expected, retcodes) => {
  for (const retcode of retcodes)
    expect(kinds.map((kind) => classOfRetcode(retcode, kind))).toEqual([expected, expected, expected]);
});

test('what only a change of stops or a close can mean is unknown elsewhere', () => {
  const classes = (retcode: number): RetcodeClass[] => kinds.map((kind) => classOfRetcode(retcode, kind));
  expect(classes(10_025)).toEqual(['unknown', 'unknown', 'accepted']);
  expect(classes(10_036)).toEqual(['unknown', 'accepted', 'unknown']);
  expect(classes(10_039)).toEqual(['unknown', 'accepted', 'unknown']);
});

test('every code that is listed nowhere is unknown', () => {
  const listed = new Set([...everywhere.flatMap(([, retcodes]) => retcodes), 10_025, 10_036, 10_039]);
  for (let retcode = 9990; retcode <= 10_100; retcode++)
    if (!listed.has(retcode)) expect(classOfRetcode(retcode, 'entry')).toBe('unknown');
});

test('the broker refuses for its own reasons under the code of each, and else without one', () => {
  expect(retcodeOf(fault('MARGIN_INSUFFICIENT', 'too much'))).toBe(10_019);
  expect(retcodeOf(fault('POSITION_UNKNOWN', 'gone'))).toBe(10_036);
  expect(retcodeOf(fault('TRADING_STATE', 'no reason of a broker'))).toBe(10_006);
});
