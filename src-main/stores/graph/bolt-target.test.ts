import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { FaultCode } from '#shared/base/fault-codes.ts';
import { FaultError } from '#shared/base/fault.ts';
import { kindOf, recordId, type LinkKind, type RecordId } from '#shared/trading/record-id.ts';
import type { GraphChange } from '#main/ports/graph-store.ts';
import type { ProjectionTarget } from '#main/ports/projection.ts';
import type { Passing, Verdict } from '#main/testkit/cutting-proxy.ts';
import { cutAtRandom } from '#main/testkit/cutting-proxy.ts';
import { realNeo4jTest, whyNoRealNeo4j } from '#main/testkit/real-neo4j.ts';
import { boltGraph } from './bolt-graph.ts';
import { spaceOf } from './bolt-names.ts';
import { startBoltRig, type BoltRig, type Tried } from './bolt-rig.suite.ts';
import { boltTarget } from './bolt-target.ts';
import { hashGraph } from './hash-graph.ts';

const isAbsent = whyNoRealNeo4j() !== null;

let rig: BoltRig;
let tried: Tried;

beforeAll(async () => {
  if (isAbsent) return;
  rig = await startBoltRig();
  tried = rig.connect();
  await tried.until('up');
});

afterAll(async () => {
  if (!isAbsent) await rig[Symbol.asyncDispose]();
});

let revision = 0;

const node = (id: RecordId, said = 0): GraphChange => ({
  kind: 'putNode',
  revision: ++revision,
  node: { id, kind: kindOf(id), knownAtUtcMs: null, facts: { said } },
});

const link = (from: RecordId, kind: LinkKind, to: RecordId): GraphChange => ({
  kind: 'putLink',
  revision: ++revision,
  link: { from, kind, to },
});

/** The message that ends a transaction, by itself in a chunk of two bytes (Bolt, "Message structure", COMMIT is 0x12). */
const commit = Buffer.from('0002b0120000', 'hex');

const isCommit = ({ from, bytes }: Passing): boolean => from === 'client' && bytes.includes(commit);

