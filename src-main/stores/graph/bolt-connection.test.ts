import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { FaultError, type Fault } from '#shared/base/fault.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import { realNeo4jTest, whyNoRealNeo4j } from '#main/testkit/real-neo4j.ts';
import { realTime } from '#main/testkit/real-time.ts';
import { startBoltRig, type BoltRig, type Tried } from './bolt-rig.suite.ts';

const isAbsent = whyNoRealNeo4j() !== null;

let rig: BoltRig;

beforeAll(async () => {
  if (!isAbsent) rig = await startBoltRig();
});

afterAll(async () => {
  if (!isAbsent) await rig[Symbol.asyncDispose]();
});

describe.skipIf(isAbsent)(realNeo4jTest('a connection to a real Neo4j'), () => {
  afterEach(async () => {
    rig.proxy.judge(null);
    rig.proxy.flow();
    await rig.proxy.accept();
  });

  const one = ({ connection }: Tried): Promise<unknown> => connection.read((run) => run('RETURN 1 AS one'));

  const faultOf = async (work: Promise<unknown>): Promise<Fault> => {
    const error: unknown = await work.then(
      () => 'it was answered',
      (thrown: unknown) => thrown,
    );
    if (error instanceof FaultError) return error.fault;
    throw new Error(`no fault: ${String(error)}`);
  };

  const msOf = async (work: Promise<unknown>): Promise<number> => {
    const start = performance.now();
    await work;
    return performance.now() - start;
  };

  test('connects, says who answers, and answers with plain numbers and words', async () => {
    const tried = rig.connect();
    const { server } = await tried.until('up');
    expect(server).toBe(`Neo4j/5.26.24 at bolt://127.0.0.1:${rig.proxy.port}`);
    expect(tried.states.map(({ kind }) => kind)).toEqual(['connecting', 'up']);
    const rows = await tried.connection.read((run) =>
      run('RETURN $n AS n, 1 AS one, "ü" AS word, null AS no', { n: 2.5 }),
    );
    expect(rows).toEqual([{ n: 2.5, one: 1, word: 'ü', no: null }]);
  });

  test('takes an address that asks the server for the way', async () => {
    const tried = rig.connect({ server: { url: `neo4j://127.0.0.1:${rig.proxy.port}`, database: 'neo4j' } });
    await tried.until('up');
    expect(await one(tried)).toEqual([{ one: 1 }]);
  });

  test('prepares its keys once: a second connection finds them', async () => {
    await rig.connect().until('up');
    const tried = rig.connect();
    await tried.until('up');
    const rows = await tried.connection.read((run) => run('SHOW CONSTRAINTS YIELD name RETURN name ORDER BY name'));
    expect(rows).toEqual([{ name: 'ats_projection_space' }, { name: 'ats_record_key' }]);
  });

  test('a statement that can never succeed is refused, and the connection stays', async () => {
    const tried = rig.connect();
    await tried.until('up');
    expect(await faultOf(tried.connection.read((run) => run('THIS IS NOT CYPHER')))).toMatchObject({
      code: 'GRAPH_REFUSED',
      facts: { reason: expect.stringContaining('SyntaxError') },
    });
    expect(await faultOf(tried.connection.read((run) => run('CREATE (n:Nothing)')))).toMatchObject({
      code: 'GRAPH_REFUSED',
    });
    expect(await one(tried)).toEqual([{ one: 1 }]);
    expect(tried.states.map(({ kind }) => kind)).toEqual(['connecting', 'up']);
  });

  test('what a transaction wrote is undone where its work fails', async () => {
    const tried = rig.connect();
    await tried.until('up');
    const broken = tried.connection.write(async (run) => {
      await run('CREATE (:Undone)');
      await run('THIS IS NOT CYPHER');
    });
    expect(await faultOf(broken)).toMatchObject({ code: 'GRAPH_REFUSED' });
    expect(await tried.connection.read((run) => run('MATCH (n:Undone) RETURN count(n) AS count'))).toEqual([
      { count: 0 },
    ]);
  });

  test('before it is up it refuses at once, with what is to blame', async () => {
    await rig.proxy.refuse();
    const tried = rig.connect();
    expect(await faultOf(one(tried))).toMatchObject({ code: 'GRAPH_UNREACHABLE' });
    const down = await tried.until('down');
    expect(down.fault).toMatchObject({
      code: 'GRAPH_UNREACHABLE',
      facts: { server: `bolt://127.0.0.1:${rig.proxy.port}`, reason: expect.stringContaining('ECONNREFUSED') },
    });
    expect(await faultOf(one(tried))).toEqual(down.fault);
  });

  test('refused, it tries again with longer waits, and goes on by itself when the server is there', async () => {
    await rig.proxy.refuse();
    const tried = rig.connect();
    await expect.poll(() => tried.states.filter(({ kind }) => kind === 'down').length).toBeGreaterThan(3);
    const attempts = tried.states.flatMap((state) => (state.kind === 'down' ? [state.attempts] : []));
    expect(attempts.slice(0, 4)).toEqual([1, 2, 3, 4]);
    expect(tried.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
    await rig.proxy.accept();
    await tried.until('up');
    expect(await one(tried)).toEqual([{ one: 1 }]);
  });

  test('a wrong password is not tried again for long, and no secret is told', async () => {
    const password = 'hunter2 is wrong';
    const tried = rig.connect({ server: { password } });
    const down = await tried.until('down');
    expect(down).toMatchObject({ attempts: 1, fault: { code: 'GRAPH_UNAUTHORIZED' } });
    expect(down.nextAttemptAtMs - realTime.monotonicClock.nowMs()).toBeGreaterThan(15_000);
    expect(await faultOf(one(tried))).toEqual(down.fault);
    await wait(500);
    expect(tried.states.map(({ kind }) => kind)).toEqual(['connecting', 'down']);
    expect(JSON.stringify([tried.states, tried.lines])).not.toContain(password);
  });

  test('no password at all is a wrong one', async () => {
    const down = await rig.connect({ server: { user: '', password: null } }).until('down');
    expect(down.fault.code).toBe('GRAPH_UNAUTHORIZED');
  });

  test('a database that is not there is a server that cannot be used, not a statement of ours', async () => {
    const down = await rig.connect({ server: { database: 'nosuch' } }).until('down');
    expect(down.fault).toMatchObject({
      code: 'GRAPH_UNREACHABLE',
      facts: { reason: expect.stringContaining('DatabaseNotFound') },
    });
  });

  describe('encrypted', () => {
    const url = (scheme: string): string => `${scheme}://127.0.0.1:${rig.proxy.port}`;

    test('takes a certificate whose authority it was given, whatever the address says', async () => {
      const { certificateFile } = rig.neo4j;
      for (const scheme of ['bolt+s', 'bolt']) {
        const tried = rig.connect({ server: { url: url(scheme), certificateFile } });
        await tried.until('up');
        expect(await one(tried)).toEqual([{ one: 1 }]);
      }
    });

    test('takes any certificate where it was told to', async () => {
      const tried = rig.connect({ server: { url: url('bolt+ssc') } });
      expect((await tried.until('up')).server).toContain(url('bolt+ssc'));
    });

    test('does not take a certificate that nobody vouches for, and says nothing to that server', async () => {
      const tried = rig.connect({ server: { url: url('bolt+s') } });
      const down = await tried.until('down');
      expect(down.fault).toMatchObject({
        code: 'GRAPH_UNTRUSTED',
        facts: { reason: expect.stringMatching(/self[-_ ]signed/i) },
      });
      expect(down.nextAttemptAtMs - realTime.monotonicClock.nowMs()).toBeGreaterThan(15_000);
    });

    test('does not take the certificate of another authority, nor a file that holds none', async () => {
      const file = join(tmpdir(), `ats-authority-${process.pid}.crt`);
      for (const text of [rootCertificates[0] ?? '', 'no certificate']) {
        await writeFile(file, text);
        const down = await rig.connect({ server: { url: url('bolt+s'), certificateFile: file } }).until('down');
        expect(down.fault).toMatchObject({ code: 'GRAPH_UNTRUSTED' });
      }
      await rm(file);
      const down = await rig.connect({ server: { url: url('bolt+s'), certificateFile: file } }).until('down');
      expect(down.fault).toMatchObject({
        code: 'GRAPH_UNTRUSTED',
        facts: { reason: expect.stringContaining('ENOENT') },
      });
    });
  });

  test('a server that hangs is lost after the time of a transaction, and comes back', async () => {
    const tried = rig.connect({ limits: { readMsMax: durationMs(300), connectMsMax: durationMs(2000) } });
    await tried.until('up');
    rig.proxy.hang();
    const ms = await msOf(faultOf(one(tried)).then((fault) => expect(fault.code).toBe('GRAPH_UNREACHABLE')));
    expect(ms).toBeLessThan(3000);
    expect(tried.connection.state.kind).not.toBe('up');
    rig.proxy.flow();
    await tried.until('up');
    expect(await one(tried)).toEqual([{ one: 1 }]);
  });

  test('a server that hangs while one connects is tried again', async () => {
    rig.proxy.hang();
    const tried = rig.connect({ limits: { connectMsMax: durationMs(250) } });
    const down = await tried.until('down');
    expect(down.fault.code).toBe('GRAPH_UNREACHABLE');
    rig.proxy.flow();
    await expect.poll(() => tried.connection.state.kind, { timeout: 20_000 }).toBe('up');
  });

  test('a slow server is waited for', async () => {
    const tried = rig.connect();
    await tried.until('up');
    rig.proxy.delay(100);
    expect(await one(tried)).toEqual([{ one: 1 }]);
    rig.proxy.delay(0);
  });

  test('a transaction that is cut is lost at once, and the next one finds the server', async () => {
    const tried = rig.connect();
    await tried.until('up');
    rig.proxy.judge(({ from }) => (from === 'server' ? 'cut' : 'pass'));
    expect(await faultOf(one(tried))).toMatchObject({ code: 'GRAPH_UNREACHABLE' });
    rig.proxy.judge(null);
    await tried.until('up');
    expect(await one(tried)).toEqual([{ one: 1 }]);
  });

  test('transactions that stand in each other’s way are tried again, and all of them succeed', async () => {
    const tried = rig.connect();
    await tried.until('up');
    const bump = (first: string, second: string): Promise<unknown> =>
      tried.connection.write(async (run) => {
        for (const name of [first, second])
          await run('MERGE (n:Bumped {name: $name}) SET n.count = coalesce(n.count, 0) + 1', { name });
      });
    await bump('a', 'b');
    await Promise.all(Array.from({ length: 4 }, (_, index) => (index % 2 === 0 ? bump('a', 'b') : bump('b', 'a'))));
    const rows = await tried.connection.read((run) => run('MATCH (n:Bumped) RETURN n.count AS count'));
    expect(rows).toEqual([{ count: 5 }, { count: 5 }]);
  });

  test('something else behind the port is not taken for a graph', async () => {
    const http = createServer((_, response) => response.end('hello'));
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    const address = http.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const down = await rig.connect({ server: { url: `bolt://127.0.0.1:${port}` } }).until('down');
    expect(down.fault.code).toBe('GRAPH_UNREACHABLE');
    http.close();
  });

  test('ends at once while it is up, while it waits, and while the server hangs', async () => {
    const up = rig.connect();
    await up.until('up');
    rig.proxy.hang();
    const hanging = faultOf(one(up));
    const connecting = rig.connect();
    await wait(50);
    const waiting = rig.connect({ server: { certificateFile: '/nowhere/at-all.crt' } });
    await waiting.until('down');
    for (const { connection, states } of [up, connecting, waiting]) {
      const told = states.length;
      expect(await msOf(connection[Symbol.asyncDispose]())).toBeLessThan(1000);
      expect(connection.state).toEqual({ kind: 'off' });
      expect(states).toHaveLength(told);
    }
    expect(await hanging).toMatchObject({ code: 'GRAPH_UNREACHABLE' });
    expect(await faultOf(one(up))).toMatchObject({ code: 'GRAPH_UNREACHABLE' });
  });

  test('the server is killed and started again: what was written is there, and the connection too', async () => {
    const tried = rig.connect();
    await tried.until('up');
    await tried.connection.write((run) => run('CREATE (:Kept {word: "kept"})'));
    await rig.neo4j.kill();
    expect(await faultOf(one(tried))).toMatchObject({ code: 'GRAPH_UNREACHABLE' });
    await tried.until('down');
    await rig.neo4j.restart();
    await tried.until('up');
    expect(await tried.connection.read((run) => run('MATCH (n:Kept) RETURN n.word AS word'))).toEqual([
      { word: 'kept' },
    ]);
  });
});
