import type { Where } from 'chromadb';
import { z } from 'zod';
import { fault, FaultError } from '#shared/base/fault.ts';
import type {
  ShapeOf,
  VectorIndex,
  VectorNeighbour,
  VectorPartition,
  VectorQuery,
  VectorRecord,
  VectorShape,
} from '#main/ports/vector-index.ts';
import type { ChromaConnection } from './chroma-connection.ts';
import { partitionOfName } from './chroma-names.ts';
import { chromaMetadataSchema, recordOfChroma } from './chroma-rows.ts';
import { distanceAt, knownDistanceAt } from './distance.ts';
import { refuseOtherShape } from './refuse-other-shape.ts';

/** Rows beyond k that are fetched to see whether others lie as near as the last one. */
const tieMargin = 4;

/** Fetched at first where some of the rows do not count. */
const filteredMin = 64;

/**
 * Where components may be unknown the server knows the order by the others alone, in which a neighbour may stand behind some that are none: so many
 * times k are fetched at first, and less where k is large, since what lies at one distance grows with it.
 */
const maskedFactor = 4;
const maskedFactorOfMany = 1.5;

/** Fetching more of the nearest takes longer than letting the server filter. */
const fetchedMax = 1000;

/** Rows. Comparing with each one that counts takes no longer than fetching more than these. */
const maskedFetchedMax = 32_768;

const page = 500;

/**
 * Vectors in a Chroma server. What is asked for by time or symbol is fetched without a filter first, and sorted out here: reading what a filter needs
 * takes the server far longer (100,000 rows of 32 numbers: 90 to 300 ms) than fetching a few hundred of the nearest (5 to 10 ms). The server has the
 * components that are always known; what it proposes by them is ranked anew by the whole vectors, and as those never lie nearer, nothing that was not
 * fetched belongs before what was, once the farthest of that lies behind the last neighbour.
 */
export function chromaIndex(connection: ChromaConnection, shapeOf: ShapeOf): VectorIndex {
  return {
    search: (query) => search({ connection, query, shape: shapeOf(query.partition) }),
    count: async (partition) => (await connection.ask(partition, (collection) => collection.count())) ?? 0,
    partitions: () => listPartitions(connection),
    records: (partition) => readRecords(connection, partition),
  };
}

/** The partitions that have a collection. */
async function listPartitions(connection: ChromaConnection): Promise<readonly VectorPartition[]> {
  const names = await listCollectionNames(connection);
  return names.flatMap((name) => partitionOfName(connection.owner, name) ?? []);
}

/** All collections of the server, also those of others. */
export async function listCollectionNames(connection: ChromaConnection): Promise<readonly string[]> {
  const names: string[] = [];
  for (;;) {
    const some = await connection.request((client) => client.listCollections({ limit: page, offset: names.length }));
    names.push(...some.map(({ name }) => name));
    if (some.length < page) return names;
  }
}

interface Asked {
  readonly connection: ChromaConnection;
  readonly query: VectorQuery;
  readonly shape: VectorShape | null;
}

/** What is nearest with no regard to filters, more and more of it, until enough of it counts; where that is rare, the server filters. */
async function search(asked: Asked): Promise<readonly VectorNeighbour[]> {
  const { connection, query, shape } = asked;
  const { partition, k } = query;
  refuseOtherShape(query, shape);
  const hasFilter = query.symbols !== null || query.fromUtcMs !== null;
  if (query.symbols?.length === 0) return [];
  const first = (shape === null ? k : maskedFactor * k) + tieMargin;
  let size = hasFilter ? Math.max(filteredMin, 2 * k, first) : first;
  while (size <= fetchedMax) {
    const nearest = await fetchNearest(asked, { size, where: undefined });
    const counting = nearest.ranked.filter((it) => isWanted(it, query));
    if (isSettled(counting, { k, reach: nearest.reach })) return counting.slice(0, k);
    if (nearest.ranked.length < size) {
      const all = (await connection.ask(partition, (collection) => collection.count())) ?? 0;
      return nearest.ranked.length >= all ? counting.slice(0, k) : scan(asked);
    }
    size = nextSize(size, { k, counting: counting.length });
  }
  return searchFiltered(asked);
}

/** The server sorts out what does not count. Its walk may have missed some, or there are no more: then those that there are, are few. */
async function searchFiltered(asked: Asked): Promise<readonly VectorNeighbour[]> {
  const { query, shape } = asked;
  const { k } = query;
  const where = filterOf(query);
  const first = (shape === null ? k : Math.ceil(maskedFactorOfMany * k)) + tieMargin;
  for (let size = first; shape === null || size <= maskedFetchedMax; size *= 2) {
    const { ranked, reach } = await fetchNearest(asked, { size, where });
    const counting = ranked.filter((it) => isWanted(it, query));
    if (shape === null ? ranked.length >= k : isSettled(counting, { k, reach })) return counting.slice(0, k);
    if (ranked.length < size) break;
  }
  return scan(asked);
}

/** There are k, and whatever was not fetched lies farther than the last of them. */
const isSettled = (
  counting: readonly VectorNeighbour[],
  { k, reach }: { readonly k: number; readonly reach: number },
): boolean => {
  const last = counting[k - 1];
  return last !== undefined && last.distance < reach;
};

/** By the share that counted, and half as much again; at least four times as many. None is taken for one and a half. */
const nextSize = (size: number, { k, counting }: { readonly k: number; readonly counting: number }): number =>
  Math.max(4 * size, Math.ceil((1.5 * size * (k + tieMargin)) / Math.max(counting, 1.5)));

