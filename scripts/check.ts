/** `npm run check`: everything that must hold before a commit, two steps at a time, with the seconds that each took. */
import { runProgram, type Program } from './run-program.ts';

interface Step extends Program {
  readonly title: string;
}

/** The longest first, so that the two lanes end together. */
const steps: readonly Step[] = [
  { title: 'lint', package: 'eslint', args: ['.', '--max-warnings', '0'] },
  { title: 'unit tests', package: 'vitest', args: ['run', '--reporter=dot'] },
  { title: 'types', package: 'typescript', name: 'tsc', args: ['-b'] },
  {
    title: 'format',
    package: 'prettier',
    args: [
      '--check',
      '.',
      '--log-level=warn',
      '--cache',
      '--cache-strategy=content',
      '--cache-location=.cache/prettier',
    ],
  },
  {
    title: 'import map',
    package: 'dependency-cruiser',
    name: 'depcruise',
    args: ['src-shared', 'src-main', 'src-renderer', 'scripts', 'e2e'],
  },
];

const lanes = 2;

const start = performance.now();
const waiting = [...steps];
const failed: string[] = [];

await Promise.all(Array.from({ length: lanes }, runLane));

process.stdout.write(`${((performance.now() - start) / 1000).toFixed(1).padStart(6)} s  in all\n`);
if (failed.length > 0) {
  process.stdout.write(`check failed: ${failed.join(', ')}\n`);
  process.exitCode = 1;
}

async function runLane(): Promise<void> {
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
    const { code, seconds, output } = await runProgram(step, { isShown: false });
    process.stdout.write(`${seconds.toFixed(1).padStart(6)} s  ${step.title}${code === 0 ? '' : ' FAILED'}\n`);
    if (code === 0) continue;
    failed.push(step.title);
    process.stdout.write(`${output.trimEnd()}\n\n`);
  }
}
