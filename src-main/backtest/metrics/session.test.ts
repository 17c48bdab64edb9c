import { expect, test } from 'vitest';
import { sessionAt } from './session.ts';

test('dealing rooms open by the clocks of their own cities', () => {
  const at = (text: string) => sessionAt(Date.parse(text));
  // Winter: London 8–17 UTC, New York 13–22 UTC.
  expect(at('2024-01-15T07:59Z')).toBe('asia');
  expect(at('2024-01-15T08:00Z')).toBe('london');
  expect(at('2024-01-15T13:00Z')).toBe('overlap');
  expect(at('2024-01-15T17:00Z')).toBe('newYork');
  expect(at('2024-01-15T22:00Z')).toBe('asia');
  // In the weeks between the two changes of clocks New York alone stands an hour earlier.
  expect(at('2024-03-20T08:00Z')).toBe('london');
  expect(at('2024-03-20T12:00Z')).toBe('overlap');
  // Summer: London 7–16 UTC, New York 12–21 UTC.
  expect(at('2024-07-15T07:00Z')).toBe('london');
  expect(at('2024-07-15T21:00Z')).toBe('asia');
});
