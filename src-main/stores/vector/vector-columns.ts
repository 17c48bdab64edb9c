import { assert, assertDefined } from '#shared/base/assert.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { VectorNeighbour, VectorRecord } from '#main/ports/vector-index.ts';
import { CompactIds } from './compact-ids.ts';
import { distanceAt } from './distance.ts';
import { grown } from './grown.ts';
import type { NearestRows } from './nearest-rows.ts';

/** What `Uint16Array` can tell apart; a broker has some hundreds. */
const symbolsMax = 65_536;

export interface RowSpan {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

/** Which rows a search looks at; null is every symbol. */
export interface RowFilter {
  readonly asOfUtcMs: number;
  readonly fromUtcMs: number;
  readonly symbols: readonly string[] | null;
}

/**
 * The vectors of one partition in columns. A row stays where it is for as long as the columns live: one that changes does so in its place, one that is
 * removed is known at no time, so that no filter lets it through, and comes back into the same row.
 */
export class VectorColumns {
  readonly #ids = new CompactIds();
  readonly #symbols: string[] = [];
  #components: number | null = null;
  #vectors = new Float32Array(0);
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

  get bytes(): number {
    return this.#ids.bytes + this.#vectors.byteLength + this.#knownAtUtcMs.byteLength + this.#symbolOf.byteLength;
  }

  put({ id, symbol, knownAtUtcMs, vector }: VectorRecord): void {
    const components = (this.#components ??= vector.length);
    assert(vector.length === components, () => `${id}: a vector of ${vector.length} among those of ${components}`);
    const before = this.length;
    const row = this.#ids.ensure(id);
    if (row === before || !this.#isThere(row)) this.#count += 1;
    this.#vectors = grown(this.#vectors, (row + 1) * components);
    this.#knownAtUtcMs = grown(this.#knownAtUtcMs, row + 1);
    this.#symbolOf = grown(this.#symbolOf, row + 1);
    this.#vectors.set(vector, row * components);
    this.#knownAtUtcMs[row] = knownAtUtcMs;
    this.#symbolOf[row] = this.#ensureSymbol(symbol);
  }

  remove(id: string): void {
    const row = this.#ids.find(id);
    if (row === null || !this.#isThere(row)) return;
    this.#knownAtUtcMs[row] = NaN;
    this.#count -= 1;
  }

  /** Offers the rows of a span that a filter lets through, with their distances: sums in float64 of float32 components. */
  scan(
    { from, to }: RowSpan,
    vector: Float32Array,
    { asOfUtcMs, fromUtcMs, symbols }: RowFilter,
    nearest: NearestRows,
  ): void {
    const vectors = this.#vectors;
    const asked = symbols === null ? null : new Set(symbols.map((symbol) => this.#symbols.indexOf(symbol)));
    for (let row = from; row < to; row++) {
      const knownAtUtcMs = this.#knownAtUtcMs[row] as number;
      if (!(knownAtUtcMs <= asOfUtcMs && knownAtUtcMs >= fromUtcMs)) continue;
      if (asked !== null && !asked.has(this.#symbolOf[row] as number)) continue;
      const distance = distanceAt(vectors, row * vector.length, vector);
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
    return { ...this.#describe(row), vector: this.#vectors.slice(row * components, (row + 1) * components) };
  }

  #describe(row: number): Omit<VectorRecord, 'vector'> {
    return {
      id: this.#ids.idAt(row),
      symbol: assertDefined(this.#symbols[this.#symbolOf[row] as number], 'each row has its symbol'),
      knownAtUtcMs: utcMs(this.#knownAtUtcMs[row] as number),
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
