import { SingleBar } from 'cli-progress';
import { Command, InvalidArgumentError, Option } from 'commander';
import { assertNever } from '#shared/base/assert.ts';
import type { JsonValue } from '#shared/base/json-value.ts';
import type { RunProgress } from '#shared/contract/backtest.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import { createBacktests, type BacktestOptions, type BacktestWish } from '#main/wiring/create-backtests.ts';
import { dataFolderPath } from '#main/wiring/data-folder-path.ts';
import { dataOption } from '../data-option.ts';
import { numberIn } from '../number-in.ts';
import { abortOnSignals } from './abort-on-signals.ts';
import { namesIn } from './names-in.ts';
import { answer, refuse, type OutputFlags } from './output.ts';
import { parameterIn } from './parameter-in.ts';
import { positiveIn } from './positive-in.ts';
import { reportText } from './report-text.ts';
import { runAnswer } from './run-answer.ts';
import { timeIn } from './time-in.ts';

interface BacktestFlags extends OutputFlags {
  readonly scenario: string;
  readonly symbols?: readonly string[];
  readonly from?: UtcMs;
  readonly to?: UtcMs;
  readonly set?: Readonly<Record<string, JsonValue>>;
  readonly balance?: number;
  readonly seed?: number;
  readonly source?: string;
  readonly costsOff?: boolean;
  readonly workers?: number;
  readonly repeat?: string;
  readonly data?: string;
}

export const backtestCommand = (): Command =>
  new Command('backtest')
    .description(
      'play a strategy over the stored bars, with spread, commission, swap, slippage and the trader’s own delay, and report what became of it; the ' +
        'record is kept under runs in the data folder',
    )
    .option('--scenario <id>', 'A, B, both on one account under governance, or another strategy by its id', 'B')
    .option('--symbols <names>', 'with commas between them; all that is stored where none is named', namesIn)
    .option('--from <time>', 'a day or a moment in UTC; the first stored bar where it is not given', timeIn)
    .option('--to <time>', 'likewise, exclusive; the last stored bar where it is not given', timeIn)
    .option(
      '--set <name=value>',
      'a parameter, any number of times; of one of both scenarios as A.name=value',
      parameterIn,
    )
    .option('--balance <money>', 'what the account begins with (default: 2500 for A, else 10000)', positiveIn)
    .option('--seed <number>', 'of random slippage (default: 1)', wholeIn)
    .option('--source <name>', 'take bars from this source only')
    .option('--costs-off', 'without spread, commission, swap, slippage and delay: what the rules alone are worth')
    .option('--workers <count>', 'threads; the result does not depend on it', workersIn)
    .option('--repeat <run>', 'run a kept run again on its own terms, and say whether the same comes out')
    .addOption(dataOption())
    .addOption(new Option('--json', 'one JSON object on one line'))
    .action(async (flags: BacktestFlags) => {
      using progress = progressBar(flags.repeat ?? `${flags.scenario} ${flags.symbols?.join(', ') ?? ''}`.trim());
      using cancelling = abortOnSignals();
      const backtests = createBacktests(dataFolderPath(flags.data));
      const options: BacktestOptions = {
        onProgress: progress.update,
        signal: cancelling.signal,
        workers: flags.workers ?? null,
      };
      const { repeat } = flags;
      const played = await (repeat === undefined
        ? backtests.run(wishOf(flags), options)
        : backtests.repeat(repeat, options));
      progress.end();
      if (!played.ok) {
        refuse(flags, played.error);
        return;
      }
      const record = played.value;
      const said = repeat === undefined ? '' : 'The same came out, bit by bit.\n\n';
      const repeated = repeat === undefined ? {} : { isEqual: true };
      answer(flags, { ...repeated, ...runAnswer(record) }, said + reportText(record));
    });

const wishOf = ({
  scenario,
  symbols,
  from,
  to,
  set,
  balance,
  seed,
  source,
  costsOff,
}: BacktestFlags): BacktestWish => ({
  scenario,
  fromUtcMs: from ?? null,
  toUtcMs: to ?? null,
  set: (set ?? {}) as NonNullable<BacktestWish['set']>,
  balance: balance ?? null,
  source: source ?? null,
  ...(symbols !== undefined && { symbols }),
  ...(seed !== undefined && { seed }),
  ...(costsOff === true && { costs: withoutCosts }),
});

const withoutCosts: NonNullable<BacktestWish['costs']> = {
  approvalDelayMs: { A: 0, B: 0 },
  wakingHours: { fromHour: 0, toHour: 0 },
  latencyMs: 0,
  slippage: { entry: 0, exit: 0, stop: 0, isRandom: false },
  multiple: 0,
  rolloverSpreadMultiple: 1,
};

function wholeIn(text: string): number {
  const value = numberIn(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new InvalidArgumentError('It is a whole number.');
}

const workersMax = 64;

function workersIn(text: string): number {
  const value = numberIn(text);
  if (Number.isInteger(value) && value >= 1 && value <= workersMax) return value;
  throw new InvalidArgumentError(`It is a whole number from 1 to ${workersMax}.`);
}

function progressBar(
  what: string,
): Disposable & { readonly update: (progress: RunProgress) => void; readonly end: () => void } {
  const bar = new SingleBar({
    format: `{bar} {percentage}% {phase} ${what}  {detail}`,
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
  });
  bar.start(1, 0, { phase: 'loading', detail: '' });
  const end = (): void => {
    bar.stop();
  };
  return {
    update: (progress) => {
      switch (progress.kind) {
        case 'loading':
          bar.update(0, { phase: 'loading', detail: `${progress.symbol}, ${progress.rows} bars` });
          return;
        case 'running':
          bar.update(progress.doneRatio, { phase: 'running', detail: '' });
          return;
        case 'finished':
        case 'failed':
          return;
        default:
          assertNever(progress, 'the progress of a run');
      }
    },
    end,
    [Symbol.dispose]: end,
  };
}
