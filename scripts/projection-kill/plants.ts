import path from 'node:path';
import Database from 'better-sqlite3';
import { ChromaClient } from 'chromadb';
import neo4j from 'neo4j-driver';
import { assert } from '#shared/base/assert.ts';
import type { Servers } from './servers.ts';

export interface PlantedAt {
  /** An engine runs on it, and is in step. */
  readonly dataFolder: string;
  readonly servers: Servers;
  readonly chromaUrl: URL | null;
}

/** Does to a holder what a projector could do that does not keep its word. */
export type Plant = (at: PlantedAt) => Promise<void>;

/**
 * Faults that a cockpit could have, planted from outside when all is in step: one for each holder. None of them exists in the product; each has to be
 * found by the hashes, or they would show nothing of the product either.
 */
const plants = {
  /** One number of one state is another, and nobody was told. */
  vectors: inMarket(
    `UPDATE states SET packed = zeroblob(length(packed)) WHERE packed IS NOT NULL AND revision = (
       SELECT max(revision) FROM states WHERE packed IS NOT NULL)`,
  ),
  /** A link was never written. */
  graph: inMarket(
    'DELETE FROM graph_links WHERE revision = (SELECT max(revision) FROM graph_links WHERE is_removed = 0)',
  ),
  /** A vector did not arrive in Chroma. */
  chroma: async ({ chromaUrl }) => {
    assert(chromaUrl !== null, 'a Chroma server is taken in');
    const client = new ChromaClient({ host: chromaUrl.hostname, port: Number(chromaUrl.port), ssl: false });
    const collections = await client.listCollections();
    const quotes = collections.find(({ name }) => name.includes('quotes'));
    const { ids } = (await quotes?.get({ limit: 1, include: [] })) ?? { ids: [] };
    assert(ids.length === 1, 'it holds a vector');
    await quotes?.delete({ ids });
  },
  /** A record says something else on the Bolt server. */
  bolt: async ({ servers: { bolt } }) => {
    assert(bolt !== null, 'a Bolt server is taken in');
    const { port, user, password } = bolt.neo4j;
    const driver = neo4j.driver(`bolt://127.0.0.1:${port}`, neo4j.auth.basic(user, password));
    try {
      await driver.executeQuery('MATCH (n:Deal) WITH n ORDER BY n._key LIMIT 1 SET n.price = n.price + 1');
    } finally {
      await driver.close();
    }
  },
} as const satisfies Readonly<Record<string, Plant>>;

export type PlantName = keyof typeof plants;

export const plantNames = Object.keys(plants) as PlantName[];

export const plantOf = (name: PlantName): Plant => plants[name];

function inMarket(sql: string): Plant {
  return ({ dataFolder }) => {
    const market = new Database(path.join(dataFolder, 'market.db'), { timeout: 5_000 });
    try {
      const { changes } = market.prepare(sql).run();
      assert(changes === 1, 'the fault is planted');
    } finally {
      market.close();
    }
    return Promise.resolve();
  };
}
