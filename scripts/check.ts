/** `npm run check`: everything that must hold before a commit, two steps at a time, with the seconds that each took. */
import { ensureBuilt } from './ensure-built.ts';
import { runProgram, type Program } from './run-program.ts';

interface Step extends Program {
  readonly title: string;
}

/** Engine and window are programs of their own to TypeScript, so that to lint them apart costs little more. */
const lint = (title: string, files: readonly string[]): Step => ({
  title,
  package: 'eslint',
  args: [...files, '--max-warnings', '0'],
  // The types of all files stay until the end: with room for them from the start they are moved less often.
  nodeArgs: ['--initial-heap-size=3000', '--min-semi-space-size=128', '--max-semi-space-size=128'],
  // The rules of React have a slower edition for whoever works on them.
  env: { NODE_ENV: 'production' },
});

/** The longest first, so that the two lanes end together. */
const steps: readonly Step[] = [
  lint('lint of the engine', ['.', '--ignore-pattern', 'src-renderer', '--ignore-pattern', 'e2e']),
  // Files share what they import here, which saves a third of the time; `npm test` gives each its own.
  {
    title: 'unit tests',
    package: 'vitest',
    args: ['run', '--project=unit', '--reporter=dot', '--no-isolate', '--maxWorkers=1'],
  },
  lint('lint of the window', ['src-renderer', 'e2e']),
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
    args: ['src-shared', 'src-main', 'src-renderer', 'scripts', 'e2e', 'mql5'],
  },
];

const lanes = 2;

const start = performance.now();
const waiting = [...steps];
const failed: string[] = [];

// Some unit tests run built programs.
if (!(await ensureBuilt())) failed.push('build');
report('build', secondsSince(start));
await Promise.all(Array.from({ length: lanes }, runLane));

report('in all', secondsSince(start));
if (failed.length > 0) {
  process.stdout.write(`check failed: ${failed.join(', ')}\n`);
  process.exitCode = 1;
}

async function runLane(): Promise<void> {
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
    const { code, seconds, output } = await runProgram(step, { isShown: false });
    report(code === 0 ? step.title : `${step.title} FAILED`, seconds);
    if (code === 0) continue;
    failed.push(step.title);
    process.stdout.write(`${output.trimEnd()}\n\n`);
  }
}

function report(title: string, seconds: number): void {
  process.stdout.write(`${seconds.toFixed(1).padStart(6)} s  ${title}\n`);
}

function secondsSince(moment: number): number {
  return (performance.now() - moment) / 1000;
}
