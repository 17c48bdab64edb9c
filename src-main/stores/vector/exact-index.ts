import { assert } from '#shared/base/assert.ts';
import { fault, FaultError } from '#shared/base/fault.ts';
import type {
  ShapeOf,
  VectorChange,
  VectorIndex,
  VectorNeighbour,
  VectorPartition,
  VectorQuery,
  VectorRecord,
} from '#main/ports/vector-index.ts';
import { NearestRows } from './nearest-rows.ts';
import { partitionKey } from './partition-key.ts';
import { refuseOtherShape } from './refuse-other-shape.ts';
import { beginSlices, type Slices, type TurnsOfTheLoop } from './slices.ts';
import { sortInSlices } from './sort-in-slices.ts';
import { VectorColumns } from './vector-columns.ts';
import type { VectorRows } from './vector-rows.ts';

/** A million states of 22 components take 130 MB. Beyond the bound the partitions that were asked for least recently are let go. */
const bytesMax = 256 * 1024 * 1024;
/** Between two looks at the clock: some hundredths of a millisecond each. */
const bounds = { changesPerRead: 128, rowsPerLook: 32 };

export interface ExactIndexParts extends TurnsOfTheLoop {
  readonly rows: VectorRows;
  readonly shapeOf: ShapeOf;
  /** Of what is held in memory; one partition is held whatever it takes. */
  readonly bytesMax?: number;
}

/**
 * Compares with every vector of a partition, which it holds in memory from the first question on, and reads on what has changed before each answer: it
 * is in step always, and exact. One question at a time, in slices with a turn of the loop in between, so that no row changes under a search.
 */
export class ExactIndex implements VectorIndex {
  readonly #parts: ExactIndexParts;
  readonly #held = new Map<string, VectorColumns>();
  #epoch: string | null = null;
  #revision = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: ExactIndexParts) {
    this.#parts = parts;
  }

  /** VECTORS_REFUSED where the vector has another length than those of the partition. */
  search(query: VectorQuery): Promise<readonly VectorNeighbour[]> {
    assert(query.k >= 1, 'a search asks for one neighbour at least');
    return this.#afterTheOthers(async (slices) => {
      const columns = await this.#columnsOf(query.partition, slices);
      if (columns.components !== null && columns.components !== query.vector.length) throw otherLength(query, columns);
      const nearest = new NearestRows(query.k, columns.compareIds);
      const asked = { vector: query.vector, shape: this.#parts.shapeOf(query.partition) };
      refuseOtherShape(query, asked.shape);
      const filter = { ...query, fromUtcMs: query.fromUtcMs ?? 0 };
      for (let block = 0; block < columns.blocks; block++) {
        columns.scan(block, asked, filter, nearest);
        if (slices.isOver()) await slices.turn();
      }
      return nearest.sorted().map(({ row, distance }) => columns.neighbourAt(row, distance));
    });
  }

  count(partition: VectorPartition): Promise<number> {
    return this.#afterTheOthers(async (slices) => (await this.#columnsOf(partition, slices)).count);
  }

  partitions(): Promise<readonly VectorPartition[]> {
    return Promise.resolve(this.#parts.rows.partitions());
  }

  /** As of the moment when the first is asked for, without what is removed while they are read. */
  async *records(partition: VectorPartition): AsyncGenerator<VectorRecord, void> {
    const columns = await this.#afterTheOthers((slices) => this.#columnsOf(partition, slices));
    const slices = beginSlices(this.#parts);
    const order = new Uint32Array(columns.length);
    for (let row = 0; row < order.length; row++) order[row] = row;
    await sortInSlices(order, columns.compareIds, slices);
    for (const row of order) {
      const record = columns.recordAt(row);
      if (record !== null) yield record;
      if (slices.isOver()) await slices.turn();
    }
  }

  /** One after another: two at once would take as long, and what one of them reads on would change the rows below the other. */
  #afterTheOthers<T>(run: (slices: Slices) => Promise<T>): Promise<T> {
    const begin = (): Promise<T> => run(beginSlices(this.#parts));
    // Whoever asked before hears of its own failure; it is no matter of who comes next.
    const answer = this.#last.then(begin, begin);
    this.#last = answer;
    return answer;
  }

  async #columnsOf(partition: VectorPartition, slices: Slices): Promise<VectorColumns> {
    const key = partitionKey(partition);
    await this.#readOn(slices);
    // Again where a new life of the rows has begun while they were read.
    for (let held = this.#held.get(key); ; held = this.#held.get(key)) {
      if (held !== undefined) return this.#touch(key, held);
      this.#held.set(key, await this.#load(partition, slices));
      await this.#readOn(slices);
    }
  }

  async #load(partition: VectorPartition, slices: Slices): Promise<VectorColumns> {
    const columns = new VectorColumns();
    let untilLook = bounds.rowsPerLook;
    for (const record of this.#parts.rows.records(partition)) {
      columns.put(record);
      if (--untilLook > 0) continue;
      untilLook = bounds.rowsPerLook;
      if (slices.isOver()) await slices.turn();
    }
    return columns;
  }

  /** What has changed in the partitions that are held. One that is loaded meanwhile needs no more than what changed since the last time: rows are read as they are. */
  async #readOn(slices: Slices): Promise<void> {
    const { rows } = this.#parts;
    const epoch = rows.epoch();
    const newest = rows.newest();
    if (epoch !== this.#epoch) this.#held.clear();
    if (this.#held.size === 0) this.#revision = newest;
    this.#epoch = epoch;
    while (this.#revision < newest && rows.epoch() === epoch) {
      const changes = rows.after(this.#revision, bounds.changesPerRead);
      for (const change of changes) this.#apply(change);
      this.#revision = changes.at(-1)?.revision ?? newest;
      if (slices.isOver()) await slices.turn();
    }
    if (rows.epoch() !== epoch) await this.#readOn(slices);
  }

  #apply(change: VectorChange): void {
    const columns = this.#held.get(partitionKey(change.partition));
    if (change.kind === 'put') columns?.put(change.record);
    else columns?.remove(change.id);
  }

  #touch(key: string, columns: VectorColumns): VectorColumns {
    this.#held.delete(key);
    this.#held.set(key, columns);
    let bytes = 0;
    for (const held of this.#held.values()) bytes += held.bytes;
    for (const [oldest, held] of this.#held) {
      if (bytes <= (this.#parts.bytesMax ?? bytesMax) || oldest === key) break;
      bytes -= held.bytes;
      this.#held.delete(oldest);
    }
    return columns;
  }
}

const otherLength = ({ partition, vector }: VectorQuery, { components }: VectorColumns): FaultError =>
  new FaultError(
    fault(
      'VECTORS_REFUSED',
      `A vector of ${vector.length} components cannot be compared with those of ${components}.`,
      {
        partition: partitionKey(partition),
        given: vector.length,
        stored: components,
      },
    ),
  );
