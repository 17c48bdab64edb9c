import type { ChromaClient, Collection } from 'chromadb';
import { secondsToMs, type DurationMs } from '#shared/units/duration-ms.ts';
import type { Timers } from '#main/ports/timers.ts';
import type { VectorPartition } from '#main/ports/vector-index.ts';
import { chromaFault, isGone, noChromaFault } from './chroma-fault.ts';
import { collectionName } from './chroma-names.ts';

/** What a person waits for. */
const questionMsMax = secondsToMs(5);

/** What nobody waits for: hundreds of rows at once, on a machine that has much to do. */
export const bulkMsMax = secondsToMs(60);

/**
 * The nearest are found by walking a graph (HNSW, arXiv:1603.09320). With Chroma's own 16 neighbours a vector and 100 candidates when it is put,
 * 200 candidates at the search gave ≥ 0.99 of the nearest ten among 100,000 vectors of 24 independent normal components, which is harder than any market.
 */
const configuration = { hnsw: { space: 'l2', max_neighbors: 16, ef_construction: 100, ef_search: 200 } } as const;

export interface ChromaConnectionOptions {
  /** Where the server is now; null while there is none. */
  readonly url: () => URL | null;
  /** Letters and digits that tell this cockpit's collections from those of others on the same server. */
  readonly owner: string;
  readonly timers: Timers;
}

/**
 * The way to a Chroma server: each request has an end, and each failure is a FaultError. Its package is loaded with the first request. It keeps the
 * ids of collections, and asks for one again when the server does not know it any more.
 */
export class ChromaConnection implements Disposable {
  readonly owner: string;
  readonly #url: () => URL | null;
  readonly #timers: Timers;
  readonly #running = new Set<AbortController>();
  readonly #ids = new Map<string, string>();
  #isDisposed = false;

  constructor({ url, owner, timers }: ChromaConnectionOptions) {
    this.owner = owner;
    this.#url = url;
    this.#timers = timers;
  }

  /** One request of the client. Throws VECTORS_UNREACHABLE, VECTORS_REFUSED. */
  async request<T>(run: (client: ChromaClient) => Promise<T>, msMax: DurationMs = questionMsMax): Promise<T> {
    const { ChromaClient } = await import('chromadb');
    const url = this.#url();
    if (url === null) throw noChromaFault('it is not running');
    if (this.#isDisposed) throw noChromaFault('the cockpit is ending');
    const aborter = new AbortController();
    let waitedMs: number | null = null;
    const timer = this.#timers.after(msMax, () => {
      waitedMs = msMax;
      aborter.abort();
    });
    this.#running.add(aborter);
    try {
      // The client takes its signal when it is made, so each request has a client; making one costs microseconds.
      return await run(new ChromaClient({ ...addressOf(url), fetchOptions: { signal: aborter.signal } }));
    } catch (error) {
      throw chromaFault(error, { url, waitedMs });
    } finally {
      timer[Symbol.dispose]();
      this.#running.delete(aborter);
    }
  }

  /** One request of a partition's collection; null where there is none. */
  async ask<T>(
    partition: VectorPartition,
    run: (collection: Collection) => Promise<T>,
    msMax: DurationMs = questionMsMax,
  ): Promise<T | null> {
    const name = collectionName(this.owner, partition);
    const known = this.#ids.get(name);
    if (known !== undefined) {
      try {
        return await this.request((client) => run(client.collection(known)), msMax);
      } catch (error) {
        if (!isGone(error)) throw error;
        this.#ids.delete(name);
      }
    }
    const found = await this.#find(name);
    return found === null ? null : this.request((client) => run(client.collection(found)), msMax);
  }

  /** The same of a collection that is made where there is none. */
  async askOrMake<T>(
    partition: VectorPartition,
    run: (collection: Collection) => Promise<T>,
    msMax: DurationMs = questionMsMax,
  ): Promise<T> {
    const answer = await this.ask(partition, async (collection) => ({ of: await run(collection) }), msMax);
    if (answer !== null) return answer.of;
    const name = collectionName(this.owner, partition);
    const { id } = await this.request((client) =>
      client.getOrCreateCollection({ name, configuration, embeddingFunction: null }),
    );
    this.#ids.set(name, id);
    return this.request((client) => run(client.collection(id)), msMax);
  }

  /** Aborts what is under way: it ends as unreachable. */
  [Symbol.dispose](): void {
    this.#isDisposed = true;
    for (const aborter of this.#running) aborter.abort();
  }

  async #find(name: string): Promise<string | null> {
    try {
      const { id } = await this.request((client) => client.getCollection({ name }));
      this.#ids.set(name, id);
      return id;
    } catch (error) {
      if (isGone(error)) return null;
      throw error;
    }
  }
}

/** Names tenant and database, which the client would otherwise take from the environment. */
const addressOf = (url: URL) => ({
  host: url.hostname,
  port: url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port),
  ssl: url.protocol === 'https:',
  tenant: 'default_tenant',
  database: 'default_database',
});
