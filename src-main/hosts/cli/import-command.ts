import path from 'node:path';
import { SingleBar } from 'cli-progress';
import { Command, Option } from 'commander';
import type { ImportProgress } from '#shared/contract/import-report.ts';
import { importSource } from '#shared/market/bar-series.ts';
import { timeframes, type Timeframe } from '#shared/market/timeframe.ts';
import { dataFolderPath } from '#main/wiring/data-folder-path.ts';
import { importFile } from '#main/wiring/import-file.ts';
import { dataOption } from '../data-option.ts';
import { abortOnSignals } from './abort-on-signals.ts';
import { importAnswer, importText } from './import-answer.ts';
import { answer, refuse, type OutputFlags } from './output.ts';
import { positiveIn } from './positive-in.ts';

interface ImportFlags extends OutputFlags {
  readonly symbol?: string;
  readonly timeframe?: Timeframe;
  readonly clock?: string;
  readonly source: string;
  readonly scale: number;
  readonly again?: boolean;
  readonly data?: string;
}

export const importCommand = (): Command =>
  new Command('import')
    .description(
      'take a file in: bars or ticks of a broker or a site, an economic calendar, an MT5 trade history; its kind is found by its content, ' +
        'plain or .gz. Cut off, the same command goes on where it stands',
    )
    .argument('<file>')
    .option('--symbol <symbol>', 'the symbol that bars and ticks are of')
    .option('--clock <rule>', 'the clock of stamps that do not say it: ny+7, eet, utc, utc+2:00; it is checked')
    .addOption(new Option('--timeframe <timeframe>', 'detected where it is not given').choices(timeframes))
    .option('--source <name>', 'the name that it is kept under', importSource)
    .option('--scale <factor>', 'what the prices of the file are multiplied by', positiveIn, 1)
    .option('--again', 'read the file anew though its bytes are known')
    .addOption(dataOption())
    .option('--json', 'one JSON object on one line')
    .action(async (file: string, flags: ImportFlags) => {
      using progress = progressBar(path.basename(file));
      using cancelling = abortOnSignals();
      const wish = {
        file: path.resolve(file),
        symbol: flags.symbol ?? null,
        clock: flags.clock ?? null,
        timeframe: flags.timeframe ?? null,
        source: flags.source,
        scale: flags.scale,
        isAgain: flags.again === true,
      };
      const watch = { onProgress: progress.update, signal: cancelling.signal };
      const imported = await importFile(dataFolderPath(flags.data), wish, watch);
      progress.end();
      if (imported.ok) answer(flags, importAnswer(imported.value), importText(imported.value));
      else refuse(flags, imported.error);
    });

function progressBar(file: string): Disposable & {
  readonly update: (progress: ImportProgress) => void;
  readonly end: () => void;
} {
  const bar = new SingleBar({
    format: `{bar} {percentage}% {phase} ${file}  {rows} rows{pace}`,
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
  });
  bar.start(1, 0, { rows: 0, phase: 'looking at', pace: '' });
  let began: { readonly progress: ImportProgress; readonly atMs: number } | null = null;
  const end = (): void => {
    bar.stop();
  };
  return {
    update: (progress) => {
      if (began?.progress.phase !== progress.phase) began = { progress, atMs: performance.now() };
      bar.setTotal(progress.total);
      bar.update(progress.done, { phase: progress.phase, rows: progress.rows, pace: paceOf(progress, began) });
    },
    end,
    [Symbol.dispose]: end,
  };
}

/** A pace of less than this says nothing. */
const paceMsMin = 250;

function paceOf(now: ImportProgress, began: { readonly progress: ImportProgress; readonly atMs: number }): string {
  const elapsedMs = performance.now() - began.atMs;
  if (elapsedMs < paceMsMin) return '';
  const rowsPerSecond = Math.round(((now.rows - began.progress.rows) / elapsedMs) * 1000);
  const doneRatio = (now.done - began.progress.done) / (now.total - began.progress.done);
  const leftMs = doneRatio > 0 ? elapsedMs / doneRatio - elapsedMs : null;
  return `, ${rowsPerSecond}/s${leftMs === null ? '' : `, ${Math.ceil(leftMs / 1000)} s left`}`;
}
