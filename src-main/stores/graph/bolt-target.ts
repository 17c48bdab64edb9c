import { z } from 'zod';
import type { GraphChange, GraphLink } from '#main/ports/graph-store.ts';
import type { ProjectionMark, ProjectionTarget } from '#main/ports/projection.ts';
import type { BoltConnection, RunStatement } from './bolt-connection.ts';
import { labelOf, markLabel, propertiesOf, recordLabel, typeOf, type Space } from './bolt-names.ts';
import { runsOf, type Run } from './bolt-runs.ts';

type Transactions = Pick<BoltConnection, 'address' | 'read' | 'write'>;

/**
 * The graph on a server, as far as it lies in one space. Changes and their mark are committed together, so after a commit of which it is not known
 * whether it happened the mark says it. Everything may be told twice.
 */
export function boltTarget(connection: Transactions, space: Space): ProjectionTarget<GraphChange> {
  return {
    name: connection.address,
    mark: () =>
      connection.read(async (run) => {
        const text = `MATCH (n:${markLabel} {space: $space}) RETURN n.epoch AS epoch, n.revision AS revision`;
        const [row] = await run(text, { space: space.name });
        return markSchema.safeParse(row).data ?? null;
      }),
    begin: async (epoch) => {
      // Without a mark from here on: whoever breaks off leaves nothing that could be mistaken for a whole.
      await connection.write((run) => run(`MATCH (n:${markLabel} {space: $space}) DELETE n`, { space: space.name }));
      for (const statement of removals) while (await removeSome(connection, statement, space));
      await connection.write((run) => putMark(run, space, { epoch, revision: 0 }));
    },
    apply: (changes, mark) =>
      connection.write(async (run) => {
        for (const one of runsOf(changes)) await applyRun(run, space, one);
        await putMark(run, space, mark);
      }),
  };
}

const markSchema = z.object({ epoch: z.string().min(1), revision: z.number().int().nonnegative() }).readonly();

/** How much one transaction removes: a server keeps all of it in memory until the commit. */
const removedMax = 5000;

/** Links first: a symbol may have any number of them. */
const removals = [
  `MATCH (:${recordLabel} {_space: $space})-[r]->() WITH r LIMIT ${removedMax} DELETE r RETURN count(*) AS removed`,
  `MATCH (n:${recordLabel} {_space: $space}) WITH n LIMIT ${removedMax} DETACH DELETE n RETURN count(*) AS removed`,
];

const removeSome = async (connection: Transactions, statement: string, space: Space): Promise<boolean> => {
  const [row] = await connection.write((run) => run(statement, { space: space.name }));
  return row?.removed !== 0;
};

async function putMark(run: RunStatement, space: Space, mark: ProjectionMark): Promise<void> {
  const text = `MERGE (n:${markLabel} {space: $space}) SET n.epoch = $epoch, n.revision = $revision`;
  await run(text, { space: space.name, ...mark });
}

/** Labels and types cannot be parameters of a statement: it is one statement a kind. */
async function applyRun(
  run: RunStatement,
  space: Space,
  { nodes, links, removedLinks, removedNodes }: Run,
): Promise<void> {
  for (const [kind, rows] of nodes) {
    await run(`UNWIND $rows AS row MERGE (n:${recordLabel} {_key: row._key}) SET n = row, n:${labelOf(kind)}`, {
      rows: rows.map((node) => propertiesOf(space, node)),
    });
  }
  for (const [kind, rows] of links) {
    await run(
      `UNWIND $rows AS row
       MERGE (a:${recordLabel} {_key: row.from}) ON CREATE SET a._space = $space
       MERGE (b:${recordLabel} {_key: row.to}) ON CREATE SET b._space = $space
       MERGE (a)-[:${typeOf(kind)}]->(b)`,
      { rows: rows.map(endsIn(space)), space: space.name },
    );
  }
  for (const [kind, rows] of removedLinks) {
    await run(
      `UNWIND $rows AS row
       MATCH (:${recordLabel} {_key: row.from})-[r:${typeOf(kind)}]->(:${recordLabel} {_key: row.to}) DELETE r`,
      { rows: rows.map(endsIn(space)) },
    );
  }
  if (removedNodes.length === 0) return;
  await run(`UNWIND $keys AS key MATCH (n:${recordLabel} {_key: key}) DETACH DELETE n`, {
    keys: removedNodes.map(space.keyOf),
  });
}

const endsIn =
  (space: Space) =>
  ({ from, to }: GraphLink): { readonly from: string; readonly to: string } => ({
    from: space.keyOf(from),
    to: space.keyOf(to),
  });
