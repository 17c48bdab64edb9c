import { SingleBar } from 'cli-progress';
import { Command, Option } from 'commander';
import { importSource } from '#shared/market/bar-series.ts';
import { timeframes, type Timeframe } from '#shared/market/timeframe.ts';
import { dataFolderPath } from '#main/wiring/data-folder-path.ts';
import { importFile } from '#main/wiring/import-file.ts';
import { dataOption } from '../data-option.ts';
import { importAnswer, importText } from './import-answer.ts';
import { answer, refuse, type OutputFlags } from './output.ts';

interface ImportFlags extends OutputFlags {
  readonly symbol: string;
  readonly timeframe?: Timeframe;
  readonly clock: string;
  readonly source: string;
  readonly data?: string;
}

export const importCommand = (): Command =>
  new Command('import')
    .description('take the bars of a file (MT5 bar export or normalized CSV, plain or .gz) into the market store')
    .argument('<file>')
    .requiredOption('--symbol <symbol>', 'the symbol they are of')
    .requiredOption('--clock <rule>', 'the clock of the file’s stamps: ny+7, eet, utc, utc+2:00; it is checked')
    .addOption(new Option('--timeframe <timeframe>', 'detected where it is not given').choices(timeframes))
    .option('--source <name>', 'the name that these bars are kept under', importSource)
    .addOption(dataOption())
    .option('--json', 'one JSON object on one line')
    .action(async (file: string, flags: ImportFlags) => {
      using progress = progressBar(file);
      const imported = await importFile({
        ...flags,
        file,
        folder: dataFolderPath(flags.data),
        onProgress: progress.update,
      });
      progress.end();
      if (imported.ok) answer(flags, importAnswer(imported.value), importText(imported.value));
      else refuse(flags, imported.error);
    });

function progressBar(file: string): Disposable & {
  readonly update: (progress: {
    readonly bytesRead: number;
    readonly bytesTotal: number;
    readonly rows: number;
  }) => void;
  readonly end: () => void;
} {
  const bar = new SingleBar({
    format: `{bar} {percentage}% {rows} rows  ${file}`,
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
  });
  bar.start(1, 0, { rows: 0 });
  const end = (): void => {
    bar.stop();
  };
  return {
    update: ({ bytesRead, bytesTotal, rows }) => {
      bar.setTotal(bytesTotal);
      bar.update(bytesRead, { rows });
    },
    end,
    [Symbol.dispose]: end,
  };
}
