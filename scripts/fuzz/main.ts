/**
 * `npm run fuzz -- frames [--count N] [--seed S] [--json]`: hostile streams against everything that reads the wire. The same seed makes the
 * same inputs. With `--json` the last line is one JSON object, otherwise a table is printed. The exit code is 0 only when nothing failed.
 */
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { fuzzFrames, type FuzzReport } from './frames/fuzz-frames.ts';
import type { Finding } from './frames/shard.ts';

const usage = 'npm run fuzz -- frames [--count N] [--seed S] [--json]\n';

const shownMax = 20;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});
const [count, seed] = [Number(values.count), Number(values.seed)];

if (positionals.join() !== 'frames' || !isCount(count) || count === 0 || !isCount(seed)) {
  process.stderr.write(usage);
  process.exitCode = 1;
} else {
  const { findings, ...report } = await fuzzFrames({ count, seed }, tellEveryMillion());
  for (const finding of findings.slice(0, shownMax)) process.stderr.write(words(finding, seed));
  process.stdout.write(`${values.json ? JSON.stringify({ name: 'fuzz-frames', ...report }) : table(report)}\n`);
  process.exitCode = report.ok ? 0 : 1;
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < 2 ** 31;
}

function tellEveryMillion(): (inputs: number) => void {
  let told = 0;
  return (inputs) => {
    if (inputs < told + 1_000_000) return;
    told = inputs;
    process.stderr.write(`${inputs} of ${count} inputs\n`);
  };
}

function words({ target, index, kind, what, hex }: Finding, ofSeed: number): string {
  return `${kind} of ${target} at input ${index} of seed ${ofSeed}: ${what}\n  ${hex}\n`;
}

function table({ perTarget, growthMiB, adviserMiB, seconds, ok }: Omit<FuzzReport, 'findings'>): string {
  const rows = new Table({
    head: ['target', 'inputs', 'crashes', 'hangs', 'outcomes'],
    style: { head: [], border: [] },
  });
  for (const [target, report] of Object.entries(perTarget)) {
    if ('skipped' in report) rows.push([target, report.skipped, '', '', '']);
    else rows.push([target, report.inputs, report.crashes, report.hangs, Object.keys(report.outcomes).length]);
  }
  return `${rows.toString()}\n${seconds} s, memory grew by ${growthMiB} MiB, the adviser held ${adviserMiB} MiB: ${ok ? 'ok' : 'FAILED'}`;
}