const isWanted = ({ symbol, knownAtUtcMs }: VectorNeighbour, { asOfUtcMs, fromUtcMs, symbols }: VectorQuery): boolean =>
  knownAtUtcMs <= asOfUtcMs &&
  (fromUtcMs === null || knownAtUtcMs >= fromUtcMs) &&
  (symbols === null || symbols.includes(symbol));

function filterOf({ asOfUtcMs, fromUtcMs, symbols }: VectorQuery): Where {
  const known: Where = { knownAtUtcMs: { $lte: asOfUtcMs } };
  const further: Where[] = [];
  if (fromUtcMs !== null) further.push({ knownAtUtcMs: { $gte: fromUtcMs } });
  if (symbols !== null) further.push({ symbol: { $in: [...symbols] } });
  return further.length === 0 ? known : { $and: [known, ...further] };
}

const recordsSchema = z.object({
  ids: z.array(z.string()),
  metadatas: z.array(chromaMetadataSchema),
  embeddings: z.array(z.array(z.number())),
});

/** One list for each vector that was asked for; where nothing was found there may be none. */
const nearestSchema = z.object({
  ids: z.array(recordsSchema.shape.ids),
  metadatas: z.array(recordsSchema.shape.metadatas),
  embeddings: z.array(recordsSchema.shape.embeddings),
});

const include: ('metadatas' | 'embeddings')[] = ['metadatas', 'embeddings'];

interface Nearest {
  /** By whole vectors, the nearest first. */
  readonly ranked: readonly VectorNeighbour[];
  /** What was not fetched lies no nearer than this, by what the server compares. */
  readonly reach: number;
}

async function fetchNearest(
  { connection, query: { partition, vector }, shape }: Asked,
  { size, where }: { readonly size: number; readonly where: Where | undefined },
): Promise<Nearest> {
  const embedding = [...vector.subarray(0, shape?.alwaysKnown)];
  const answer = await connection.ask(partition, (collection) =>
    collection.query({ queryEmbeddings: [embedding], nResults: size, include, ...(where && { where }) }),
  );
  if (answer === null) return { ranked: [], reach: 0 };
  const { ids, metadatas, embeddings } = parseAnswer(nearestSchema, answer);
  const records = { ids: ids[0] ?? [], metadatas: metadatas[0] ?? [], embeddings: embeddings[0] ?? [] };
  const fetched = recordsOf(records);
  return {
    ranked: rank(fetched, { vector, shape }),
    reach: fetched.reduce((far, other) => Math.max(far, knownDistanceAt(other.vector, 0, vector, shape)), 0),
  };
}

/** Every row that counts is compared: exact, and slow where they are many. */
async function scan({ connection, query, shape }: Asked): Promise<readonly VectorNeighbour[]> {
  const where = filterOf(query);
  let best: readonly VectorNeighbour[] = [];
  for (let offset = 0; ; offset += page) {
    const answer = await connection.ask(query.partition, (collection) =>
      collection.get({ where, limit: page, offset, include }),
    );
    const records = answer === null ? [] : recordsOf(parseAnswer(recordsSchema, answer));
    const counting = rank(records, { vector: query.vector, shape }).filter((it) => isWanted(it, query));
    best = [...best, ...counting].sort(byDistance).slice(0, query.k);
    if (records.length < page) return best;
  }
}

async function* readRecords(connection: ChromaConnection, partition: VectorPartition): AsyncGenerator<VectorRecord> {
  const listed = await connection.ask(partition, (collection) => collection.get({ include: [] }));
  const ids = listed === null ? [] : parseAnswer(recordsSchema.pick({ ids: true }), listed).ids.sort();
  for (let start = 0; start < ids.length; start += page) {
    const some = ids.slice(start, start + page);
    const answer = await connection.ask(partition, (collection) => collection.get({ ids: some, include }));
    // In an order of the server's own.
    if (answer !== null)
      yield* recordsOf(parseAnswer(recordsSchema, answer)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }
}

function recordsOf({ ids, metadatas, embeddings }: z.infer<typeof recordsSchema>): readonly VectorRecord[] {
  return ids.map((id, index) => {
    const metadata = metadatas[index];
    const numbers = embeddings[index];
    if (metadata === undefined || numbers === undefined) throw strangeAnswer('rows without their numbers');
    return recordOfChroma(id, numbers, metadata);
  });
}

/** The server's own distances are sums in float32: they are computed anew, so that both adapters say the same. */
const rank = (
  records: readonly VectorRecord[],
  { vector, shape }: { readonly vector: Float32Array; readonly shape: VectorShape | null },
): readonly VectorNeighbour[] =>
  records
    .map(({ vector: other, ...rest }) => ({ ...rest, distance: distanceAt(other, 0, vector, shape) }))
    .sort(byDistance);

const byDistance = (a: VectorNeighbour, b: VectorNeighbour): number =>
  a.distance - b.distance || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

function parseAnswer<T>(schema: z.ZodType<T>, answer: unknown): T {
  const parsed = schema.safeParse(answer);
  if (!parsed.success) throw strangeAnswer(z.prettifyError(parsed.error));
  return parsed.data;
}

const strangeAnswer = (reason: string): FaultError =>
  new FaultError(
    fault(
      'VECTORS_UNREACHABLE',
      "What answers in Chroma's place says what no Chroma says. Nothing was lost: the store's own vectors are searched.",
      { reason },
    ),
  );
