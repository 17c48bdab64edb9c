import { z } from 'zod';
import type { ChangeFeed, ProjectionMark, ProjectionStore, ProjectionTarget } from '#main/ports/projection.ts';
import type { VectorChange, VectorIndex, VectorPartition, VectorRecord } from '#main/ports/vector-index.ts';
import { bulkMsMax, type ChromaConnection } from './chroma-connection.ts';
import { isGone } from './chroma-fault.ts';
import { chromaIndex, listCollectionNames } from './chroma-index.ts';
import { isOwnName, markName } from './chroma-names.ts';
import { partitionKey } from './partition-key.ts';

/** Rows in one request: more are hardly faster (Chroma takes at most 5461), and hold up the loop for longer while they are packed. */
export const chromaBatchMax = 1000;

const markSchema = z.object({ epoch: z.string(), revision: z.number().int().nonnegative() });

export interface ChromaTargetOptions {
  readonly connection: ChromaConnection;
  readonly marks: Pick<ProjectionStore, 'mark' | 'saveMark'>;
  readonly feed: Pick<ChangeFeed<VectorChange>, 'depth'>;
  /** What the stores hold, to count it. */
  readonly stored: Pick<VectorIndex, 'partitions' | 'count'>;
}

/**
 * Chroma as a mirror of the stored vectors. Its mark stands there, in a collection without rows, and in the market's file: a Chroma that was emptied,
 * is another cockpit's or comes from an older copy shows it by its own mark, a market's file from an older copy by the other one; the earlier counts.
 * Where Chroma was out of reach meanwhile, its rows are counted, too.
 */
export function chromaTarget({ connection, marks, feed, stored }: ChromaTargetOptions): ProjectionTarget<VectorChange> {
  const name = 'chroma';
  const index = chromaIndex(connection);
  let isCounted = false;

  const saveMark = async (mark: ProjectionMark): Promise<void> => {
    await writeMark(connection, mark);
    marks.saveMark(name, mark);
  };

  return {
    name,
    mark: async () => {
      try {
        const there = await readMark(connection);
        const here = marks.mark(name);
        if (there === null || here?.epoch !== there.epoch) return null;
        const mark = here.revision < there.revision ? here : there;
        // Rows that have yet to be brought there may each make a difference of one.
        if (!isCounted && (await countDifference(index, stored)) > feed.depth(mark.revision)) return null;
        isCounted = true;
        return mark;
      } catch (error) {
        isCounted = false;
        throw error;
      }
    },
    begin: async (epoch) => {
      marks.saveMark(name, null);
      // The mark first: whatever ends this, there is none for what is left.
      await removeCollection(connection, markName(connection.owner));
      for (const own of await listCollectionNames(connection))
        if (isOwnName(connection.owner, own)) await removeCollection(connection, own);
      await saveMark({ epoch, revision: 0 });
    },
    apply: async (changes, mark) => {
      for (const { partition, puts, removals } of sortByPartition(changes)) {
        if (puts.length > 0) await put(connection, partition, puts);
        if (removals.length > 0)
          await connection.ask(partition, (collection) => collection.delete({ ids: removals }), bulkMsMax);
      }
      await saveMark(mark);
    },
  };
}

interface PartitionChanges {
  readonly partition: VectorPartition;
  readonly puts: VectorRecord[];
  readonly removals: string[];
}

/** The last change of each row is all that counts; rows do not hang on each other. */
function sortByPartition(changes: readonly VectorChange[]): Iterable<PartitionChanges> {
  const lasts = new Map<string, VectorChange>();
  for (const change of changes)
    lasts.set(
      JSON.stringify([partitionKey(change.partition), change.kind === 'put' ? change.record.id : change.id]),
      change,
    );
  const sorted = new Map<string, PartitionChanges>();
  for (const change of lasts.values()) {
    const key = partitionKey(change.partition);
    const of = sorted.get(key) ?? { partition: change.partition, puts: [], removals: [] };
    sorted.set(key, of);
    if (change.kind === 'put') of.puts.push(change.record);
    else of.removals.push(change.id);
  }
  return sorted.values();
}

const put = (
  connection: ChromaConnection,
  partition: VectorPartition,
  records: readonly VectorRecord[],
): Promise<void> =>
  connection.askOrMake(
    partition,
    (collection) =>
      collection.upsert({
        ids: records.map(({ id }) => id),
        embeddings: records.map(({ vector }) => [...vector]),
        metadatas: records.map(({ symbol, knownAtUtcMs }) => ({ symbol, knownAtUtcMs })),
      }),
    bulkMsMax,
  );

async function readMark(connection: ChromaConnection): Promise<ProjectionMark | null> {
  try {
    const { metadata } = await connection.request((client) =>
      client.getCollection({ name: markName(connection.owner) }),
    );
    return markSchema.safeParse(metadata).data ?? null;
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

async function writeMark(connection: ChromaConnection, mark: ProjectionMark): Promise<void> {
  const metadata = { ...mark };
  await connection.request(async (client) => {
    const name = markName(connection.owner);
    const collection = await client.getOrCreateCollection({ name, metadata, embeddingFunction: null });
    await collection.modify({ metadata });
  });
}

async function removeCollection(connection: ChromaConnection, name: string): Promise<void> {
  try {
    await connection.request((client) => client.deleteCollection({ name }), bulkMsMax);
  } catch (error) {
    // It has gone already.
    if (!isGone(error)) throw error;
  }
}

/** By how many rows the partitions differ at least. */
async function countDifference(index: VectorIndex, stored: ChromaTargetOptions['stored']): Promise<number> {
  const partitions = new Map<string, VectorPartition>();
  for (const partition of [...(await index.partitions()), ...(await stored.partitions())])
    partitions.set(partitionKey(partition), partition);
  let difference = 0;
  for (const partition of partitions.values())
    difference += Math.abs((await index.count(partition)) - (await stored.count(partition)));
  return difference;
}
