import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type ListenOptions, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { assert } from '#shared/base/assert.ts';
import type { FaultCode } from '#shared/base/fault-codes.ts';
import { startHeadlessEngine, type HeadlessEngine, withoutSlowStatements } from '#main/testkit/headless-engine.ts';
import { pairFolder } from '#main/testkit/pair-folder.ts';
import { runToEnd, type Ended } from '#main/testkit/run-to-end.ts';
import { startTerminal } from '#main/testkit/terminal-process.ts';
import { changeTradingState } from '#main/wiring/change-trading-state.ts';
import { cockpitStatus, type CockpitStatus } from '#main/wiring/cockpit-status.ts';

let parent: string;
let folder: string;

beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'ats-headless-'));
  folder = path.join(parent, 'cockpit');
});

afterEach(() => {
  rmSync(parent, { recursive: true });
});

const alone = ['--no-launch-terminal'];
const startAlone = (): Promise<HeadlessEngine> => startHeadlessEngine({ data: folder, words: alone });
const startWithTerminal = (): Promise<HeadlessEngine> =>
  startHeadlessEngine({ data: folder, words: ['--speed', '10'] });
const refused = (...words: readonly string[]): Promise<Ended> =>
  runToEnd('headless', ['--data', folder, ...alone, ...words]);

async function status(): Promise<CockpitStatus> {
  const told = await cockpitStatus(folder);
  assert(told.ok, () => JSON.stringify(told));
  return told.value;
}

const terminalLamp = async (): Promise<string | undefined> =>
  (await status()).lamps.find(({ name }) => name === 'terminal')?.level;

describe('an engine that cannot start', () => {
  test('beside another says what happened, what was not lost and what to do, and the other goes on', async () => {
    await using first = await startAlone();
    const second = await refused();
    expect(second).toMatchObject({ code: 1, stdout: '' });
    expect(second.stderr).toMatch(/^DATA_FOLDER_IN_USE: /);
    for (const word of [`process ${first.pid}`, folder, 'Nothing was lost or changed', 'stop it first', '--data'])
      expect(second.stderr).toContain(word);
    expect(await status()).toMatchObject({ isRunning: true });
    expect(first.complaints()).toBe('');
  });

  test('because its pipe’s name is taken lets go of everything, and starts once the name is free', async () => {
    const { address } = pairFolder(folder);
    {
      await using other = await listen({ path: address });
      expectRefusal(await refused(), 'PIPE_NAME_TAKEN');
      expect(other.listening).toBe(true);
      expect(await status()).toMatchObject({ isRunning: false });
    }
    await using engine = await startAlone();
    expect(engine.complaints()).toBe('');
  });

  test('because its port is taken names the port', async () => {
    await using other = await listen({ host: '127.0.0.1', port: 0 });
    const { port } = other.address() as AddressInfo;
    const ended = await refused('--port', String(port));
    expectRefusal(ended, 'PORT_UNUSABLE');
    expect(ended.stderr).toContain(String(port));
  });

  test('because its settings are wrong names their place and makes nothing', async () => {
    expectRefusal(await refused('--speed', 'fast'), 'SETTINGS_INVALID');
    expect(existsSync(folder)).toBe(false);
    mkdirSync(folder);
    const file = path.join(folder, 'settings.json');
    writeFileSync(file, '{"limits": {"positionsMax": 0}}');
    const ended = await refused();
    expectRefusal(ended, 'SETTINGS_INVALID');
    expect(ended.stderr).toContain(file);
    expect(readdirSync(folder)).toEqual(['settings.json']);
  });

  test('because its folder is a file says so', async () => {
    writeFileSync(folder, 'a file');
    expectRefusal(await refused(), 'DATA_FOLDER_UNUSABLE');
  });

  test('because a flag is wrong says which', async () => {
    const ended = await refused('--port', '99999');
    expectRefusal(ended, 'REQUEST_INVALID');
    expect(ended.stderr).toContain('--port');
    expect(existsSync(folder)).toBe(false);
  });
});

/** Signals and the list of processes are what POSIX has of them. */
const onWindows = process.platform === 'win32';

