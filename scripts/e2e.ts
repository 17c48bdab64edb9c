/** `npm run e2e`: the window's specs alone; arguments go to Playwright (`npm run e2e -- ticket --headed`). */
import { countedLine } from './count-results.ts';
import { runE2e } from './run-e2e.ts';

const { isGood, counted, absent } = await runE2e(process.argv.slice(2));
for (const name of counted.failed) process.stdout.write(`failed   ${name}\n`);
for (const part of absent) process.stdout.write(`skipped  ${part}\n`);
process.stdout.write(`${countedLine(counted)}\n`);
if (!isGood) process.exitCode = 1;
