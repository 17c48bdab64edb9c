/**
 * `npm run e2e`: the window's specs alone; arguments go to Playwright (`npm run e2e -- ticket --headed`). `--pictures` takes the guide's pictures anew, by the
 * specs that keep them.
 */
import { countedLine } from './count-results.ts';
import { runE2e } from './run-e2e.ts';
import { takeTestEnvironment } from './test-environment.ts';

takeTestEnvironment();
const picturesWord = '--pictures';

/** One window is enough: they are of the browser's. */
const picturing = ['--project=browser', 'agents-at-work'];

const words = process.argv.slice(2);
const takesPictures = words.includes(picturesWord);
const { isGood, counted, absent } = takesPictures
  ? await runE2e([...words.filter((word) => word !== picturesWord), ...picturing], { ATS_PICTURES: 'written' })
  : await runE2e(words);
for (const name of counted.failed) process.stdout.write(`failed   ${name}\n`);
for (const part of absent) process.stdout.write(`skipped  ${part}\n`);
process.stdout.write(`${countedLine(counted)}\n`);
if (!isGood) process.exitCode = 1;
