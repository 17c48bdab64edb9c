import { once } from 'node:events';
import { chmodSync, copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ProjectionName } from '#shared/contract/memory.ts';
import { startCuttingProxy, type CuttingProxy } from '#main/testkit/cutting-proxy.ts';
import { startHostileHttpProxy, type HostileHttpProxy, type ProxyMood } from '#main/testkit/hostile-http-proxy.ts';
import { findRealChroma, realChromaTest, startRealChroma, type RealChroma } from '#main/testkit/real-chroma.ts';
import { realNeo4jTest, startRealNeo4j, whyNoRealNeo4j, type RealNeo4j } from '#main/testkit/real-neo4j.ts';
import { nodeLauncher } from './node-launcher.ts';
import { inBoundedTime, startRemembering, type Remembering } from './remembering.suite.ts';
import { temporaryDataFolder, type TemporaryFolder } from './while-cockpit-runs.suite.ts';

let folder: TemporaryFolder;

beforeEach(() => {
  folder = temporaryDataFolder();
});

afterEach(() => {
  folder[Symbol.dispose]();
});

const rowsOf = { vectors: 'exact', graph: 'embedded' } as const;
const serverOf = { vectors: 'chroma', graph: 'bolt' } as const;

interface Falling {
  readonly life: Remembering;
  readonly projection: ProjectionName;
  readonly fall: () => void | Promise<void>;
  readonly mend: () => void | Promise<void>;
}

/** One rung down when the server falls, and up again behind it, with all that happened meanwhile. */
async function fallAndClimb({ life, projection, fall, mend }: Falling): Promise<void> {
  const [rows, server] = [rowsOf[projection], serverOf[projection]];
  const answeringBy = (adapter: string): string =>
    projection === 'vectors' ? `${adapter}, embedded` : `exact, ${adapter}`;
  await life.untilInStep(projection);
  const before = await life.asks[projection]();
  expect([before.adapter, life.lamp()]).toMatchObject([server, { level: 'ok', detail: answeringBy(server) }]);

  await fall();
  expect(await inBoundedTime(life.asks[projection])).toEqual({ ...before, adapter: rows });
  const { attempts, fault } = await life.untilFault(projection);
  expect([attempts > 0, fault?.code]).toEqual([
    true,
    projection === 'vectors' ? 'VECTORS_UNREACHABLE' : 'GRAPH_UNREACHABLE',
  ]);
  expect(life.lamp()).toEqual({ name: 'memory', level: 'warning', code: 'rungDown', detail: rows });
  life.goOn();
  expect(await inBoundedTime(life.asks[projection])).toMatchObject({ adapter: rows });

  await mend();
  await life.untilInStep(projection);
  expect(life.lamp()).toMatchObject({ level: 'ok', detail: answeringBy(server) });
  const after = await life.asks[projection]();
  expect(after.adapter).toBe(server);
}

describe.skipIf(findRealChroma().kind === 'absent')(realChromaTest('a Chroma server that somebody else runs'), () => {
  let chroma: RealChroma;
  let proxy: HostileHttpProxy;

  beforeAll(async () => {
    chroma = await startRealChroma();
    proxy = await startHostileHttpProxy(chroma.url);
  });

  afterAll(async () => {
    await proxy[Symbol.asyncDispose]();
    await chroma[Symbol.asyncDispose]();
  });

  const startLife = (): Promise<Remembering> =>
    startRemembering({ path: folder.path, memory: { vectors: proxy.url.origin } });

  async function holdTheSame(life: Remembering): Promise<void> {
    const { exact, chroma: copy } = await life.held({ chroma: chroma.url });
    expect(copy).toEqual(exact);
    expect(exact.rows).toBeGreaterThan(80);
  }

  const turnsTo = (mood: ProxyMood): Pick<Falling, 'fall' | 'mend'> => ({
    fall: () => void (proxy.mood = mood),
    mend: () => void (proxy.mood = 'passes'),
  });

  const faults: readonly (readonly [string, () => Pick<Falling, 'fall' | 'mend'>])[] = [
    ['answers 500', () => turnsTo('fails')],
    ['hangs', () => turnsTo('hangs')],
    ['answers nonsense', () => turnsTo('garbage')],
    ['breaks off', () => turnsTo('resets')],
    ['refuses', () => ({ fall: proxy.refuse, mend: proxy.accept })],
    ['is killed', () => ({ fall: chroma.kill, mend: chroma.restart })],
  ];

  test.for(faults)('that %s: the store answers, the lamp says so, and it climbs back', async ([, turns]) => {
    await using life = await startLife();
    await fallAndClimb({ life, projection: 'vectors', ...turns() });
    await holdTheSame(life);
  });

  test('that is not there at the start is found once it is', async () => {
    await proxy.refuse();
    await using life = await startLife();
    const { fault } = await life.untilFault('vectors');
    expect(fault?.code).toBe('VECTORS_UNREACHABLE');
    expect(life.lamp()).toMatchObject({ code: 'rungDown', detail: 'exact' });
    await proxy.accept();
    await life.untilInStep('vectors');
    await holdTheSame(life);
  });
});

