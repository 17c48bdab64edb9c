import { expect, test } from 'vitest';
import type { BarFormat, RowParser } from '../file-format.ts';

/** What a parsed row says of time; null where it is no row or fills a closed market. */
export const stampOf = (row: ReturnType<RowParser>): number | null =>
  row === null || row === 'marketClosed' ? null : row.stampMs;

interface Sample {
  readonly head: readonly string[];
  /** A row at 2024-02-29 02:07, and the words in it that say the day and the time. */
  readonly row: string;
  readonly day: string;
  readonly time: string;
  readonly dayOf: (year: string, month: string, day: string) => string;
}

/** What every reader of wall clocks does alike. */
export function describeStamps(format: BarFormat, { head, row, day, time, dayOf }: Sample): void {
  const parse = format.rowParser(head);

  test(`${format.name}: the stamp is the file’s own wall clock`, () => {
    expect(stampOf(parse(row))).toBe(Date.UTC(2024, 1, 29, 2, 7));
  });

  test.each([
    ['2023', '02', '29'],
    ['2024', '13', '01'],
    ['2024', '00', '10'],
    ['2024', '04', '31'],
    ['2024', '04', '00'],
  ] as const)(`${format.name}: %s-%s-%s is no day of a calendar`, (year, month, ofMonth) => {
    expect(stampOf(parse(row.replace(day, dayOf(year, month, ofMonth))))).toBeNaN();
  });

  test.each(['24', '99'])(`${format.name}: %s is no hour of a day`, (hour) => {
    expect(stampOf(parse(row.replace(time, `${hour}${time.slice(2)}`)))).toBeNaN();
  });

  test(`${format.name}: days that change back and forth are read each time`, () => {
    const days = ['03', '03', '04', '03'];
    const stamps = days.map((of) => stampOf(parse(row.replace(day, dayOf('2024', '12', of)))));
    expect(stamps).toEqual(days.map((of) => Date.UTC(2024, 11, Number(of), 2, 7)));
  });

  test.each([
    ['a price is a word', (line: string) => line.replace(/1\.5/, 'n/a')],
    ['a price has a sign', (line: string) => line.replace(/1\.5/, '-1.5')],
    ['a price has an exponent', (line: string) => line.replace(/1\.5/, '1e3')],
    ['a price has no end', (line: string) => line.replace(/1\.5/, '9'.repeat(400))],
    ['a column is missing', (line: string) => line.replace(/1\.5[\t,;]/, '')],
    ['it is cut', (line: string) => line.slice(0, 20)],
    ['it is empty', () => ''],
  ])(`${format.name}: where %s there is no row`, (_, change) => {
    expect(parse(change(row))).toBeNull();
  });
}
