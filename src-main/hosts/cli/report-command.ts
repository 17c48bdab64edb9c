import { Command } from 'commander';
import type { Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { RunRecord } from '#shared/contract/backtest.ts';
import { createBacktests } from '#main/wiring/create-backtests.ts';
import { dataFolderPath } from '#main/wiring/data-folder-path.ts';
import { dataOption } from '../data-option.ts';
import { answer, refuse, type OutputFlags } from './output.ts';
import { reportHtml } from './report-html.ts';
import { reportText } from './report-text.ts';
import { runAnswer } from './run-answer.ts';
import { tradesCsv } from './trades-csv.ts';
import { writeOutputFile } from './write-output-file.ts';

interface ReportFlags extends OutputFlags {
  readonly data?: string;
  readonly html?: string;
  readonly csv?: string;
}

export const reportCommand = (): Command =>
  new Command('report')
    .description('show what a kept backtest came to')
    .argument('<run>', 'its id, or latest')
    .option('--html <file>', 'write it as a page for a browser instead, with equity and drawdown drawn')
    .option('--csv <file>', 'write its trades for a spreadsheet instead')
    .addOption(dataOption())
    .option('--json', 'one JSON object on one line')
    .action((runId: string, flags: ReportFlags) => {
      const record = createBacktests(dataFolderPath(flags.data)).read(runId);
      if (!record.ok) {
        refuse(flags, record.error);
        return;
      }
      const written = writeFiles(record.value, flags);
      if (!written.ok) refuse(flags, written.error);
      else if (written.value.length === 0) answer(flags, runAnswer(record.value), reportText(record.value));
      else answer(flags, { runId: record.value.runId, files: written.value }, filesText(written.value));
    });

/** The files that were asked for, by their paths; none where none was. */
function writeFiles(record: RunRecord, { html, csv }: ReportFlags): Result<readonly string[], Fault> {
  const files = [
    ...(html === undefined ? [] : [{ path: html, text: reportHtml(record) }]),
    ...(csv === undefined ? [] : [{ path: csv, text: tradesCsv(record.trades) }]),
  ];
  for (const { path, text } of files) {
    const written = writeOutputFile(path, text);
    if (!written.ok) return written;
  }
  return ok(files.map(({ path }) => path));
}

const filesText = (paths: readonly string[]): string => paths.map((path) => `Wrote ${path}`).join('\n');
