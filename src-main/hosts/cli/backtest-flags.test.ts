import { expect, test } from 'vitest';
import { parameterIn } from './parameter-in.ts';
import { timeIn } from './time-in.ts';

test('a parameter is a number, true, false, other JSON, or the text itself', () => {
  expect(
    ['a=2.5', 'b=true', 'c=H4', 'A.d=[1,2]', 'e=null'].reduce((before, text) => parameterIn(text, before), {}),
  ).toEqual({
    a: 2.5,
    b: true,
    c: 'H4',
    'A.d': [1, 2],
    e: null,
  });
  expect(parameterIn('a=1', { a: 2 })).toEqual({ a: 1 });
  for (const text of ['a', '=1', 'a=', '1a=2']) expect(() => parameterIn(text)).toThrow('name=value');
});

test('a time is a day, which begins at its UTC midnight, or a moment in UTC', () => {
  expect(timeIn('2024-02-29')).toBe(Date.UTC(2024, 1, 29));
  expect(timeIn('2024-01-31T13:00Z')).toBe(Date.UTC(2024, 0, 31, 13));
  for (const text of ['2023-02-29', '2024-13-01', '2024-01-31T13:00', 'yesterday', ''])
    expect(() => timeIn(text)).toThrow('Name a day such as');
});
