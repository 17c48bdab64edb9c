import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { ImportProgress, ImportReport, ImportWish } from '#shared/contract/import-report.ts';

/** Takes files in, one at a time. */
export interface Imports {
  /**
   * Ends with the report, or with why nothing or not all was imported: what the file's reading refuses (then nothing is stored), IMPORT_RUNNING,
   * IMPORT_CANCELLED and the stores' own codes (then what is stored stays, and the same wish goes on behind it).
   */
  readonly run: (
    wish: ImportWish,
    watch: { readonly onProgress: (progress: ImportProgress) => void; readonly signal: AbortSignal },
  ) => Promise<Result<ImportReport, Fault>>;
}
