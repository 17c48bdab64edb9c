import { expect, test } from 'vitest';
import { utcMs } from '#shared/units/utc-ms.ts';
import { marketHour, nextOpening } from './trading-hours.ts';

const at = (iso: string) => utcMs(Date.parse(iso));

test.each([
  ['2025-01-10T21:59Z', true, 'Friday before New York 17:00 in winter'],
  ['2025-01-10T22:00Z', false, 'Friday 17:00'],
  ['2025-01-11T12:00Z', false, 'Saturday'],
  ['2025-01-12T22:59Z', false, 'Sunday before 18:00'],
  ['2025-01-12T23:00Z', true, 'Sunday 18:00'],
  ['2025-01-13T22:30Z', false, 'the daily break in winter'],
  ['2025-07-14T21:30Z', false, 'the daily break in summer'],
  ['2025-07-14T22:00Z', true, 'after it'],
])('at %s the market is open: %s (%s)', (iso, isOpen) => {
  expect(marketHour(at(iso)).isOpen).toBe(isOpen);
});

test('the trading day is counted from New York 17:00', () => {
  expect(marketHour(at('2025-01-13T22:00Z')).hourOfTradingDay).toBe(0);
  expect(marketHour(at('2025-01-14T21:30Z')).hourOfTradingDay).toBe(23.5);
});

test('an open moment is its own opening, a closed one is followed by the next', () => {
  expect(nextOpening(at('2025-01-13T10:07Z'))).toBe(at('2025-01-13T10:07Z'));
  expect(nextOpening(at('2025-01-13T22:30Z'))).toBe(at('2025-01-13T23:00Z'));
  expect(nextOpening(at('2025-01-11T12:34Z'))).toBe(at('2025-01-12T23:00Z'));
});
