import Table from 'cli-table3';
import { Command } from 'commander';
import { importReportSchema, type ImportReport } from '#shared/contract/import-report.ts';
import { dataFolderPath } from '#main/wiring/data-folder-path.ts';
import { listImports, type ImportRecord } from '#main/wiring/list-imports.ts';
import { dataOption } from '../data-option.ts';
import { importAnswer } from './import-answer.ts';
import { answer, refuse, type OutputFlags } from './output.ts';

const shownMax = 200;

export const importsCommand = (): Command =>
  new Command('imports')
    .description('list what was imported, newest first, and what was cut off')
    .addOption(dataOption())
    .option('--json', 'one JSON object on one line')
    .action(async (flags: OutputFlags & { readonly data?: string }) => {
      const imports = await listImports(dataFolderPath(flags.data), shownMax);
      if (imports.ok) answer(flags, { imports: imports.value.map(listed) }, importsText(imports.value));
      else refuse(flags, imports.error);
    });

function listed({
  name,
  sizeBytes,
  startedAtUtcMs,
  finishedAtUtcMs,
  recordsCommitted,
  ...record
}: ImportRecord): object {
  const report = reportIn(record);
  return {
    file: name,
    sizeBytes,
    started: new Date(startedAtUtcMs).toISOString(),
    finished: finishedAtUtcMs === null ? null : new Date(finishedAtUtcMs).toISOString(),
    recordsCommitted,
    report: report === null ? null : importAnswer(report),
  };
}

function importsText(imports: readonly ImportRecord[]): string {
  if (imports.length === 0) return 'Nothing was imported into this data folder.';
  const table = new Table({ head: ['started', 'file', 'what', 'records', 'range'], style: { head: [], border: [] } });
  for (const record of imports) {
    const report = reportIn(record);
    const started = new Date(record.startedAtUtcMs).toISOString().slice(0, 16).replace('T', ' ');
    const unreported = record.finishedAtUtcMs === null ? 'cut off: the same command goes on' : 'of another version';
    const what = report === null ? unreported : whatOf(report);
    table.push([started, record.name, what, record.recordsCommitted, report === null ? '' : rangeOf(report)]);
  }
  return table.toString();
}

/** Null while it is not finished, or where another version of the program wrote it. */
function reportIn({ body }: Pick<ImportRecord, 'body'>): ImportReport | null {
  const parsed = importReportSchema.safeParse(body);
  return parsed.success ? parsed.data : null;
}

function whatOf(report: ImportReport): string {
  if (report.kind === 'bars') return `${report.symbol} ${report.timeframe} as "${report.source}"`;
  if (report.kind === 'ticks') return `${report.symbol} ticks as "${report.source}"`;
  return report.kind === 'calendar' ? `releases as "${report.source}"` : `account ${report.login} at ${report.server}`;
}

function rangeOf({ firstUtcMs, lastUtcMs }: ImportReport): string {
  const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
  return firstUtcMs === null || lastUtcMs === null ? '' : `${day(firstUtcMs)} – ${day(lastUtcMs)}`;
}
