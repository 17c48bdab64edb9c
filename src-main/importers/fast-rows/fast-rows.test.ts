import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RowFigures } from '../collect-bars.ts';
import type { BarFormat, RawBar } from '../file-format.ts';
import { mt5Bars } from '../formats/mt5-bars.ts';
import { normalizedBars } from '../formats/normalized-bars.ts';
import { ByteCursor } from './byte-cursor.ts';
import { fastRowReader } from './fast-row-reader.ts';

const emptyRow = (): RowFigures => ({
  stampMs: 0,
  open: 0,
  high: 0,
  low: 0,
  close: 0,
  tickVolume: 0,
  spreadPoints: 0,
});

/** What the bytes of a line are read as, null where the format's own parser has to decide. */
function readFast(format: BarFormat, line: string): RawBar | null {
  const cursor = new ByteCursor();
  const row = emptyRow();
  cursor.begin(new TextEncoder().encode(`${line}\n`), 0);
  fastRowReader(format.name)?.(cursor, row);
  if (cursor.hasFailed || Number.isNaN(row.stampMs)) return null;
  const known = (figure: number): number | null => (Number.isNaN(figure) ? null : figure);
  return { ...row, tickVolume: known(row.tickVolume), spreadPoints: known(row.spreadPoints) };
}

const digits = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'), minLength, maxLength });
const decimal = fc.oneof(
  fc.tuple(digits(1, 6), digits(1, 5)).map((parts) => parts.join('.')),
  fc.tuple(digits(0, 13), digits(0, 16)).map((parts) => parts.join('.')),
  digits(0, 14),
);
const count = fc.oneof(digits(0, 4), digits(0, 17));
const oddity = fc.constantFrom('', ' ', '-', '+', 'e5', '.', ',', '\t', '\r', '"', 'ä', '٣');

const normalizedLine = fc
  .tuple(fc.oneof(digits(13, 13), count), decimal, decimal, decimal, decimal, count, fc.oneof(decimal, count))
  .map((fields) => fields.join(','));

const date = fc
  .tuple(fc.oneof(fc.integer({ min: 1990, max: 2030 }), fc.integer({ min: 0, max: 9999 })), ...twoDigits(13, 33))
  .map(([year, month, day]) => `${String(year).padStart(4, '0')}.${month}.${day}`);
const time = fc
  .tuple(...twoDigits(25, 61), ...twoDigits(61))
  .chain((parts) => fc.constantFrom(parts.join(':'), parts.slice(0, 2).join(':')));
const mt5Line = fc
  .tuple(date, time, decimal, decimal, decimal, decimal, count, count, count)
  .map((fields) => fields.join('\t'));

function twoDigits(...most: readonly number[]) {
  return most.map((max) => fc.integer({ min: 0, max }).map((value) => String(value).padStart(2, '0')));
}

const mt5Header = '<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>';

test.each<[BarFormat, string, fc.Arbitrary<string>]>([
  [mt5Bars, mt5Header, mt5Line],
  [normalizedBars, normalizedBars.example, normalizedLine],
])('what is read of the bytes of a line is what the parser of $name reads of it', (format, header, lines) => {
  const parse = format.rowParser([header]);
  let taken = 0;
  fc.assert(
    fc.property(lines, oddity, fc.double({ min: 0, max: 1 }), (line, odd, where) => {
      const at = Math.floor(where * line.length);
      const odded = line.slice(0, at) + odd + line.slice(at);
      const fast = readFast(format, odded);
      if (fast === null) return;
      taken += 1;
      expect(fast).toEqual(parse(odded.endsWith('\r') ? odded.slice(0, -1) : odded));
    }),
    { numRuns: 20_000 },
  );
  expect(taken).toBeGreaterThan(100);
});

test.each([
  [mt5Bars, '2025.12.03\t02:07:00\t4210.08\t4210.21\t4209.32\t4209.50\t82\t0\t23'],
  [mt5Bars, '2024.02.29\t02:07\t1.1\t1.2\t1.0\t1.15\t0\t0\t0\r'],
  [normalizedBars, '1764720420000,4210.080,4210.210,4209.320,4209.500,82,23'],
  [normalizedBars, '1764720420000,1.1,1.2,1,1.1,,'],
])('the common row of $name is read of its bytes: %s', (format, line) => {
  expect(readFast(format, line)).not.toBeNull();
});

test('a row is not read beyond its line', () => {
  const cursor = new ByteCursor();
  cursor.begin(new TextEncoder().encode('1764720420000,1.1,1.2,1,1.1,\n,5\n'), 0);
  fastRowReader(normalizedBars.name)?.(cursor, emptyRow());
  expect(cursor.hasFailed).toBe(true);
});
