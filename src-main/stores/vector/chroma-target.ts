import { z } from 'zod';
import type { ProjectionMark, ProjectionStore, ProjectionTarget } from '#main/ports/projection.ts';
import type { ShapeOf, VectorChange, VectorPartition, VectorRecord, VectorShape } from '#main/ports/vector-index.ts';
import { bulkMsMax, type ChromaConnection } from './chroma-connection.ts';
import { isGone } from './chroma-fault.ts';
import { chromaIndex, listCollectionNames } from './chroma-index.ts';
import { isOwnName, markName } from './chroma-names.ts';
import { chromaRow, type ChromaRow } from './chroma-rows.ts';
import { countDifference } from './count-difference.ts';
import { partitionKey } from './partition-key.ts';
import type { TurnsOfTheLoop } from './slices.ts';
import type { VectorRows } from './vector-rows.ts';

/** Changes between two marks, each of which takes the server about as long as writing forty rows. */
export const chromaBatchMax = 1000;

/** Rows in one request. Chroma takes at most 5461, and is hardly faster with more; packing so many holds up the loop for three milliseconds. */
const rowsPerRequest = 500;

const markSchema = z.object({ epoch: z.string(), revision: z.number().int().nonnegative() });

export interface ChromaTargetOptions extends TurnsOfTheLoop {
  readonly connection: ChromaConnection;
  readonly projections: Pick<ProjectionStore, 'mark' | 'saveMark' | 'deadLetterCount'>;
  readonly rows: VectorRows;
  readonly shapeOf: ShapeOf;
}

/**
 * Chroma as a mirror of the stored vectors. Its mark stands there, in a collection without rows, and in the market's file: a Chroma that was emptied,
 * is another cockpit's or comes from an older copy shows it by its own mark, a market's file from an older copy by the other one; the earlier counts.
 * Where Chroma was out of reach meanwhile, its rows are counted, too.
 */
export function chromaTarget({
  connection,
  projections,
  rows,
  shapeOf,
  ...turns
}: ChromaTargetOptions): ProjectionTarget<VectorChange> {
  const name = 'chroma';
  const index = chromaIndex(connection, shapeOf);
  let isCounted = false;

  const saveMark = async (mark: ProjectionMark): Promise<void> => {
    await writeMark(connection, mark);
    projections.saveMark(name, mark);
  };

  /** Each change that has yet to be brought there, and each that was refused for good, may make a difference of one row. */
  const explained = (mark: ProjectionMark): number =>
    rows.depth(mark.revision) + projections.deadLetterCount('vectors');

  return {
    name,
    mark: async () => {
      try {
        const there = await readMark(connection);
        const here = projections.mark(name);
        if (there === null || here?.epoch !== there.epoch) return null;
        const mark = here.revision < there.revision ? here : there;
        if (!isCounted && (await countDifference(index, rows, turns)) > explained(mark)) return null;
        isCounted = true;
        return mark;
      } catch (error) {
        isCounted = false;
        throw error;
      }
    },
    begin: async (epoch) => {
      projections.saveMark(name, null);
      // The mark first: whatever ends this, there is none for what is left.
      await removeCollection(connection, markName(connection.owner));
      for (const own of await listCollectionNames(connection))
        if (isOwnName(connection.owner, own)) await removeCollection(connection, own);
      await saveMark({ epoch, revision: 0 });
      isCounted = true;
    },
    apply: async (changes, mark) => {
      for (const { partition, puts, removals } of sortByPartition(changes)) {
        for (let start = 0; start < puts.length; start += rowsPerRequest)
          await put(connection, partition, rowsOf(puts.slice(start, start + rowsPerRequest), shapeOf(partition)));
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

interface PutRows {
  readonly ids: string[];
  readonly embeddings: number[][];
  readonly metadatas: ChromaRow['metadata'][];
}

function rowsOf(records: readonly VectorRecord[], shape: VectorShape | null): PutRows {
  const rows = records.map((record) => chromaRow(record, shape));
  return {
    ids: records.map(({ id }) => id),
    embeddings: rows.map(({ embedding }) => embedding),
    metadatas: rows.map(({ metadata }) => metadata),
  };
}

const put = (connection: ChromaConnection, partition: VectorPartition, rows: PutRows): Promise<void> =>
  connection.askOrMake(partition, (collection) => collection.upsert(rows), bulkMsMax);

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
