import { Buffer } from 'node:buffer';
import { ChromaClient, type Collection, type Where } from 'chromadb';
import { assertDefined } from '#shared/base/assert.ts';
import { endOfTimeUtcMs } from '#shared/units/utc-ms.ts';
import { stateShape } from '#main/wiring/shape-of.ts';
import type { VectorQuery, VectorRecord } from './mirrored-vectors.ts';

/** Chroma by its own client, as its documentation has it: what our way is compared with. */
export interface OwnClient {
  /** The nearest, by their ids. */
  readonly search: (query: VectorQuery) => Promise<readonly string[]>;
  /** Into a collection of its own with the same index, in as large batches as ours; how many seconds it took. */
  readonly upsertAll: (records: readonly VectorRecord[], batch: number) => Promise<number>;
}

/** `part` names the collection that our way has filled. */
export async function ownClient(url: URL, part: string): Promise<OwnClient> {
  const client = new ChromaClient({ host: url.hostname, port: Number(url.port), ssl: false });
  const listed = await client.listCollections();
  const { name } = assertDefined(
    listed.find((it) => it.name.includes(part)),
    'the collection was filled',
  );
  const collection = await client.getCollection({ name });
  return {
    search: async ({ vector, k, ...filters }) => {
      const where = whereOf(filters);
      const { ids } = await collection.query({
        queryEmbeddings: [alwaysKnown(vector)],
        nResults: k,
        ...(where !== null && { where }),
      });
      return assertDefined(ids[0], 'one query, one answer');
    },
    upsertAll: async (records, batch) => {
      const { hnsw } = collection.configuration;
      const into = await client.createCollection({
        name: 'own-client',
        embeddingFunction: null,
        ...(hnsw && { configuration: { hnsw } }),
      });
      const seconds = await upsert(into, records, batch);
      await client.deleteCollection({ name: 'own-client' });
      return seconds;
    },
  };
}

/** What a Chroma can compare: the same numbers as ours has there. */
const alwaysKnown = (vector: Float32Array): number[] => [...vector.subarray(0, stateShape.alwaysKnown)];

/** What lies beside them: as many bytes as with ours, since each word of metadata is a row of the server's own. */
const maskable = ({ buffer, byteOffset, byteLength, BYTES_PER_ELEMENT }: Float32Array): string => {
  const before = stateShape.alwaysKnown * BYTES_PER_ELEMENT;
  return Buffer.from(buffer, byteOffset + before, byteLength - before).toString('base64');
};

async function upsert(into: Collection, records: readonly VectorRecord[], batch: number): Promise<number> {
  const beganMs = performance.now();
  for (let from = 0; from < records.length; from += batch) {
    const slice = records.slice(from, from + batch);
    await into.upsert({
      ids: slice.map(({ id }) => id),
      embeddings: slice.map(({ vector }) => alwaysKnown(vector)),
      metadatas: slice.map(({ symbol, knownAtUtcMs, vector }) => ({
        ...{ symbol, knownAtUtcMs, maskable: maskable(vector) },
      })),
    });
  }
  return (performance.now() - beganMs) / 1000;
}

function whereOf({
  asOfUtcMs,
  fromUtcMs,
  symbols,
}: Pick<VectorQuery, 'asOfUtcMs' | 'fromUtcMs' | 'symbols'>): Where | null {
  const parts: Where[] = [];
  if (asOfUtcMs < endOfTimeUtcMs) parts.push({ knownAtUtcMs: { $lte: asOfUtcMs } });
  if (fromUtcMs !== null) parts.push({ knownAtUtcMs: { $gte: fromUtcMs } });
  if (symbols !== null) parts.push({ symbol: { $in: [...symbols] } });
  const [first] = parts;
  if (first === undefined) return null;
  return parts.length === 1 ? first : { $and: parts };
}
