/**
 * `npm test`: unit tests with coverage, then the window's specs. All that was skipped is listed with its reason; the last
 * line counts, from the runners' own reports. A part that this machine cannot run is skipped, never failed.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { addCounted, countedLine, countVitest, nothingCounted, type Counted } from './count-results.ts';
import { ensureBuilt } from './ensure-built.ts';
import { inProject } from './project-root.ts';
import { runE2e } from './run-e2e.ts';
import { runProgram } from './run-program.ts';
import { takeTestEnvironment } from './test-environment.ts';

/** A little of the hour and more that `.ci/run` gives: what hangs must leave time for the window's specs, and for the counted line. */
const unitMsMax = 50 * 60_000;

const unitReport = inProject('test-results/unit.json');
const marketData = process.env.ATS_TEST_DATA ?? inProject('../shared/data');

takeTestEnvironment();

// Some unit tests run built programs.
const buildStart = performance.now();
const isBuilt = await ensureBuilt();
const buildSeconds = secondsSince(buildStart);

rmSync(unitReport, { force: true });
const unitRun = await runProgram(
  {
    package: 'vitest',
    args: ['run', '--coverage', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`],
    // The coverage of all workers comes together here, and Node's own limit is a quarter of the machine's memory.
    nodeArgs: ['--max-old-space-size=4096'],
    msMax: unitMsMax,
  },
  { isShown: true },
);
const unit = countUnit();
const e2eStart = performance.now();
const e2e = await runE2e([]);
const e2eSeconds = secondsSince(e2eStart);
const all = addCounted(unit, e2e.counted);

heading('skipped');
for (const name of all.skipped) line(`skipped  ${name.replace(/^skipped: /, '')}`);
for (const part of e2e.absent) line(`skipped  ${part}`);
if (!existsSync(marketData)) line('skipped  tests of real market data: no ATS_TEST_DATA and no ../shared/data');

if (all.again.length > 0) heading('passed only when run again');
for (const name of all.again) line(`again    ${name}`);

heading('seconds');
line(`${buildSeconds.toFixed(1).padStart(6)}  build`);
line(`${unitRun.seconds.toFixed(1).padStart(6)}  unit tests`);
line(`${e2eSeconds.toFixed(1).padStart(6)}  e2e`);

const isGood = isBuilt && unitRun.code === 0 && e2e.isGood && all.failed.length === 0;
if (all.failed.length > 0) heading('failed');
for (const name of all.failed) line(`failed   ${name}`);
if (!isBuilt) line('failed   the build: see above');
if (unitRun.code !== 0 && unit.failed.length === 0) line('failed   coverage, or an error outside the tests: see above');
line(countedLine(all));
process.exitCode = isGood ? 0 : 1;

function countUnit(): Counted {
  if (existsSync(unitReport)) return countVitest(JSON.parse(readFileSync(unitReport, 'utf8')));
  return { ...nothingCounted, failed: ['the unit tests ended without a report'] };
}

function heading(text: string): void {
  line(`\n${text}`);
}

function line(text: string): void {
  process.stdout.write(`${text}\n`);
}

function secondsSince(moment: number): number {
  return (performance.now() - moment) / 1000;
}
