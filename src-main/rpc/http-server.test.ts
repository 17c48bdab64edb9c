import { request } from 'node:http';
import { connect } from 'node:net';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFakeCockpit } from '#main/testkit/fake-cockpit.ts';
import { createManualClock } from '#main/testkit/manual-clock.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { createScriptedAgents } from '#main/testkit/scripted-agents.ts';
import { sampleSignalTerms } from '#main/testkit/sample-signal-terms.ts';
import { createScriptedBackups } from '#main/testkit/scripted-backups.ts';
import { createScriptedImports } from '#main/testkit/scripted-imports.ts';
import { createScriptedMemory } from '#main/testkit/scripted-memory.ts';
import { createScriptedSync } from '#main/testkit/scripted-sync.ts';
import { createContractServer } from './contract-server.ts';
import { startHttpServer } from './http-server.ts';
import { startLoopback, token, type Loopback } from './start-loopback.suite.ts';

const clock = createManualClock();
const serving = {
  contractServer: createContractServer({
    cockpit: createFakeCockpit(),
    sync: createScriptedSync(),
    holes: createScriptedSync(),
    imports: createScriptedImports(),
    memory: createScriptedMemory(),
    trades: createScriptedMemory(),
    backups: createScriptedBackups(),
    agents: createScriptedAgents(),
    lessons: createScriptedAgents().lessons,
    signals: sampleSignalTerms(),
    timers: clock.timers,
    wallClock: clock.wall,
    marketClock: clock.market,
    logger: createRecordingLogger().logger,
  }),
  tokens: { find: () => null },
  programVersion: '0.1.0',
  monotonicClock: clock.monotonic,
  timers: clock.timers,
  logger: createRecordingLogger().logger,
};

let loopback: Loopback;

beforeEach(async () => {
  loopback = await startLoopback(serving);
});

afterEach(() => loopback.dispose());

interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** A request whose path and headers are sent as they are: `fetch` would put both right. */
const ask = (path: string, options: { method?: string; headers?: Record<string, string> } = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: loopback.port, path, ...options }, (response) => {
      response.toArray().then((parts) => {
        const body = Buffer.concat(parts as Buffer[]).toString();
        resolve({ status: response.statusCode, headers: response.headers, body });
      }, reject);
    });
    asked.on('error', reject);
    asked.end();
  });

test('serves the window with a policy that lets it load only its own files and reach only its own engine', async () => {
  const page = await ask('/');
  expect(page).toMatchObject({ status: 200, body: '<!doctype html><title>ATS</title>' });
  expect(page.headers).toMatchObject({
    'content-type': expect.stringContaining('text/html'),
    'content-security-policy': expect.stringContaining(`connect-src ws://127.0.0.1:${loopback.port};`),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  });
});

test('serves each file by its own type', async () => {
  expect(await ask('/assets/index-a1.js')).toMatchObject({
    status: 200,
    body: 'export {};',
    headers: { 'content-type': expect.stringContaining('javascript'), 'x-content-type-options': 'nosniff' },
  });
  expect(await ask('/assets/a%20b.woff2')).toMatchObject({ status: 200, headers: { 'content-type': 'font/woff2' } });
});

test.each([
  '/../secret.txt',
  '/assets/../../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/..%5csecret.txt',
  '/assets/%2e%2e%2f%2e%2e%2fsecret.txt',
  '/%00',
  '/%E0%A4%A',
  '/assets',
  '/nothing.js',
])('a path that is no file of the window is not found: %s', async (path) => {
  const answer = await ask(path);
  expect(answer.status).toBe(404);
  expect(answer.body).not.toContain('secret');
});

test('HEAD answers as GET does, without the body', async () => {
  expect(await ask('/', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
});

test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is not answered', async (method) => {
  expect(await ask('/', { method })).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
});

test('says that it lives, and nothing else, without a token', async () => {
  expect(await ask('/health')).toMatchObject({ status: 200, body: '{"status":"ok"}' });
});

test.each(['evil.example', '127.0.0.1', 'localhost:1', '127.0.0.1.evil.example:80'])(
  'answers nothing under another name: %s',
  async (host) => {
    const answer = await ask('/', { headers: { host } });
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'UNAUTHORIZED' });
  },
);

test('bytes that are no HTTP end their connection and nothing else', async () => {
  const socket = connect(loopback.port, '127.0.0.1');
  socket.write('\x00\x01\x02 nonsense\r\n\r\n');
  await new Promise((resolve) => socket.once('close', resolve).resume());
  expect((await ask('/health')).status).toBe(200);
});

test('a taken port is a fault that says what to do', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ats-rpc-'));
  await writeFile(join(folder, 'index.html'), '');
  const second = await startHttpServer({ ...serving, port: loopback.port, token, rendererFolder: folder });
  expect(second).toMatchObject({
    ok: false,
    error: {
      code: 'PORT_UNUSABLE',
      facts: { port: loopback.port },
      message: expect.stringContaining('choose another'),
    },
  });
  await rm(folder, { recursive: true });
});

test('a window that is not built is a fault before anything listens', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ats-rpc-'));
  for (const rendererFolder of [folder, join(folder, 'missing')]) {
    expect(await startHttpServer({ ...serving, port: 0, token, rendererFolder })).toMatchObject({
      ok: false,
      error: { code: 'FILE_NOT_FOUND', facts: { folder: rendererFolder } },
    });
  }
  await rm(folder, { recursive: true });
});

test('a link out of the folder is not served, and a file that vanished is an error that the log explains', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ats-rpc-'));
  const rendererFolder = join(folder, 'renderer');
  const { lines, logger } = createRecordingLogger();
  await mkdir(rendererFolder);
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await writeFile(join(rendererFolder, 'index.html'), '');
  await symlink(join(folder, 'secret.txt'), join(rendererFolder, 'link.txt'));
  const server = await startHttpServer({ ...serving, logger, port: 0, token, rendererFolder });
  if (!server.ok) throw new Error(server.error.message);
  await rm(join(rendererFolder, 'index.html'));
  const own = loopback;
  loopback = { port: server.value.port, dispose: () => Promise.resolve() };
  const link = await ask('/link.txt');
  const vanished = await ask('/');
  loopback = own;
  await server.value.dispose();
  await rm(folder, { recursive: true });
  expect(link.status).toBe(404);
  expect({ status: vanished.status, fault: JSON.parse(vanished.body) as unknown }).toMatchObject({
    status: 500,
    fault: { code: 'ENGINE_FAILED' },
  });
  expect(lines).toMatchObject([{ level: 'error', facts: { path: '/' } }]);
});
