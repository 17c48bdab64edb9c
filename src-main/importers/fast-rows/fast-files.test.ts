import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { brokerClock } from '#shared/time/broker-clock.ts';
import { mt5BarFile, normalizedBarFile } from '#main/testkit/bar-file.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { collectFile } from '../collect-file.ts';
import type { BarFormat } from '../file-format.ts';
import { mt5Bars } from '../formats/mt5-bars.ts';
import { normalizedBars } from '../formats/normalized-bars.ts';
import { readHead } from '../read-head.ts';
import { realFileTest } from '../real-data.suite.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ats-fast-files-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** All that comes of a file, whichever way its rows are read. */
async function collected(path: string, format: BarFormat) {
  await using headed = await readHead(path);
  const reading = { path, format, clock: brokerClock('ny+7'), scale: 1, onProgress: () => undefined };
  const { columns, ...counts } = await collectFile(headed, reading);
  return {
    ...counts,
    columns: Object.values(columns).map((column) => (typeof column === 'number' ? column : [...column])),
  };
}

/** A name that nobody knows has no reader of bytes. */
const slowly = (format: BarFormat): BarFormat => ({ ...format, name: `${format.name}, line by line` });

const bars = sampleBars({ count: 60, timeframe: 'H1', startUtcMs: Date.UTC(2024, 0, 8) });
const linesOf = (text: string): readonly string[] => text.trimEnd().split(/\r?\n/);

/** Rows of a file in disorder: some twice, some late, some with another figure, some damaged, some blank; ended this way or that. */
const disordered = (lines: readonly string[]): fc.Arbitrary<string> => {
  const [header = '', ...rows] = lines;
  const row = fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom(...rows) },
    { weight: 2, arbitrary: fc.constantFrom(...rows).map((text) => text.replace(/\d$/, '9')) },
    { weight: 1, arbitrary: fc.constantFrom(...rows).map((text) => text.replace(/(\d)\.(\d)/, '$1$2')) },
    { weight: 1, arbitrary: fc.constantFrom(...rows).map((text) => text.slice(0, -3)) },
    { weight: 1, arbitrary: fc.constantFrom('', 'x', 'ä;€', '0'.repeat(300)) },
  );
  const inOrder = fc.subarray([...rows]);
  const end = fc.constantFrom('\n', '\r\n');
  return fc
    .tuple(inOrder, fc.array(row, { maxLength: 40 }), inOrder, end, fc.boolean())
    .map(([before, odd, after, lineEnd, isEnded]) => {
      const text = [header, ...before, ...odd, ...after, rows[0]].join(lineEnd);
      return isEnded ? text + lineEnd : text;
    });
};

test.each([
  [mt5Bars, mt5BarFile({ bars, clock: 'ny+7' })],
  [normalizedBars, normalizedBarFile(bars)],
])('a file of $name comes out alike by its bytes and by its lines, whatever is wrong with it', async (format, text) => {
  const path = join(folder, 'generated');
  await fc.assert(
    fc.asyncProperty(disordered(linesOf(text)), async (content) => {
      await writeFile(path, content);
      expect(await collected(path, format)).toEqual(await collected(path, slowly(format)));
    }),
    { numRuns: 300 },
  );
});

for (const [file, format] of [
  ['formats/XAUUSD_M1_202512030207_mt5_export.csv.gz', mt5Bars],
  ['formats/EURUSD_H1_mt5_export_no_brackets.csv.gz', mt5Bars],
  ['bars/US100_M1_2025_12.csv.gz', normalizedBars],
  ['bars/EURUSD_M5_2021.csv.gz', normalizedBars],
] as const)
  realFileTest(file, `${file} comes out alike by its bytes and by its lines`, async (path) => {
    expect(await collected(path, format)).toEqual(await collected(path, slowly(format)));
  });
