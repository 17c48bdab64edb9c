import { parseArgs } from 'node:util';
import { ensureBuilt } from './ensure-built.ts';
import { untilInterrupted } from './until-interrupted.ts';

/** So many runs that each are struck, drawn from a seed; `plant` is a fault that has to be found. */
export interface KillOrder<Plant extends string> {
  readonly runs: number;
  readonly seed: number;
  readonly plant: Plant | null;
}

export interface KillCommand<Plant extends string, Report> {
  /** As npm knows it. */
  readonly name: string;
  readonly usual: { readonly runs: number; readonly seed: number };
  readonly plantNames: readonly Plant[];
  readonly play: (
    order: KillOrder<Plant>,
    means: { readonly interrupted: AbortSignal; readonly onRun: (done: number) => void },
  ) => Promise<Report>;
  /** For people. */
  readonly table: (report: Report) => string;
}

/**
 * `npm run NAME -- [--runs N] [--seed S] [--plant FAULT] [--json]`. Stories go to stderr; with `--json` the last line of stdout is one JSON object. The
 * exit code, which this answers, is 0 only when the report is good.
 */
export async function runKillCommand<
  Plant extends string,
  Report extends { readonly ok: boolean; readonly stories: readonly string[] },
>({ name, usual, plantNames, play, table }: KillCommand<Plant, Report>): Promise<number> {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: String(usual.runs) },
      seed: { type: 'string', default: String(usual.seed) },
      plant: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const [runs, seed] = [Number(values.runs), Number(values.seed)];
  const plant = values.plant === undefined ? null : plantNames.find((one) => one === values.plant);
  if (![runs, seed].every(isCount) || plant === undefined) {
    process.stderr.write(`npm run ${name} -- [--runs N] [--seed S] [--plant ${plantNames.join('|')}] [--json]\n`);
    return 1;
  }
  // The engines run from source, and the window that they serve has to be there.
  if (!(await ensureBuilt())) return 1;
  return untilInterrupted(async (interrupted) => {
    const onRun = (done: number): void => {
      if (done % 10 === 0) process.stderr.write(`${done} of ${runs} runs\n`);
    };
    const report = await play({ runs, seed, plant }, { interrupted, onRun });
    const { stories, ...told } = report;
    for (const story of stories) process.stderr.write(`${story}\n`);
    process.stdout.write(`${values.json ? JSON.stringify({ name, ...told }) : table(report)}\n`);
    return report.ok ? 0 : 1;
  });
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < 2 ** 31;
}