describe.skipIf(onWindows)(onWindows ? 'skipped: no signals on Windows' : 'an engine with its terminal', () => {
  test('ends within three seconds when it is asked to, and leaves neither session nor child behind', async () => {
    await using engine = await startWithTerminal();
    await expect.poll(terminalLamp, patience).toBe('ok');
    const [terminal = 0] = childrenOf(engine.pid);
    expect(isAlive(terminal)).toBe(true);
    const askedAtMs = performance.now();
    expect(await engine.stop()).toBe(0);
    expect(performance.now() - askedAtMs).toBeLessThan(3_000);
    expect(existsSync(path.join(folder, 'session'))).toBe(false);
    await expect.poll(() => isAlive(terminal), patience).toBe(false);
    expect(engine.complaints()).toBe('');
  });

  test('has another one soon after the terminal is killed', async () => {
    await using engine = await startWithTerminal();
    await expect.poll(terminalLamp, patience).toBe('ok');
    const [killed = 0] = childrenOf(engine.pid);
    process.kill(killed, 'SIGKILL');
    await expect.poll(() => childrenOf(engine.pid).filter((pid) => pid !== killed), patience).toHaveLength(1);
    await expect.poll(terminalLamp, patience).toBe('ok');
    expect(engine.complaints()).toContain('is started again');
  });

  test('goes on when nobody reads its complaints any more', async () => {
    await using engine = await startWithTerminal();
    await expect.poll(terminalLamp, patience).toBe('ok');
    engine.stopListening();
    for (let complaint = 0; complaint < 2; complaint++) {
      const [killed = 0] = childrenOf(engine.pid);
      process.kill(killed, 'SIGKILL');
      await expect.poll(() => childrenOf(engine.pid).filter((pid) => pid !== killed), patience).toHaveLength(1);
      await expect.poll(terminalLamp, patience).toBe('ok');
    }
    expect(await engine.stop()).toBe(0);
  });

  test('leaves no orphan when it is killed, and finds its terminal again at the next start', async () => {
    const engine = await startWithTerminal();
    await expect.poll(terminalLamp, patience).toBe('ok');
    const { account } = await status();
    const [orphan = 0] = childrenOf(engine.pid);
    await engine.kill();
    await expect.poll(() => isAlive(orphan), patience).toBe(false);
    expect(await status()).toMatchObject({ isRunning: false });
    await using again = await startWithTerminal();
    await expect.poll(terminalLamp, patience).toBe('ok');
    expect((await status()).account).toEqual(account);
    expect(again.complaints()).not.toContain('ERROR');
  });
});

test('a terminal with another pairing token never gets in', async () => {
  const { address } = pairFolder(folder);
  const { token: foreign } = pairFolder(path.join(parent, 'another cockpit'));
  await using engine = await startAlone();
  await using terminal = startTerminal({
    folder: path.join(parent, 'terminal'),
    token: foreign,
    words: ['--address', address, '--history-days', '1'],
  });
  const note = await terminal.noted(({ event }) => event === 'disconnected');
  expect(note).toMatchObject({ code: 'HANDSHAKE_PROOF' });
  expect(await status()).toMatchObject({ isSafeToTrade: false, account: null });
  expect(await terminalLamp()).toBe('fault');
  expect(engine.complaints()).not.toContain(foreign);
});

const patience = { timeout: 30_000, interval: 50 };

function expectRefusal(ended: Ended, code: FaultCode): void {
  expect(ended).toMatchObject({ code: 1, stdout: '' });
  // One sentence for people, and no stack of ours.
  expect(withoutSlowStatements(ended.stderr)).toMatch(new RegExp(`^${code}: .+\\.\\n$`));
}

/** Somebody else's server, closed at the end of its scope. */
async function listen(at: ListenOptions): Promise<Server & AsyncDisposable> {
  const server = createServer((socket) => socket.destroy()).listen(at);
  await once(server, 'listening');
  return server;
}

function childrenOf(pid: number): readonly number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' }).trim().split('\n');
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter(([, parentPid, state]) => Number(parentPid) === pid && state?.startsWith('Z') === false)
    .filter((words) => words.some((word) => word.endsWith('simulated-terminal.js')))
    .map(([childPid]) => Number(childPid));
}

/** One that has ended and that nobody has collected yet is not alive. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z');
}

test('an engine that cannot write its log ends, says so, and is found intact by the next one', async () => {
  await using engine = await startAlone();
  const ledger = new Database(path.join(folder, 'ledger.db'));
  ledger.exec('BEGIN IMMEDIATE');
  const halted = await changeTradingState(folder, { kind: 'halt', reason: 'the disk is held by somebody' });
  expect(halted).toMatchObject({ ok: false });
  ledger.exec('ROLLBACK');
  ledger.close();
  await expect.poll(status).toMatchObject({ isRunning: false });
  expect(engine.complaints()).toContain('The engine has stopped by itself');
  expect(readFileSync(path.join(folder, 'logs', 'engine.log'), 'utf8')).toContain('its state can no longer be trusted');
  await using again = await startAlone();
  expect(await status()).toMatchObject({ isRunning: true, tradingState: { state: 'reducing' } });
  expect(again.complaints()).toBe('');
});
