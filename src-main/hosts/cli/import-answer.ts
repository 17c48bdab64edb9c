import type { ImportReport } from '#main/wiring/import-file.ts';

/** What programs get. `read` = `inserted` + `duplicates` + `disagreements` + `refused`. */
export function importAnswer(report: ImportReport): object {
  const { symbol, timeframe, source, anchor, format, read, inserted, duplicates, backSteps, warnings } = report;
  return {
    symbol,
    timeframe,
    source,
    anchor,
    format,
    read,
    inserted,
    duplicates,
    refused: report.refused.count,
    refusedByReason: report.refused.byReason,
    refusedSample: report.refused.sample,
    disagreements: report.disagreements.count,
    disagreementsSample: report.disagreements.sample,
    backSteps,
    first: isoMinute(report.firstUtcMs),
    last: isoMinute(report.lastUtcMs),
    warnings,
  };
}

export function importText(report: ImportReport): string {
  const { symbol, timeframe, source, format, read, inserted, duplicates, refused, disagreements } = report;
  return [
    `${symbol} ${timeframe} (${format}), kept as "${source}": ${read} rows, ${inserted} new, ${duplicates} known already, ` +
      `${disagreements.count} that disagree with stored bars, ${refused.count} refused`,
    `from ${isoMinute(report.firstUtcMs)} to ${isoMinute(report.lastUtcMs)}`,
    ...report.warnings.map((warning) => `warning ${warning.code}: ${warning.message}`),
    ...refused.sample.slice(0, 5).map((row) => `refused line ${row.line} (${row.reason}): ${row.text}`),
  ].join('\n');
}

/** Bars open on whole minutes. */
const isoMinute = (utcMs: number): string => `${new Date(utcMs).toISOString().slice(0, 16)}Z`;
