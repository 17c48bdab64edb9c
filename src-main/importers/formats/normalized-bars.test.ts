import { expect, test } from 'vitest';
import { normalizedBars } from './normalized-bars.ts';

const header = 'time_utc_ms,open,high,low,close,tick_volume,spread_points';
const parse = normalizedBars.rowParser([header]);

test('its header is known, and no other', () => {
  expect(
    [header, header.toUpperCase(), `${header},more`, 'time,open,high,low,close'].map((line) =>
      normalizedBars.matches([line]),
    ),
  ).toEqual([true, false, false, false]);
});

test('a row is read as it stands', () => {
  expect(parse('1764720420000,4210.080,4210.210,4209.320,4209.500,82,23')).toEqual({
    stampMs: 1_764_720_420_000,
    open: 4210.08,
    high: 4210.21,
    low: 4209.32,
    close: 4209.5,
    tickVolume: 82,
    spreadPoints: 23,
  });
});

test.each([
  ['82,', 82, null],
  ['82,0', 82, 0],
  ['82,2.5', 82, 2.5],
  [',23', null, 23],
  ['0,23', null, 23],
  [',', null, null],
])('%j is a volume of %j and a spread of %j', (figures, tickVolume, spreadPoints) => {
  expect(parse(`1764720420000,1.1,1.2,1,1.1,${figures}`)).toMatchObject({ tickVolume, spreadPoints });
});

test.each([
  ['a column is missing', '1764720420000,1.1,1.2,1,1.1,82'],
  ['a price is missing', '1764720420000,1.1,,1,1.1,82,23'],
  ['the spread is negative', '1764720420000,1.1,1.2,1,1.1,82,-1'],
  ['the stamp is a date', '2025-12-03,1.1,1.2,1,1.1,82,23'],
  ['there is space around a figure', '1764720420000, 1.1,1.2,1,1.1,82,23'],
])('where %s there is no row', (_, line) => {
  expect(parse(line)).toBeNull();
});
