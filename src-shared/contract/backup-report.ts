import { z } from 'zod';
import { utcMsSchema } from '../units/utc-ms.ts';
import { storeNameSchema } from './sync-health.ts';

/** What is in no backup: it is made again, is a secret, or is a file of the person's own. */
export const notInBackups = ['settings', 'pairing', 'logs', 'runs', 'agents'] as const;

/** One store's file in a backup, as it was found whole right after it was written. */
export const backedUpStoreSchema = z
  .object({
    store: storeNameSchema.extract(['ledger', 'market']),
    schemaVersion: z.number().int().positive(),
    sizeBytes: z.number().int().nonnegative(),
    /** Of the file's bytes, lower-case hexadecimal. */
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    /** How many events the ledger holds, each of them checked against the one before; null for other stores. */
    events: z.number().int().nonnegative().nullable(),
  })
  .readonly();

export type BackedUpStore = z.infer<typeof backedUpStoreSchema>;

export const backupReportSchema = z
  .object({
    folder: z.string(),
    createdAtUtcMs: utcMsSchema,
    stores: z.array(backedUpStoreSchema).min(1).readonly(),
    /** Older backups that went, so that no more than the wished number stay. */
    removed: z.array(z.string()).readonly(),
    notIncluded: z.array(z.enum(notInBackups)).readonly(),
  })
  .readonly();

export type BackupReport = z.infer<typeof backupReportSchema>;
