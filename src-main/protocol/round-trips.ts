/** PINGs that were not answered yet; of more than this the oldest is forgotten. */
export const openPingsMax = 64;

/** Numbers our PINGs and measures how long each PONG took. */
export class RoundTrips {
  readonly #sentAtMs = new Map<number, number>();
  #lastId = 0;

  /** The number of the next PING. */
  next(nowMs: number): number {
    this.#lastId += 1;
    this.#sentAtMs.set(this.#lastId, nowMs);
    if (this.#sentAtMs.size > openPingsMax) this.#sentAtMs.delete(this.#lastId - openPingsMax);
    return this.#lastId;
  }

  /** Milliseconds since that PING, or null where it is not known (never sent, answered before, or forgotten). */
  end(id: number, nowMs: number): number | null {
    const sentAtMs = this.#sentAtMs.get(id);
    if (sentAtMs === undefined) return null;
    this.#sentAtMs.delete(id);
    return nowMs - sentAtMs;
  }
}
