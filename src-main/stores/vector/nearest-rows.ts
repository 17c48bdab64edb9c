/**
 * The k nearest of the rows that it is offered, in a heap with the farthest at its root: each offer costs the logarithm of k, and nothing where the row
 * is farther than all. Of two at the same distance the one that comes first by `compare` is nearer.
 */
export class NearestRows {
  readonly #rows: Uint32Array;
  readonly #distances: Float64Array;
  readonly #compare: (a: number, b: number) => number;
  #size = 0;

  constructor(k: number, compare: (a: number, b: number) => number) {
    this.#rows = new Uint32Array(k);
    this.#distances = new Float64Array(k);
    this.#compare = compare;
  }

  /** The farthest that can still be among them. */
  get worst(): number {
    return this.#size < this.#rows.length ? Infinity : (this.#distances[0] ?? 0);
  }

  offer(row: number, distance: number): void {
    if (this.#size < this.#rows.length) return this.#rise(this.#size++, row, distance);
    const isNearer = this.#order(row, distance, this.#rows[0] ?? 0, this.#distances[0] ?? 0) < 0;
    if (isNearer) this.#sink(row, distance);
  }

  /** The nearest first. */
  sorted(): readonly { readonly row: number; readonly distance: number }[] {
    return Array.from(this.#rows.subarray(0, this.#size), (row, at) => ({
      row,
      distance: this.#distances[at] ?? 0,
    })).sort((a, b) => this.#order(a.row, a.distance, b.row, b.distance));
  }

  #order(row: number, distance: number, other: number, otherDistance: number): number {
    return distance - otherDistance || this.#compare(row, other);
  }

  #rise(from: number, row: number, distance: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const isFarther = this.#order(row, distance, this.#rows[parent] ?? 0, this.#distances[parent] ?? 0) > 0;
      if (!isFarther) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#rows[at] = row;
    this.#distances[at] = distance;
  }

  #sink(row: number, distance: number): void {
    let at = 0;
    for (let child = 1; child < this.#size; child = 2 * at + 1) {
      const farther = child + 1 < this.#size && this.#orderOf(child + 1, child) > 0 ? child + 1 : child;
      const isFarther = this.#order(this.#rows[farther] ?? 0, this.#distances[farther] ?? 0, row, distance) > 0;
      if (!isFarther) break;
      this.#move(farther, at);
      at = farther;
    }
    this.#rows[at] = row;
    this.#distances[at] = distance;
  }

  #orderOf(a: number, b: number): number {
    return this.#order(this.#rows[a] ?? 0, this.#distances[a] ?? 0, this.#rows[b] ?? 0, this.#distances[b] ?? 0);
  }

  #move(from: number, to: number): void {
    this.#rows[to] = this.#rows[from] ?? 0;
    this.#distances[to] = this.#distances[from] ?? 0;
  }
}
