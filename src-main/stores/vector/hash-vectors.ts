import { createHash } from 'node:crypto';
import type { VectorIndex, VectorPartition } from '#main/ports/vector-index.ts';
import { partitionKey } from './partition-key.ts';

export interface VectorsHash {
  readonly rows: number;
  /** SHA-256, in lower-case hexadecimal. */
  readonly hash: string;
}

/**
 * What an index holds, as one word: partitions by their keys, records by their ids, the numbers bit for bit (any NaN as one). Two that hold the same have the same
 * hash, whichever adapter they are, and whatever came before; a partition without records counts as none.
 */
export async function hashVectors(index: VectorIndex): Promise<VectorsHash> {
  const digest = createHash('sha256');
  let rows = 0;
  for (const [key, partition] of byKey(await index.partitions()))
    for await (const { id, symbol, knownAtUtcMs, vector } of index.records(partition)) {
      rows += 1;
      digest.update(`${JSON.stringify([key, id, symbol, knownAtUtcMs, vector.length])}\n`);
      digest.update(littleEndian(vector));
    }
  return { rows, hash: digest.digest('hex') };
}

const byKey = (partitions: readonly VectorPartition[]): readonly (readonly [string, VectorPartition])[] =>
  partitions
    .map((partition) => [partitionKey(partition), partition] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));

/** Of the many patterns of NaN, which is an unknown component, one counts. */
const quietNan = 0x7f_c0_00_00;

function littleEndian(vector: Float32Array): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(vector.length * Float32Array.BYTES_PER_ELEMENT));
  for (const [index, component] of vector.entries()) {
    const at = index * Float32Array.BYTES_PER_ELEMENT;
    if (Number.isNaN(component)) bytes.setUint32(at, quietNan, true);
    else bytes.setFloat32(at, component, true);
  }
  return new Uint8Array(bytes.buffer);
}
