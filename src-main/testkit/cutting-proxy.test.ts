import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cutAtRandom, startCuttingProxy, type CuttingProxy } from './cutting-proxy.ts';

let disposables: AsyncDisposableStack;
let proxy: CuttingProxy;
let heard: string[];

beforeEach(async () => {
  disposables = new AsyncDisposableStack();
  heard = [];
  const echo = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => {
      heard.push(bytes.toString());
      socket.write(bytes);
    });
  });
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  disposables.defer(() => void echo.close());
  const address = echo.address();
  if (address === null || typeof address === 'string') throw new Error('it has a port');
  proxy = disposables.use(await startCuttingProxy(address.port));
});

afterEach(() => disposables.disposeAsync());

/** What a client is told, and how its connection ended. */
async function client(): Promise<{ socket: Socket; told: string[]; ended: Promise<string> }> {
  const socket = connect(proxy.port, '127.0.0.1');
  const told: string[] = [];
  socket.on('data', (bytes: Buffer) => told.push(bytes.toString()));
  const ended = new Promise<string>((resolve) => {
    socket.once('error', (error) => resolve('code' in error ? String(error.code) : error.message));
    socket.once('close', () => resolve('closed'));
  });
  await Promise.race([once(socket, 'connect'), ended]);
  disposables.defer(() => void socket.destroy());
  return { socket, told, ended };
}

test('passes both ways what nobody disturbs', async () => {
  const { socket, told } = await client();
  socket.write('one');
  await expect.poll(() => told).toEqual(['one']);
  expect(proxy.cuts()).toBe(0);
});

test('cuts what is open, and takes what comes', async () => {
  const first = await client();
  first.socket.write('one');
  await expect.poll(() => first.told).toEqual(['one']);
  proxy.cut();
  expect(await first.ended).toBe('ECONNRESET');
  const second = await client();
  second.socket.write('two');
  await expect.poll(() => second.told).toEqual(['two']);
  expect(proxy.cuts()).toBe(1);
});

test('holds everything back while it hangs, and loses none of it', async () => {
  const { socket, told } = await client();
  proxy.hang();
  socket.write('one');
  await wait(50);
  expect([heard, told]).toEqual([[], []]);
  proxy.flow();
  await expect.poll(() => told).toEqual(['one']);
});

test('delays what passes', async () => {
  const { socket, told } = await client();
  proxy.delay(60);
  const start = performance.now();
  socket.write('one');
  await expect.poll(() => told).toEqual(['one']);
  expect(performance.now() - start).toBeGreaterThan(100);
});

test('refuses connections until it accepts again, on the same port', async () => {
  await proxy.refuse();
  expect(await (await client()).ended).toBe('ECONNREFUSED');
  await proxy.accept();
  const { socket, told } = await client();
  socket.write('one');
  await expect.poll(() => told).toEqual(['one']);
});

test('asks its judge: an answer can be lost of what was heard', async () => {
  proxy.judge(({ from }) => (from === 'server' ? 'cut' : 'pass'));
  const { socket, told, ended } = await client();
  socket.write('one');
  expect(await ended).toBe('ECONNRESET');
  expect([heard, told]).toEqual([['one'], []]);
});

test('cuts at the same moments for the same seed', () => {
  const passing = { from: 'client', bytes: Buffer.alloc(1) } as const;
  const verdicts = (seed: number): readonly string[] => {
    const judge = cutAtRandom(seed, 0.1);
    return Array.from({ length: 1000 }, () => judge(passing));
  };
  expect(verdicts(5)).toEqual(verdicts(5));
  expect(verdicts(5)).not.toEqual(verdicts(6));
  expect(verdicts(5).filter((verdict) => verdict !== 'pass').length).toBeGreaterThan(100);
});
