import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { endWithParent } from './end-with-parent.ts';
import { realPartsFolder } from './real-parts-folder.ts';

/** 5.26 is the last long-term release that runs on Java 17. */
export const neo4jVersion = '5.26.24';

/** Where `scripts/real-parts` puts the server's libraries: there as a whole or not at all. */
export const neo4jLibraries = join(realPartsFolder, 'neo4j', neo4jVersion);

/** A real Neo4j on a folder and a port of its own, which ends with this process. It takes both plain and encrypted connections. */
export interface RealNeo4j extends AsyncDisposable {
  readonly port: number;
  readonly user: 'neo4j';
  readonly password: string;
  /** It signed itself, for 127.0.0.1 and localhost. */
  readonly certificateFile: string;
  /** Kill −9, and all that was acknowledged stays. */
  readonly kill: () => Promise<void>;
  /** On the same folder and port, after a kill where it runs. */
  readonly restart: () => Promise<void>;
}

/** Why no real Neo4j can be started here; null where it can. Fetches nothing. */
export function whyNoRealNeo4j(): string | null {
  if (!existsSync(neo4jLibraries)) return 'no Neo4j in .cache/real-parts (npm run real-parts -- neo4j)';
  if (process.platform === 'win32') return 'a real Neo4j is started by a POSIX shell';
  for (const program of ['java', 'openssl']) {
    if (spawnSync(program, ['-version']).error !== undefined) return `no ${program} on the PATH`;
  }
  return null;
}

/** For the head of a test's or a suite's name, which then says why it is skipped. */
export const realNeo4jTest = (name: string): string => {
  const reason = whyNoRealNeo4j();
  return reason === null ? name : `skipped: ${reason}: ${name}`;
};

const startedMsMax = 90_000;

export async function startRealNeo4j(): Promise<RealNeo4j> {
  const folder = await mkdtemp(join(tmpdir(), 'ats-neo4j-'));
  const port = await freePort();
  const password = 'a password of tests';
  const certificateFile = writeConfiguration(folder, port);
  execFileSync('java', ['-cp', classPath, 'org.neo4j.cli.AdminTool', 'dbms', 'set-initial-password', password], {
    env: { ...process.env, NEO4J_HOME: folder, NEO4J_CONF: join(folder, 'conf') },
    stdio: 'pipe',
  });
  let life = await startProcess(folder, port);
  const kill = async (): Promise<void> => {
    await life.kill();
  };
  return {
    port,
    user: 'neo4j',
    password,
    certificateFile,
    kill,
    restart: async () => {
      await kill();
      life = await startProcess(folder, port);
    },
    [Symbol.asyncDispose]: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

const classPath = join(neo4jLibraries, '*');

/** Small, and with nothing on but Bolt. The certificate is for this one folder. */
function writeConfiguration(folder: string, port: number): string {
  const certificates = join(folder, 'certificates', 'bolt');
  mkdirSync(certificates, { recursive: true });
  mkdirSync(join(folder, 'conf'));
  const [key, certificate] = [join(certificates, 'private.key'), join(certificates, 'public.crt')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'];
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject, '-keyout', key, '-out', certificate],
    { stdio: 'pipe' },
  );
  const settings = {
    'server.bolt.listen_address': `127.0.0.1:${port}`,
    'server.bolt.tls_level': 'OPTIONAL',
    'server.http.enabled': 'false',
    'server.https.enabled': 'false',
    'server.memory.pagecache.size': '64m',
    'dbms.ssl.policy.bolt.enabled': 'true',
    'dbms.ssl.policy.bolt.base_directory': certificates,
    'dbms.ssl.policy.bolt.client_auth': 'NONE',
    'dbms.usage_report.enabled': 'false',
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(join(folder, 'conf', 'neo4j.conf'), lines.join(''));
  return certificate;
}

interface Life {
  readonly kill: () => Promise<void>;
}

async function startProcess(folder: string, port: number): Promise<Life> {
  const opened = ['java.nio', 'java.io'].map((name) => `--add-opens=java.base/${name}=ALL-UNNAMED`);
  const { program, words } = endWithParent('java', [
    ...['-Xms256m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'],
    ...[...opened, '--add-opens=java.base/sun.nio.ch=ALL-UNNAMED', '-cp', classPath],
    ...['org.neo4j.server.CommunityEntryPoint', `--home-dir=${folder}`, `--config-dir=${join(folder, 'conf')}`],
  ]);
  rmSync(join(folder, 'run', 'neo4j.pid'), { force: true });
  const child = spawn(program, words, { stdio: ['pipe', 'ignore', 'ignore'] });
  const exited = once(child, 'exit');
  const life: Life = {
    kill: async () => {
      child.stdin.end();
      await exited;
    },
  };
  for (const endMs = performance.now() + startedMsMax; !(await answers(port));) {
    if (child.exitCode === null && performance.now() < endMs) {
      await wait(100);
      continue;
    }
    await life.kill();
    throw new Error(`Neo4j did not start: ${readFileSync(join(folder, 'logs', 'neo4j.log'), 'utf8').slice(-2000)}`);
  }
  return life;
}

/** Bolt's handshake: the magic word and four offers of a version, of which the server takes one, such as 4.4. */
function answers(port: number): Promise<boolean> {
  const offer = Buffer.from('6060b017' + '00000404' + '00000000'.repeat(3), 'hex');
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(offer));
    const tell = (isThere: boolean): void => {
      resolve(isThere);
      socket.destroy();
    };
    socket.setTimeout(2000, () => tell(false));
    socket.once('data', () => tell(true));
    socket.once('error', () => tell(false));
    socket.once('close', () => tell(false));
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}
