import { assert, assertDefined } from '#shared/base/assert.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { VectorNeighbour, VectorRecord, VectorShape } from '#main/ports/vector-index.ts';
import { CompactIds } from './compact-ids.ts';
import { distanceAt } from './distance.ts';
import { grown } from './grown.ts';
import type { NearestRows } from './nearest-rows.ts';

/** Vectors lie in blocks of so many components: a column that grew as a whole would be copied as a whole, which takes longer than a slice. */
const componentsPerBlock = 65_536;

/** What `Uint16Array` can tell apart; a broker has some hundreds. */
const symbolsMax = 65_536;

/** Which rows a search looks at; null is every symbol. */
export interface RowFilter {
  readonly asOfUtcMs: number;
  readonly fromUtcMs: number;
  readonly symbols: readonly string[] | null;
}

/** What the rows are compared with, and what may be unknown in them. */
export interface AskedVector {
  readonly vector: Float32Array;
  readonly shape: VectorShape | null;
}

/**
 * The vectors of one partition in columns. A row stays where it is for as long as the columns live: one that changes does so in its place, one that is
 * removed is known at no time, so that no filter lets it through, and comes back into the same row.
 */
export class VectorColumns {
  readonly #ids = new CompactIds();
  readonly #symbols: string[] = [];
  #components: number | null = null;
  readonly #blocks: Float32Array[] = [];
  /** NaN where the record is removed. */
  #knownAtUtcMs = new Float64Array(0);
  #symbolOf = new Uint16Array(0);
  #count = 0;

  /** Records that are there. */
  get count(): number {
    return this.#count;
  }

  /** Rows, those of removed records too. */
  get length(): number {
    return this.#ids.length;
  }

  /** Of each vector; null before the first one. */
  get components(): number | null {
    return this.#components;
  }

  /** In which a search looks at them, one after the other. */
  get blocks(): number {
    return this.#blocks.length;
  }

  get bytes(): number {
    const vectors = this.#blocks.length * (this.#blocks[0]?.byteLength ?? 0);
    return this.#ids.bytes + vectors + this.#knownAtUtcMs.byteLength + this.#symbolOf.byteLength;
  }

  put({ id, symbol, knownAtUtcMs, vector }: VectorRecord): void {
    const components = (this.#components ??= vector.length);
    assert(vector.length === components, () => `${id}: a vector of ${vector.length} among those of ${components}`);
    const before = this.length;
    const row = this.#ids.ensure(id);
    if (row === before || !this.#isThere(row)) this.#count += 1;
    this.#knownAtUtcMs = grown(this.#knownAtUtcMs, row + 1);
    this.#symbolOf = grown(this.#symbolOf, row + 1);
    this.#blockOf(row, components).set(vector, (row % rowsPerBlock(components)) * components);
    this.#knownAtUtcMs[row] = knownAtUtcMs;
    this.#symbolOf[row] = this.#ensureSymbol(symbol);
  }

  remove(id: string): void {
    const row = this.#ids.find(id);
    if (row === null || !this.#isThere(row)) return;
    this.#knownAtUtcMs[row] = NaN;
    this.#count -= 1;
  }

  /** Offers the rows of a block that a filter lets through, with their distances. */
  scan(
    block: number,
    { vector, shape }: AskedVector,
    { asOfUtcMs, fromUtcMs, symbols }: RowFilter,
    nearest: NearestRows,
  ): void {
    const vectors = assertDefined(this.#blocks[block], 'a block of the columns');
    const from = block * rowsPerBlock(vector.length);
    const to = Math.min(this.length, from + rowsPerBlock(vector.length));
    const asked = symbols === null ? null : new Set(symbols.map((symbol) => this.#symbols.indexOf(symbol)));
    for (let row = from, place = 0; row < to; row++, place += vector.length) {
      const knownAtUtcMs = this.#knownAtUtcMs[row] ?? NaN;
      if (!(knownAtUtcMs <= asOfUtcMs && knownAtUtcMs >= fromUtcMs)) continue;
      if (asked !== null && !asked.has(this.#symbolOf[row] ?? 0)) continue;
      const distance = distanceAt(vectors, place, vector, shape);
      if (distance <= nearest.worst) nearest.offer(row, distance);
    }
  }

  readonly compareIds = (a: number, b: number): number => this.#ids.compare(a, b);

  neighbourAt(row: number, distance: number): VectorNeighbour {
    return { ...this.#describe(row), distance };
  }

  /** Null where it has been removed. */
  recordAt(row: number): VectorRecord | null {
    if (!this.#isThere(row)) return null;
    const components = assertDefined(this.#components, 'a row has a vector');
    const place = (row % rowsPerBlock(components)) * components;
    return { ...this.#describe(row), vector: this.#blockOf(row, components).slice(place, place + components) };
  }

  #blockOf(row: number, components: number): Float32Array {
    const block = Math.floor(row / rowsPerBlock(components));
    return (this.#blocks[block] ??= new Float32Array(rowsPerBlock(components) * components));
  }

  #describe(row: number): Omit<VectorRecord, 'vector'> {
    return {
      id: this.#ids.idAt(row),
      symbol: assertDefined(this.#symbols[this.#symbolOf[row] ?? 0], 'each row has its symbol'),
      knownAtUtcMs: utcMs(this.#knownAtUtcMs[row] ?? NaN),
    };
  }

  #isThere(row: number): boolean {
    return !Number.isNaN(this.#knownAtUtcMs[row]);
  }

  #ensureSymbol(symbol: string): number {
    const known = this.#symbols.indexOf(symbol);
    if (known >= 0) return known;
    assert(this.#symbols.length < symbolsMax, 'a partition holds no more symbols than a number of 16 bits counts');
    return this.#symbols.push(symbol) - 1;
  }
}

const rowsPerBlock = (components: number): number => Math.ceil(componentsPerBlock / components);
