import { createHash } from 'node:crypto';

/** SHA-256 over the bytes of columns, in hexadecimal digits: little-endian float64, whatever the machine runs on today is. */
export function hashColumns(columns: readonly Float64Array[]): string {
  const hash = createHash('sha256');
  for (const { buffer, byteOffset, byteLength } of columns) hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  return hash.digest('hex');
}