describe.skipIf(findRealChroma().kind === 'absent')(realChromaTest('a Chroma server of our own'), () => {
  const program = findRealChroma();
  const launcher = nodeLauncher(new URL('../hosts/headless.ts', import.meta.url).href);

  /** What is started for Chroma: a shell that says how. */
  function script(lines: string): string {
    mkdirSync(folder.path, { recursive: true });
    const file = path.join(folder.beside, 'chroma');
    writeFileSync(file, `#!/bin/sh\n${lines}\n`);
    chmodSync(file, 0o755);
    return file;
  }

  const real = program.kind === 'ready' ? program.command : '';

  test('that finds its port taken is started on another one, and answers', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const mark = path.join(folder.beside, 'was-started');
    // As Chroma is told: run --path FOLDER --host HOST --port PORT.
    const command = script(
      `if [ ! -e '${mark}' ]; then touch '${mark}'; exec '${real}' run --path "$3" --host "$5" --port ${port}; fi\nexec '${real}' "$@"`,
    );
    await using life = await startRemembering({
      path: folder.path,
      memory: { vectors: 'auto', chromaCommand: command },
      launcher,
    });
    const { fault } = await life.untilFault('vectors');
    expect(fault?.code).toBe('VECTORS_UNREACHABLE');
    expect(await life.asks.vectors()).toMatchObject({ adapter: 'exact' });
    expect(life.lamp()).toMatchObject({ code: 'rungDown', detail: 'exact' });
    await life.untilInStep('vectors');
    expect(existsSync(mark)).toBe(true);
    expect(await life.asks.vectors()).toMatchObject({ adapter: 'chroma' });
    expect(life.health('vectors').server).not.toContain(`:${port}`);
    other.close();
  });

  test('whose program is not there yet is started once it is', async () => {
    const command = path.join(folder.beside, 'chroma');
    await using life = await startRemembering({
      path: folder.path,
      memory: { vectors: 'auto', chromaCommand: command },
      launcher,
    });
    const { fault } = await life.untilFault('vectors');
    expect(fault?.message).toContain(command);
    expect(await life.asks.vectors()).toMatchObject({ adapter: 'exact' });
    expect(life.lamp()).toMatchObject({ code: 'rungDown', detail: 'exact' });
    script(`exec '${real}' "$@"`);
    await life.untilInStep('vectors');
    expect(await life.asks.vectors()).toMatchObject({ adapter: 'chroma' });
  });
});

describe.skipIf(whyNoRealNeo4j() !== null)(realNeo4jTest('a graph server'), () => {
  let neo4j: RealNeo4j;
  let proxy: CuttingProxy;

  beforeAll(async () => {
    neo4j = await startRealNeo4j();
    proxy = await startCuttingProxy(neo4j.port);
  });

  afterAll(async () => {
    await proxy[Symbol.asyncDispose]();
    await neo4j[Symbol.asyncDispose]();
  });

  /** With the password in its file. */
  function startLife(
    wish: { readonly password?: string; readonly certificateFile?: string | null } = {},
  ): Promise<Remembering> {
    const { password = neo4j.password, certificateFile = null } = wish;
    mkdirSync(folder.path, { recursive: true });
    writeFileSync(path.join(folder.path, 'graph-password'), `${password}\n`, { mode: 0o600 });
    const graph = { url: `bolt://127.0.0.1:${proxy.port}`, user: neo4j.user, certificateFile };
    return startRemembering({ path: folder.path, memory: { vectors: 'exact', graph } });
  }

  async function holdTheSame(life: Remembering): Promise<void> {
    const { user, password } = neo4j;
    const url = `bolt://127.0.0.1:${neo4j.port}`;
    const { embedded, bolt } = await life.held({
      bolt: { url, user, password, certificateFile: null, database: null },
    });
    expect(bolt).toEqual(embedded);
    expect(embedded.rows).toBeGreaterThan(20);
  }

  const faults: readonly (readonly [string, () => Pick<Falling, 'fall' | 'mend'>])[] = [
    ['refuses', () => ({ fall: proxy.refuse, mend: proxy.accept })],
    ['hangs', () => ({ fall: proxy.hang, mend: proxy.flow })],
    ['is killed', () => ({ fall: neo4j.kill, mend: neo4j.restart })],
  ];

  test.for(faults)('that %s: the store answers, the lamp says so, and it climbs back', async ([, turns]) => {
    await using life = await startLife();
    await fallAndClimb({ life, projection: 'graph', ...turns() });
    await holdTheSame(life);
  });

  test.for([
    ['password', 'GRAPH_UNAUTHORIZED', () => ({ password: 'not this one' })],
    [
      'certificate',
      'GRAPH_UNTRUSTED',
      () => {
        const certificateFile = path.join(folder.beside, 'other-authority.crt');
        writeFileSync(certificateFile, rootCertificates[0] ?? '');
        return { certificateFile };
      },
    ],
  ] as const)(
    'with a wrong %s the store answers, the lamp says so, and the next start with the right one climbs back',
    async ([, code, wrong]) => {
      {
        await using life = await startLife(wrong());
        const { fault } = await life.untilFault('graph');
        expect(fault?.code).toBe(code);
        expect(JSON.stringify(fault)).not.toContain('not this one');
        expect(life.lamp()).toEqual({ name: 'memory', level: 'warning', code: 'rungDown', detail: 'embedded' });
        expect(await inBoundedTime(life.asks.graph)).toMatchObject({ adapter: 'embedded' });
      }
      await using life = await startLife({ certificateFile: neo4j.certificateFile });
      await life.untilInStep('graph');
      expect(await life.asks.graph()).toMatchObject({ adapter: 'bolt' });
      expect(life.lamp()).toMatchObject({ level: 'ok', detail: 'exact, bolt' });
      await holdTheSame(life);
    },
  );

  test('whose certificate is put right in its file is reached without another start', async () => {
    const certificateFile = path.join(folder.beside, 'authority.crt');
    writeFileSync(certificateFile, rootCertificates[0] ?? '');
    await using life = await startLife({ certificateFile });
    const { fault } = await life.untilFault('graph');
    expect(fault?.code).toBe('GRAPH_UNTRUSTED');
    copyFileSync(neo4j.certificateFile, certificateFile);
    await life.untilInStep('graph');
    expect(await life.asks.graph()).toMatchObject({ adapter: 'bolt' });
  });
});
