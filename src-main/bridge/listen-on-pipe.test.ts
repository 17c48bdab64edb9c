import { once } from 'node:events';
import { existsSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { assert } from '#shared/base/assert.ts';
import { listenOnPipe } from './listen-on-pipe.ts';

let folder: string;
const opened: Server[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ats-pipe-'));
});

afterEach(async () => {
  for (const server of opened.splice(0)) server.close();
  await rm(folder, { recursive: true });
});

async function listen(address: string): Promise<Awaited<ReturnType<typeof listenOnPipe>>> {
  const server = await listenOnPipe(address, (socket) => {
    socket.on('error', () => socket.destroy()); // whoever probes leaves without reading
    socket.end('welcome');
  });
  if (server.ok) opened.push(server.value);
  return server;
}

async function isServed(address: string): Promise<boolean> {
  const socket = connect(address);
  const [chunk] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return chunk.toString() === 'welcome';
}

const needsSockets = { skip: process.platform === 'win32' };

test('listens where nobody does, for this user alone', needsSockets, async () => {
  const address = join(folder, 'a.sock');
  expect((await listen(address)).ok).toBe(true);
  expect(await isServed(address)).toBe(true);
  expect(statSync(address).mode & 0o777).toBe(0o600);
});

test('takes over the socket that a killed process left behind', needsSockets, async () => {
  const address = join(folder, 'a.sock');
  const killed = createServer().listen(join(folder, 'b.sock'));
  await once(killed, 'listening');
  renameSync(join(folder, 'b.sock'), address);
  killed.close();
  expect(existsSync(address)).toBe(true);
  expect((await listen(address)).ok).toBe(true);
  expect(await isServed(address)).toBe(true);
});

test('leaves a name to the program that listens on it, and says what to do', needsSockets, async () => {
  const address = join(folder, 'a.sock');
  await listen(address);
  const second = await listen(address);
  assert(!second.ok, 'the name is taken');
  expect(second.error).toMatchObject({ code: 'PIPE_NAME_TAKEN', facts: { address } });
  expect(second.error.message).toContain('Close the other program');
  expect(await isServed(address)).toBe(true);
});

test('does not remove a file that is no socket', needsSockets, async () => {
  const address = join(folder, 'a.sock');
  writeFileSync(address, 'precious');
  expect(await listen(address)).toMatchObject({ ok: false, error: { code: 'PIPE_NAME_TAKEN' } });
  expect(existsSync(address)).toBe(true);
});

test('says why where the pipe cannot be opened at all', needsSockets, async () => {
  const address = join(folder, 'missing', 'a.sock');
  expect(await listen(address)).toMatchObject({ ok: false, error: { code: 'PIPE_FAILED', facts: { address } } });
});
