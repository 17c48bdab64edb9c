import { expect, test } from 'vitest';
import { chooseClock, describeAssumedClock } from './choose-clock.ts';

const site = { name: 'a site’s CSV', clock: { rule: 'utc-5:00', why: 'the site says so' } } as const;
const stamped = { name: 'a stamped CSV', clock: 'inStamps' } as const;
const plain = { name: 'an export', clock: 'asked' } as const;

test('what a person says is taken where the file does not say it', () => {
  expect(chooseClock(plain, 'ny+7')).toEqual({ ok: true, value: 'ny+7' });
  expect(chooseClock(site, 'eet')).toEqual({ ok: true, value: 'eet' });
});

test('nobody’s word is asked for where the stamps say their clock, and another is refused', () => {
  expect(chooseClock(stamped, null)).toEqual({ ok: true, value: 'utc' });
  expect(chooseClock(stamped, 'utc')).toEqual({ ok: true, value: 'utc' });
  expect(chooseClock(stamped, 'ny+7')).toMatchObject({ ok: false, error: { code: 'CLOCK_STATED' } });
});

test('where nobody says it, it is asked for', () => {
  expect(chooseClock(plain, null)).toMatchObject({ ok: false, error: { code: 'CLOCK_REQUIRED' } });
});

test('a source’s own word is taken, and said', () => {
  expect(chooseClock(site, null)).toEqual({ ok: true, value: 'utc-5:00' });
  expect(describeAssumedClock(site, null)).toEqual([
    {
      code: 'CLOCK_ASSUMED',
      message: 'The stamps were read by utc-5:00: the site says so. Name another with --clock.',
    },
  ]);
  expect([
    describeAssumedClock(site, 'eet'),
    describeAssumedClock(plain, null),
    describeAssumedClock(stamped, null),
  ]).toEqual([[], [], []]);
});
