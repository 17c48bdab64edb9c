import { Command } from 'commander';
import { createBacktests } from '#main/wiring/create-backtests.ts';
import { dataFolderPath } from '#main/wiring/data-folder-path.ts';
import { dataOption } from '../data-option.ts';
import { answer, refuse, type OutputFlags } from './output.ts';
import { reportText } from './report-text.ts';
import { runAnswer } from './run-answer.ts';

interface ReportFlags extends OutputFlags {
  readonly data?: string;
}

export const reportCommand = (): Command =>
  new Command('report')
    .description('show what a kept backtest came to')
    .argument('<run>', 'its id, or latest')
    .addOption(dataOption())
    .option('--json', 'one JSON object on one line')
    .action((runId: string, flags: ReportFlags) => {
      const record = createBacktests(dataFolderPath(flags.data)).read(runId);
      if (record.ok) answer(flags, runAnswer(record.value), reportText(record.value));
      else refuse(flags, record.error);
    });
