import { canonicalJson } from '#shared/base/canonical-json.ts';
import { accountReportSchema } from '#shared/trading/account-report.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { ImportedReport, ReportStore, ReportSummary } from '#main/ports/report-store.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';

export const sqliteReportStore = (db: WritableDb): ReportStore => ({
  save: (imported) => insertReport(db, imported),
  find: (fileHash) => selectReport(db, fileHash),
  list: () => selectReports(db),
});

function insertReport(db: WritableDb, { fileHash, fileName, importedAtUtcMs, report }: ImportedReport): boolean {
  const inserted = db
    .command(
      `INSERT OR IGNORE INTO account_reports (file_hash, file_name, server, login, written_at_utc_ms, imported_at_utc_ms, body)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      fileHash,
      fileName,
      report.account.server,
      report.account.login,
      report.writtenAtUtcMs,
      importedAtUtcMs,
      canonicalJson(report),
    );
  return inserted === 1;
}

interface SummaryRow {
  readonly fileHash: string;
  readonly fileName: string;
  readonly server: string;
  readonly login: string;
  readonly importedAtUtcMs: number;
}

const columns = 'file_hash AS fileHash, file_name AS fileName, server, login, imported_at_utc_ms AS importedAtUtcMs';

function selectReport(db: ReadableDb, fileHash: string): ImportedReport | null {
  const row = db
    .query<SummaryRow & { readonly body: string }>(`SELECT ${columns}, body FROM account_reports WHERE file_hash = ?`)
    .first(fileHash);
  if (row === undefined) return null;
  const { fileName, importedAtUtcMs, body } = row;
  return {
    fileHash,
    fileName,
    importedAtUtcMs: utcMs(importedAtUtcMs),
    report: accountReportSchema.parse(JSON.parse(body)),
  };
}

const selectReports = (db: ReadableDb): readonly ReportSummary[] =>
  db
    .query<SummaryRow>(`SELECT ${columns} FROM account_reports ORDER BY imported_at_utc_ms DESC, file_hash`)
    .all()
    .map((row) => ({ ...row, importedAtUtcMs: utcMs(row.importedAtUtcMs) }));
