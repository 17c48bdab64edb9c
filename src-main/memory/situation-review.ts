import type { BarSeries } from '#shared/market/bar-series.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { Situation } from '#main/ports/situation-store.ts';
import { saveSituation, type SituationStores } from './save-situation.ts';

/** States come in many slices: the situations that stand in them are looked at when it has been quiet for so long, and so once. */
const restMs = 300;

const pageSize = 64;

interface Review {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly fromUtcMs: UtcMs;
  /** The last one that was looked at. */
  after: Pick<Situation, 'atUtcMs' | 'kind' | 'key'> | null;
  /** On the desk's clock. */
  readonly dueMs: number;
}

/** Looks at situations again when the states change in which they stand: oldest first, one symbol and timeframe after the other, in slices. */
export class SituationReview {
  readonly #stores: SituationStores;
  readonly #reviews = new Map<string, Review>();
  readonly #heardOf = new Set<string>();

  constructor(stores: SituationStores) {
    this.#stores = stores;
  }

  /** Everything once: what changed while nobody listened is told by nobody. */
  addAll(nowMs: number): void {
    for (const market of this.#stores.situations.markets()) this.#add(market, { fromUtcMs: beginning, nowMs });
  }

  /**
   * States of a series are others from a bar on. A series that is heard of for the first time may have become the one that the symbol's readers choose,
   * and then every situation stands in another market.
   */
  add(
    { symbol, timeframe, source, anchor }: BarSeries,
    span: { readonly fromUtcMs: UtcMs; readonly nowMs: number },
  ): void {
    const name = JSON.stringify([symbol, timeframe, source, anchor]);
    const isNew = !this.#heardOf.has(name);
    this.#heardOf.add(name);
    this.#add({ symbol, timeframe }, isNew ? { ...span, fromUtcMs: beginning } : span);
  }

  /** How many symbols and timeframes wait. */
  get size(): number {
    return this.#reviews.size;
  }

  /** When the next one is due, on the desk's clock; null where none waits. */
  dueMs(): number | null {
    return this.size === 0 ? null : Math.min(...[...this.#reviews.values()].map((review) => review.dueMs));
  }

  /** Goes on with the first that is due until the time is over; within the caller's transaction. What it says has to be called once that is committed. */
  advance({ nowMs, isOver }: { readonly nowMs: number; readonly isOver: () => boolean }): () => void {
    const review = [...this.#reviews.values()].find(({ dueMs }) => dueMs <= nowMs);
    if (review === undefined) return () => undefined;
    const { symbol, timeframe, fromUtcMs } = review;
    const page = this.#stores.situations.at({ symbol, timeframe, fromUtcMs, after: review.after, limit: pageSize });
    let done = 0;
    for (const situation of page) {
      saveSituation(situation, this.#stores);
      done += 1;
      if (isOver()) break;
    }
    const hasMore = done < page.length || page.length === pageSize;
    return () => {
      review.after = page[done - 1] ?? review.after;
      if (!hasMore) this.#reviews.delete(keyOf(review));
    };
  }

  #add(
    { symbol, timeframe }: Pick<Review, 'symbol' | 'timeframe'>,
    { fromUtcMs, nowMs }: { readonly fromUtcMs: UtcMs; readonly nowMs: number },
  ): void {
    const known = this.#reviews.get(keyOf({ symbol, timeframe }));
    this.#reviews.set(keyOf({ symbol, timeframe }), {
      symbol,
      timeframe,
      fromUtcMs: known === undefined || fromUtcMs < known.fromUtcMs ? fromUtcMs : known.fromUtcMs,
      after: known === undefined || (known.after !== null && known.after.atUtcMs >= fromUtcMs) ? null : known.after,
      dueMs: nowMs + restMs,
    });
  }
}

const beginning = utcMs(0);

const keyOf = ({ symbol, timeframe }: Pick<Review, 'symbol' | 'timeframe'>): string =>
  JSON.stringify([symbol, timeframe]);
