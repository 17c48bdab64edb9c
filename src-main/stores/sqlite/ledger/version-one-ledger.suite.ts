import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/**
 * A ledger as the version before wrote it: the record of a day on a seeded market with entries, exits by rule, stops and a denial. Puts it
 * where a file is named.
 */
export function putVersionOneLedger(file: string): void {
  const packed = readFileSync(new URL('./fixtures/ledger-v1.db.gz', import.meta.url));
  writeFileSync(file, gunzipSync(packed), { mode: 0o600 });
}
