import { Buffer } from 'node:buffer';
import { z } from 'zod';
import { utcMsSchema } from '#shared/units/utc-ms.ts';
import type { VectorRecord, VectorShape } from '#main/ports/vector-index.ts';

/** A record as a row of Chroma's, which compares numbers only: what may be unknown is not among them, and lies beside them as it is. */
export interface ChromaRow {
  readonly embedding: number[];
  readonly metadata: Record<string, string | number>;
}

export const chromaMetadataSchema = z.object({
  symbol: z.string(),
  knownAtUtcMs: utcMsSchema,
  /**
   * The components behind those that are always known, little-endian float32 in base64. All of them in one word: a server adds to the metadata that it
   * has, so that a number which is left out would stay there.
   */
  maskable: z.string().optional(),
});

export function chromaRow({ symbol, knownAtUtcMs, vector }: VectorRecord, shape: VectorShape | null): ChromaRow {
  if (shape === null) return { embedding: [...vector], metadata: { symbol, knownAtUtcMs } };
  return {
    embedding: [...vector.subarray(0, shape.alwaysKnown)],
    metadata: { symbol, knownAtUtcMs, maskable: packed(vector.subarray(shape.alwaysKnown)) },
  };
}

export function recordOfChroma(
  id: string,
  embedding: readonly number[],
  { symbol, knownAtUtcMs, maskable = '' }: z.infer<typeof chromaMetadataSchema>,
): VectorRecord {
  return { id, symbol, knownAtUtcMs, vector: Float32Array.of(...embedding, ...unpacked(maskable)) };
}

const bytesPerComponent = Float32Array.BYTES_PER_ELEMENT;

function packed(components: Float32Array): string {
  const bytes = Buffer.alloc(components.length * bytesPerComponent);
  components.forEach((component, index) => bytes.writeFloatLE(component, index * bytesPerComponent));
  return bytes.toString('base64');
}

function unpacked(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  return Float32Array.from({ length: Math.floor(bytes.length / bytesPerComponent) }, (_, index) =>
    bytes.readFloatLE(index * bytesPerComponent),
  );
}
