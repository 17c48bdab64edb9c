import type { AccountReport } from '#shared/trading/account-report.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

/** A report that was taken in from a file. */
export interface ImportedReport {
  /** SHA-256 of the file's bytes, lower-case hexadecimal. */
  readonly fileHash: string;
  readonly fileName: string;
  readonly importedAtUtcMs: UtcMs;
  readonly report: AccountReport;
}

/** Histories of accounts as MT5 wrote them. They stand beside the event log and never become part of it. */
export interface ReportStore {
  /** Answers false, and changes nothing, where the file's bytes are known already. */
  readonly save: (imported: ImportedReport) => boolean;
  readonly find: (fileHash: string) => ImportedReport | null;
  /** Newest import first. */
  readonly list: () => readonly ReportSummary[];
}

export interface ReportSummary extends Omit<ImportedReport, 'report'> {
  readonly server: string;
  readonly login: string;
}