describe.skipIf(isAbsent)(realNeo4jTest('the graph as a target, on a real Neo4j'), () => {
  let spaces = 0;

  const makeTarget = async (): Promise<{
    target: ProjectionTarget<GraphChange>;
    graph: ReturnType<typeof boltGraph>;
  }> => {
    await tried.until('up');
    spaces += 1;
    const space = spaceOf(`target ${spaces}`);
    return { target: boltTarget(tried.connection, space), graph: boltGraph(tried.connection, space) };
  };

  afterEach(() => rig.proxy.judge(null));

  const codeOf = (work: Promise<unknown>): Promise<FaultCode | null> =>
    work.then(
      () => null,
      (error: unknown) => {
        if (error instanceof FaultError) return error.fault.code;
        throw error;
      },
    );

  test('it holds nothing of ours before it was begun, and from then on says how far it has come', async () => {
    const { target } = await makeTarget();
    expect(await target.mark()).toBeNull();
    await target.begin('first');
    expect(await target.mark()).toEqual({ epoch: 'first', revision: 0 });
    await target.apply([node('order:1')], { epoch: 'first', revision: 7 });
    expect(await target.mark()).toEqual({ epoch: 'first', revision: 7 });
    await target.apply([], { epoch: 'first', revision: 9 });
    expect(await target.mark()).toEqual({ epoch: 'first', revision: 9 });
  });

  test('a life that is begun anew has nothing of the one before, and leaves all that is not ours', async () => {
    const [ours, others] = [await makeTarget(), await makeTarget()];
    await tried.connection.write((run) => run('CREATE (:Order {name: "of somebody else"})'));
    const changes = [node('order:1'), node('symbol:XAUUSD'), link('order:1', 'ofSymbol', 'symbol:XAUUSD')];
    for (const { target } of [ours, others]) {
      await target.begin('first');
      await target.apply(changes, { epoch: 'first', revision: 3 });
    }
    await ours.target.begin('second');
    expect(await ours.target.mark()).toEqual({ epoch: 'second', revision: 0 });
    expect(await ours.graph.counts()).toEqual({ nodes: 0, links: 0 });
    expect(await others.target.mark()).toEqual({ epoch: 'first', revision: 3 });
    expect(await others.graph.counts()).toEqual({ nodes: 2, links: 1 });
    const rows = await tried.connection.read((run) =>
      run('MATCH (n:Order) WHERE n._key IS NULL RETURN n.name AS name'),
    );
    expect(rows).toEqual([{ name: 'of somebody else' }]);
  });

  test('more than one transaction removes is removed', async () => {
    const { target, graph } = await makeTarget();
    await target.begin('first');
    const orders = Array.from({ length: 6000 }, (_, index) => recordId('order', String(index)));
    await target.apply(
      orders.map((id) => node(id)),
      { epoch: 'first', revision: 1 },
    );
    await target.apply(
      orders.map((id) => link(id, 'ofSymbol', 'symbol:XAUUSD')),
      { epoch: 'first', revision: 2 },
    );
    expect((await graph.counts()).links).toBe(6000);
    await target.begin('second');
    expect(await graph.counts()).toEqual({ nodes: 0, links: 0 });
  });

  test('a link may come before its records: they are not there until they are told', async () => {
    const { target, graph } = await makeTarget();
    await target.begin('first');
    await target.apply([link('deal:1', 'partOf', 'trade:1#1')], { epoch: 'first', revision: 1 });
    expect(await graph.node('deal:1')).toBeNull();
    expect(await graph.chain({ id: 'deal:1', nodesMax: 9 })).toEqual({ nodes: [], links: [], isCut: false });
    expect((await graph.counts()).nodes).toBe(0);
    await target.apply([node('deal:1'), node('trade:1#1')], { epoch: 'first', revision: 3 });
    expect(await graph.chain({ id: 'deal:1', nodesMax: 9 })).toMatchObject({
      nodes: { length: 2 },
      links: { length: 1 },
    });
  });

  test('cut before its commit, nothing of it is there; cut behind it, all of it is: the mark says which', async () => {
    const { target, graph } = await makeTarget();
    await target.begin('first');
    rig.proxy.judge((passing) => (isCommit(passing) ? 'cut' : 'pass'));
    expect(await codeOf(target.apply([node('order:1')], { epoch: 'first', revision: 5 }))).toBe('GRAPH_UNREACHABLE');
    rig.proxy.judge(null);
    await tried.until('up');
    expect(await target.mark()).toEqual({ epoch: 'first', revision: 0 });
    expect(await graph.node('order:1')).toBeNull();

    let isCommitted = false;
    rig.proxy.judge((passing): Verdict => {
      if (isCommit(passing)) isCommitted = true;
      return isCommitted && passing.from === 'server' ? 'cut' : 'pass';
    });
    expect(await codeOf(target.apply([node('order:1')], { epoch: 'first', revision: 5 }))).toBe('GRAPH_UNREACHABLE');
    rig.proxy.judge(null);
    await tried.until('up');
    expect(await target.mark()).toEqual({ epoch: 'first', revision: 5 });
    expect(await graph.node('order:1')).toMatchObject({ facts: { said: 0 } });
  });

  test('a begin that was cut leaves no mark behind that could be mistaken', async () => {
    const { target } = await makeTarget();
    await target.begin('first');
    await target.apply([node('order:1'), node('order:2')], { epoch: 'first', revision: 2 });
    let commits = 0;
    rig.proxy.judge((passing) => (isCommit(passing) && ++commits === 2 ? 'cut' : 'pass'));
    expect(await codeOf(target.begin('second'))).toBe('GRAPH_UNREACHABLE');
    rig.proxy.judge(null);
    await tried.until('up');
    expect(await target.mark()).toBeNull();
  });

  test('a change that the server does not take is refused, with all that it was told together with', async () => {
    const { target, graph } = await makeTarget();
    await target.begin('first');
    // A rule of somebody else's, on a server that is shared.
    await tried.connection.write((run) => run('CREATE CONSTRAINT odd FOR (n:Lesson) REQUIRE n.said IS UNIQUE'));
    const alike = [node('order:1'), node('lesson:1', 5), node('lesson:2', 5)];
    expect(await codeOf(target.apply(alike, { epoch: 'first', revision: 3 }))).toBe('GRAPH_REFUSED');
    await tried.connection.write((run) => run('DROP CONSTRAINT odd'));
    expect(tried.connection.state.kind).toBe('up');
    expect(await graph.counts()).toEqual({ nodes: 0, links: 0 });
    expect(await target.mark()).toEqual({ epoch: 'first', revision: 0 });
  });

  test('cut at random again and again, in the end it says the same as where nobody disturbs', async () => {
    const [disturbed, calm] = [await makeTarget(), await makeTarget()];
    const batches = Array.from({ length: 12 }, (_, batch) =>
      Array.from({ length: 10 }, (_, index) => recordId('deal', `${batch}-${index}`)).flatMap((id, index) => [
        node(id, batch * index),
        link(id, 'partOf', recordId('trade', `${batch % 3}#${index}`)),
        node(recordId('trade', `${batch % 3}#${index}`), batch),
      ]),
    );
    for (const { target } of [disturbed, calm]) await target.begin('first');
    for (const [index, batch] of batches.entries())
      await calm.target.apply(batch, { epoch: 'first', revision: index + 1 });
    rig.proxy.judge(cutAtRandom(11, 0.02));
    const cutsBefore = rig.proxy.cuts();
    for (let done = 0; done < batches.length;) {
      await tried.until('up');
      const code = await codeOf(
        disturbed.target.apply(batches[done] ?? [], { epoch: 'first', revision: done + 1 }).then(async () => {
          done = (await disturbed.target.mark())?.revision ?? 0;
        }),
      );
      if (code !== null) expect(code).toBe('GRAPH_UNREACHABLE');
    }
    rig.proxy.judge(null);
    await tried.until('up');
    expect(rig.proxy.cuts()).toBeGreaterThan(cutsBefore);
    expect(await hashGraph(disturbed.graph)).toEqual(await hashGraph(calm.graph));
  });
});
