import type { BackedUpStore } from '#shared/contract/backup-report.ts';

/** `ledger, 1204 events, schema 2` */
export const storeText = ({
  store,
  events,
  schemaVersion,
}: Pick<BackedUpStore, 'store' | 'events' | 'schemaVersion'>): string =>
  [store, ...(events === null ? [] : [`${events} events`]), `schema ${schemaVersion}`].join(', ');

export const sizeText = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MiB`;

/** `notInBackups` in words. */
export const notIncludedText =
  'Not in a backup: settings.json, the pairing token of the terminals, logs, runs, and what agents remember of their runs.';
