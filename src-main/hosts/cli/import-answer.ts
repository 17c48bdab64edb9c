import { assertNever } from '#shared/base/assert.ts';
import type { BarsImport, ImportReport } from '#shared/contract/import-report.ts';

const linesShownMax = 5;

/** What programs get: counts flat, moments as people write them. Of bars `read` = `inserted` + `duplicates` + `disagreements` + `refused`. */
export function importAnswer({ refused, firstUtcMs, lastUtcMs, ...report }: ImportReport): object {
  return {
    ...report,
    refused: refused.count,
    refusedByReason: refused.byReason,
    refusedSample: refused.sample,
    ...(report.kind === 'bars' && {
      disagreements: report.disagreements.count,
      disagreementsSample: report.disagreements.sample,
    }),
    first: firstUtcMs === null ? null : isoMinute(firstUtcMs),
    last: lastUtcMs === null ? null : isoMinute(lastUtcMs),
  };
}

/** The report of an import for people. */
export function importText(report: ImportReport): string {
  const { refused, warnings } = report;
  return [
    ...(report.isKnown ? ['These bytes were imported before, and nothing was read again (--again does).'] : []),
    ...(report.resumedFrom > 0 ? [`${report.resumedFrom} records were stored by an import that was cut off.`] : []),
    ...countsOf(report),
    ...refused.sample.slice(0, linesShownMax).map((row) => `refused line ${row.line} (${row.reason}): ${row.text}`),
    ...(refused.count > linesShownMax ? [`refused in all: ${refusedByReason(refused)}`] : []),
    ...warnings.map((warning) => `warning ${warning.code}: ${warning.message}`),
    `took ${(report.tookMs / 1000).toFixed(1)} s`,
  ].join('\n');
}

function countsOf(report: ImportReport): readonly string[] {
  const { format, source, read, refused } = report;
  switch (report.kind) {
    case 'bars': {
      const { symbol, timeframe, anchor, clock, inserted, duplicates, disagreements } = report;
      return [
        `${symbol} ${timeframe} (${format}), kept as "${source}": ${read} rows, ${inserted} new, ${duplicates} known already, ` +
          `${disagreements.count} that disagree with stored bars, ${refused.count} refused`,
        range(report),
        `read by the clock ${clock.rule}${clock.verdict === 'fits' ? ', which the market’s week fits' : ''}; anchored at ${anchor}`,
        ...holesOf(report),
      ];
    }
    case 'ticks': {
      const { symbol, clock, stored } = report;
      const counts = `${read} rows, ${stored} stored, ${refused.count} refused`;
      return [
        `${symbol} ticks (${format}), kept as "${source}": ${counts}`,
        range(report),
        `read by the clock ${clock.rule}`,
      ];
    }
    case 'calendar': {
      const { inserted, corrected, removed } = report;
      const counts = `${read} rows, ${inserted} new, ${corrected} corrected, ${removed} removed, ${refused.count} refused`;
      return [`releases (${format}), kept as "${source}": ${counts}`, range(report)];
    }
    case 'report': {
      const { login, server, orders, deals, positions } = report;
      return [
        `account ${login} at ${server} (${format}): ${orders} orders, ${deals} deals, ${positions} closed positions, ${refused.count} rows refused`,
        range(report),
      ];
    }
    default:
      return assertNever(report, 'what was imported');
  }
}

function holesOf({ holes }: BarsImport): readonly string[] {
  if (holes === null) return [];
  const expected = `${holes.expected} nights, week’s ends and holidays`;
  const [longest] = holes.longest;
  if (longest === undefined) return [`no holes but ${expected}`];
  const where = `the longest from ${isoMinute(longest.fromUtcMs)} to ${isoMinute(longest.toUtcMs)}`;
  return [
    `holes: ${holes.unexpected} that nothing explains (${holes.missingBars} bars are missing, ${where}), ${expected}`,
  ];
}

const range = ({ firstUtcMs, lastUtcMs }: ImportReport): string =>
  firstUtcMs === null || lastUtcMs === null ? 'empty' : `from ${isoMinute(firstUtcMs)} to ${isoMinute(lastUtcMs)}`;

const refusedByReason = ({ byReason }: ImportReport['refused']): string =>
  Object.entries(byReason)
    .map(([reason, rows]) => `${rows} ${reason}`)
    .join(', ');

const isoMinute = (utcMs: number): string => `${new Date(utcMs).toISOString().slice(0, 16)}Z`;
