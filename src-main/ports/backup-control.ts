import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { BackupReport } from '#shared/contract/backup-report.ts';

/** Makes backups of both stores while the engine goes on. */
export interface BackupControl {
  /** In a new folder below `into`; null takes the data folder's own place, where only the newest few stay. BACKUP_FAILED; one at a time. */
  readonly create: (wish: { readonly into: string | null }) => Promise<Result<BackupReport, Fault>>;
}
