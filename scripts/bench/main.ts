/**
 * `npm run bench -- NAME [--json]`: runs one benchmark. With `--json` the last line is one JSON object, otherwise a table is printed;
 * without a name the benchmarks are listed. The exit code tells whether every goal was reached.
 */
import { cpus, totalmem } from 'node:os';
import Table from 'cli-table3';
import { isReached, type Benchmark, type Measured } from './benchmark.ts';
import { agents } from './agents.ts';
import { backtesting } from './backtest.ts';
import { bridge } from './bridge.ts';
import { importing } from './import.ts';
import { startup } from './startup.ts';
import { syncing } from './sync.ts';
import { similar } from './similar.ts';
import { storesInit } from './stores-init.ts';

const benchmarks: readonly Benchmark[] = [
  startup,
  bridge,
  importing,
  storesInit,
  syncing,
  similar,
  backtesting,
  agents,
];

const [name, ...flags] = process.argv.slice(2);
const benchmark = benchmarks.find((it) => it.name === name);

if (benchmark === undefined) {
  for (const it of benchmarks) process.stdout.write(`${it.name.padEnd(12)} ${it.describes}\n`);
  process.exitCode = name === undefined ? 0 : 1;
} else {
  const measured = await benchmark.run();
  process.stdout.write(`${flags.includes('--json') ? jsonLine(benchmark.name, measured) : table(measured)}\n`);
  process.exitCode = Object.values(measured.figures).every(isReached) ? 0 : 1;
}

function jsonLine(benchmarkName: string, { figures, context }: Measured): string {
  const judged = Object.entries(figures).map(([key, figure]) => [key, { ...figure, ok: isReached(figure) }]);
  return JSON.stringify({
    name: benchmarkName,
    figures: Object.fromEntries(judged) as unknown,
    context: { ...machine(), ...context },
  });
}

function table({ figures, context }: Measured): string {
  const rows = new Table({ head: ['figure', 'value', 'unit', 'goal', ''], style: { head: [], border: [] } });
  for (const [key, figure] of Object.entries(figures)) {
    const { value, unit, goal, better } = figure;
    const wanted = goal === undefined ? '' : `${better === 'higher' ? '≥' : '≤'} ${goal}`;
    const verdict = goal === undefined ? '' : isReached(figure) ? 'reached' : 'MISSED';
    rows.push([key, Number(value.toPrecision(4)), unit, wanted, verdict]);
  }
  const described = Object.entries({ ...machine(), ...context }).map(([key, value]) => `${key}: ${value}`);
  return `${rows.toString()}\n${described.join('\n')}`;
}

function machine(): Measured['context'] {
  return {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    processors: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
  };
}
