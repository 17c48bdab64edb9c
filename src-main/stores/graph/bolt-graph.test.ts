import { afterAll, beforeAll, test } from 'vitest';
import type { GraphChange, GraphReads } from '#main/ports/graph-store.ts';
import { realNeo4jTest, whyNoRealNeo4j } from '#main/testkit/real-neo4j.ts';
import { startBoltRig, type BoltRig } from './bolt-rig.suite.ts';
import { boltGraph } from './bolt-graph.ts';
import { spaceOf } from './bolt-names.ts';
import { boltTarget } from './bolt-target.ts';
import { graphContract } from './graph.suite.ts';

const isAbsent = whyNoRealNeo4j() !== null;

let rig: BoltRig;
let spaces = 0;

beforeAll(async () => {
  if (!isAbsent) rig = await startBoltRig();
});

afterAll(async () => {
  if (!isAbsent) await rig[Symbol.asyncDispose]();
});

async function makeGraph(): Promise<{ graph: GraphReads; apply: (changes: readonly GraphChange[]) => Promise<void> }> {
  const { connection, until } = rig.connect();
  await until('up');
  spaces += 1;
  const space = spaceOf(`space ${spaces}`);
  const target = boltTarget(connection, space);
  await target.begin('epoch');
  return {
    graph: boltGraph(connection, space),
    apply: (changes) => target.apply(changes, { epoch: 'epoch', revision: changes.at(-1)?.revision ?? 0 }),
  };
}

if (isAbsent) test.skip(realNeo4jTest('the graph on a server'), () => undefined);
else {
  graphContract('the graph on a real Neo4j', async () => ({
    ...(await makeGraph()),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }));
}
