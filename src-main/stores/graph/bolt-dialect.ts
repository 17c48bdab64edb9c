import { markLabel, recordLabel } from './bolt-names.ts';

/** What a server is asked for at the start, each statement by itself, so that keys are unique and found quickly. */
export type Dialect = readonly string[];

/** Neo4j 4.4 and later: an existing rule is passed over. A constraint brings its index along. */
const neo4j: Dialect = [
  `CREATE CONSTRAINT ats_record_key IF NOT EXISTS FOR (n:${recordLabel}) REQUIRE n._key IS UNIQUE`,
  `CREATE INDEX ats_record_space IF NOT EXISTS FOR (n:${recordLabel}) ON (n._space)`,
  `CREATE CONSTRAINT ats_projection_space IF NOT EXISTS FOR (n:${markLabel}) REQUIRE n.space IS UNIQUE`,
];

/** Memgraph knows no IF NOT EXISTS here, and its constraints bring no index. Not verified on a server. */
const memgraph: Dialect = [
  `CREATE CONSTRAINT ON (n:${recordLabel}) ASSERT n._key IS UNIQUE`,
  `CREATE INDEX ON :${recordLabel}(_key)`,
  `CREATE INDEX ON :${recordLabel}(_space)`,
  `CREATE CONSTRAINT ON (n:${markLabel}) ASSERT n.space IS UNIQUE`,
  `CREATE INDEX ON :${markLabel}(space)`,
];

/** By what a server says that it is: `Neo4j/5.26.24`, or `Neo4j/v5.11.0 compatible graph database server - Memgraph`. */
export const dialectOf = (agent: string): Dialect => (/memgraph/i.test(agent) ? memgraph : neo4j);

/** A rule that is there already, as either server puts it. */
export const isThereAlready = (error: unknown): boolean =>
  error instanceof Error &&
  (/already ?exists/i.test(error.message) || ('code' in error && String(error.code).endsWith('AlreadyExists')));
