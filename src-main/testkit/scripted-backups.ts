import type { Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { backupReportSchema, notInBackups, type BackupReport } from '#shared/contract/backup-report.ts';
import type { BackupControl } from '#main/ports/backup-control.ts';
import { sampleStartUtcMs } from './manual-clock.ts';

/** Backups that are made nowhere: a test reads where they were wished and says how the next ones end. */
export interface ScriptedBackups extends BackupControl {
  readonly wished: readonly (string | null)[];
  readonly refuse: (fault: Fault) => void;
}

/** A ledger of twelve events in a folder; named members can be changed. */
export const sampleBackupReport = (changes: Partial<BackupReport> = {}): BackupReport =>
  backupReportSchema.parse({
    folder: '/safe/backup-2024-01-02T00-00-00.000Z',
    createdAtUtcMs: sampleStartUtcMs,
    stores: [{ store: 'ledger', schemaVersion: 2, sizeBytes: 4096, sha256: 'a'.repeat(64), events: 12 }],
    removed: [],
    notIncluded: notInBackups,
    ...changes,
  });

export function createScriptedBackups(): ScriptedBackups {
  const wished: (string | null)[] = [];
  let answer: Result<BackupReport, Fault> = ok(sampleBackupReport());
  return {
    wished,
    refuse: (fault) => {
      answer = err(fault);
    },
    create: ({ into }) => {
      wished.push(into);
      return Promise.resolve(answer);
    },
  };
}
