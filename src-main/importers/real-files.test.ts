import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import { importsToMemory } from './import-to-memory.suite.ts';

const folder = process.env.ATS_TEST_DATA ?? resolve(import.meta.dirname, '../../../shared/data');

/** A test of a real file, skipped by name where the data is absent: each has a synthetic sibling that always runs. */
function realFileTest(file: string, name: string, run: (path: string) => Promise<void>): void {
  const path = join(folder, file);
  const isAbsent = !existsSync(path);
  const shownName = isAbsent ? `skipped: no ${file} in ATS_TEST_DATA or ../shared/data: ${name}` : name;
  test.skipIf(isAbsent)(shownName, () => run(path));
}

async function importReal(file: string, clock: ClockRule) {
  const imports = importsToMemory();
  const first = await imports.run({ file, clock });
  if (!first.ok) throw new Error(`${first.error.code}: ${first.error.message}`);
  if (first.value.kind !== 'bars') throw new Error(`the file holds ${first.value.kind}`);
  const second = await imports.run({ file, clock, isAgain: true });
  return { ...first.value, insertedAgain: second.ok && second.value.kind === 'bars' ? second.value.inserted : null };
}

const exportOfGold = 'formats/XAUUSD_M1_202512030207_mt5_export.csv.gz';

realFileTest(exportOfGold, 'two months of gold come in whole by ny+7, and nothing of them twice', async (path) => {
  expect(await importReal(path, 'ny+7')).toMatchObject({
    timeframe: 'M1',
    read: 55_539,
    inserted: 55_539,
    insertedAgain: 0,
    refused: { count: 0 },
    firstUtcMs: Date.UTC(2025, 11, 3, 0, 7),
    warnings: [],
  });
});

realFileTest(exportOfGold, 'two months of gold do not fit UTC, and ny+7 is named', async (path) => {
  const { warnings } = await importReal(path, 'utc');
  expect(warnings).toMatchObject([{ code: 'CLOCK_UNFIT' }]);
  expect(warnings[0]?.message).toMatch(/weekly open does not fit the clock utc.*ny\+7 would fit 8 of 8 weekly opens/);
});

realFileTest(
  'formats/US100.cash_M1_202512022139_mt5_export.csv.gz',
  'two months of an index fit ny+7',
  async (path) => {
    expect(await importReal(path, 'ny+7')).toMatchObject({ inserted: 55_628, warnings: [] });
  },
);

realFileTest(
  'formats/EURUSD_H1_mt5_export_no_brackets.csv.gz',
  'nine years of the euro fit ny+7, less so eet',
  async (path) => {
    expect(await importReal(path, 'ny+7')).toMatchObject({ inserted: 54_614, warnings: [{ code: 'BARS_COARSER' }] });
    expect(await importReal(path, 'eet')).toMatchObject({
      warnings: [{ code: 'CLOCK_DOUBTFUL' }, { code: 'BARS_COARSER' }],
    });
  },
);

const normalized: readonly (readonly [name: string, anchor: string, rows: number, warnings: readonly string[]])[] = [
  ['EURUSD_H1_2007_2018', 'hour', 74_439, ['VOLUME_MISSING']],
  ['EURUSD_H4_2007_2024', 'eet', 27_201, ['BARS_OFF_GRID', 'BARS_COARSER']],
  ['EURUSD_M1_2022_01', 'hour', 49_993, []],
  ['US100_H1_2024_2025', 'hour', 5_132, []],
  ['US100_M15_2025', 'hour', 13_860, []],
  ['XAUUSD_H1_2006_2019', 'hour', 76_499, ['CLOCK_UNFIT', 'VOLUME_MISSING']],
  ['XAUUSD_H1_2018_2024', 'hour', 37_165, ['BARS_COARSER']],
  ['XAUUSD_H4_2014_2024', 'eet', 16_067, []],
  ['XAUUSD_M5_2025', 'hour', 41_101, []],
];

for (const [name, anchor, rows, warnings] of normalized) {
  realFileTest(`bars/${name}.csv.gz`, `${name} in UTC comes in whole, with its known oddities`, async (path) => {
    const report = await importReal(path, 'utc');
    expect(report).toMatchObject({ anchor, read: rows, inserted: rows, insertedAgain: 0, refused: { count: 0 } });
    expect(report.warnings.map(({ code }) => code)).toEqual(warnings);
  });
}
