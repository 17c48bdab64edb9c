/** `npm run check`: everything that must hold before a commit, two steps at a time, with the seconds that each took. */
import type { parts } from './check-sources/source-projects.ts';
import { ensureBuilt } from './ensure-built.ts';
import { runProgram, type Program } from './run-program.ts';
import { takeTestEnvironment } from './test-environment.ts';

type Step = Program & { readonly title: string };

/** Engine and window share little but the values that both speak: to look at them apart costs little more. */
const typesAndLint = (part: keyof typeof parts): Step => ({
  title: `types and lint of the ${part}`,
  script: 'scripts/check-sources/main.ts',
  args: [part],
  // Node's own limit is a quarter of the machine's memory. A project's types stay until its end: with room for them from the start they are
  // moved less often.
  nodeArgs: ['--max-old-space-size=4096', '--initial-heap-size=1500', '--max-semi-space-size=128'],
  // The rules of React have a slower edition for whoever works on them.
  env: { NODE_ENV: 'production' },
});

/** The longest first, so that the two lanes end together. */
const steps: readonly Step[] = [
  typesAndLint('engine'),
  // Files share what they import here, which saves a third of the time; `npm test` gives each its own.
  {
    title: 'unit tests',
    package: 'vitest',
    args: ['run', '--project=unit', '--reporter=dot', '--no-isolate', '--maxWorkers=1'],
  },
  typesAndLint('window'),
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

takeTestEnvironment();

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
