import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { engineMessageSchema, type EngineMessage, type ShellMessage } from '#shared/contract/shell-messages.ts';
import type { ContractClient } from '#shared/contract/contract-client.ts';
import { startHeadlessEngine } from '#main/testkit/headless-engine.ts';
import { pairFolder } from '#main/testkit/pair-folder.ts';
import { startTerminal } from '#main/testkit/terminal-process.ts';
import { cockpitStatus } from '#main/wiring/cockpit-status.ts';

let parent: string;
let folder: string;

beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'ats-utility-'));
  folder = path.join(parent, 'cockpit');
});

afterEach(() => {
  rmSync(parent, { recursive: true });
});

const alone = ['--no-launch-terminal'];

/** What the desktop's shell has of its engine. */
class Shell implements AsyncDisposable {
  readonly heard: EngineMessage[] = [];
  readonly ended: Promise<unknown>;
  readonly #worker = new Worker(new URL('utility-in-worker.suite.ts', import.meta.url), { execArgv: [], stderr: true });

  constructor() {
    this.#worker.on('message', (message) => this.heard.push(engineMessageSchema.parse(message)));
    this.ended = once(this.#worker, 'exit').then(([code]: unknown[]) => code);
  }

  tell(data: ShellMessage, ports: readonly MessagePort[] = []): void {
    this.#worker.postMessage({ data, ports }, ports);
  }

  start(...words: readonly string[]): void {
    this.tell({ kind: 'start', arguments: ['--data', folder, ...words], reducing: false });
  }

  /** A window's end of a channel whose other end the engine is given. */
  openWindow(): ContractClient {
    const { port1, port2 } = new MessageChannel();
    this.tell({ kind: 'connectWindow' }, [port1]);
    const client: ContractClient = createORPCClient(new RPCLink({ port: port2 }));
    port2.start();
    return client;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate();
  }
}

test('asks the shell for its terminal, and again when that one ends, with the token never among the arguments', async () => {
  await using shell = new Shell();
  shell.start('--speed', '10');
  await expect.poll(() => shell.heard, patience).toHaveLength(1);
  const token = readFileSync(path.join(folder, 'pairing'), 'utf8').trim();
  const wish = {
    kind: 'launchChild',
    entry: 'simulatedTerminal',
    arguments: expect.arrayContaining(['--data', path.join(folder, 'simulated-terminal'), '--speed', '10']) as string[],
    secrets: { ATS_PAIRING_TOKEN: token },
  };
  expect(shell.heard).toEqual([{ ...wish, child: 1 }]);
  shell.tell({ kind: 'childStarted', child: 1, pid: 4711 });
  shell.tell({ kind: 'childExited', child: 1, code: 9 });
  await expect.poll(() => shell.heard, patience).toHaveLength(2);
  expect(shell.heard[1]).toEqual({ ...wish, child: 2 });
  expect(JSON.stringify(shell.heard.map((message) => ({ ...message, secrets: null })))).not.toContain(token);
});

test('serves each window over its port, from the first moment to the end that the shell asks for', async () => {
  await using shell = new Shell();
  shell.start(...alone);
  const [first, second] = [shell.openWindow(), shell.openWindow()];
  expect(await first.cockpit.snapshot()).toMatchObject({ account: null, tradingState: { state: 'reducing' } });
  await second.tradingState.halt({ reason: 'from the second window' });
  expect((await first.cockpit.snapshot()).tradingState).toMatchObject({ state: 'halted' });
  expect(await cockpitStatus(folder)).toMatchObject({ value: { isRunning: true } });
  shell.tell({ kind: 'stop' });
  expect(await shell.ended).toBe(0);
  expect(existsSync(path.join(folder, 'session'))).toBe(false);
  expect(shell.heard).toEqual([]);
});

test('reaches the terminal that the shell forks, and stays reducing where the shell found it unstable', async () => {
  const { token } = pairFolder(folder);
  await using shell = new Shell();
  shell.tell({ kind: 'start', arguments: ['--data', folder, ...alone], reducing: true });
  const window = shell.openWindow();
  await using terminal = startTerminal({
    folder: path.join(parent, 'terminal'),
    token,
    words: ['--history-days', '1'],
  });
  await terminal.noted(({ event }) => event === 'connected');
  const tradingState = async () => (await window.cockpit.snapshot()).tradingState;
  const crashed = { state: 'reducing', reason: expect.stringContaining('crashed repeatedly') as string };
  await expect.poll(tradingState, patience).toMatchObject(crashed);
  await window.tradingState.resume({ reason: 'looked into it' });
  await expect.poll(tradingState, patience).toMatchObject({ state: 'active' });
});

test('a folder that another cockpit uses is a refusal for the trader, and no crash', async () => {
  await using other = await startHeadlessEngine({ data: folder, words: alone });
  await using shell = new Shell();
  shell.start(...alone);
  await expect
    .poll(() => shell.heard, patience)
    .toMatchObject([{ kind: 'refused', fault: { code: 'DATA_FOLDER_IN_USE', facts: { pid: other.pid } } }]);
  shell.tell({ kind: 'stop' });
  expect(await shell.ended).toBe(0);
});

test('a flag that is wrong is a refusal for the trader, and no crash', async () => {
  await using shell = new Shell();
  shell.start('--port', '99999');
  await expect
    .poll(() => shell.heard, patience)
    .toMatchObject([
      { kind: 'refused', fault: { code: 'REQUEST_INVALID', message: expect.stringContaining('--port') as string } },
    ]);
  expect(existsSync(folder)).toBe(false);
});

test('an engine that was never started ends when it is told to', async () => {
  await using shell = new Shell();
  shell.tell({ kind: 'stop' });
  expect(await shell.ended).toBe(0);
});

const patience = { timeout: 20_000, interval: 20 };
