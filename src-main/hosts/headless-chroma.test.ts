import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Lamp } from '#shared/contract/lamp.ts';
import type { ProjectionHealth } from '#shared/contract/memory.ts';
import { assert } from '#shared/base/assert.ts';
import { startHeadlessEngine } from '#main/testkit/headless-engine.ts';
import { findRealChroma, realChromaTest } from '#main/testkit/real-chroma.ts';
import { askEngine } from '#main/wiring/ask-engine.ts';
import { cockpitStatus } from '#main/wiring/cockpit-status.ts';
import type { SettingsWish } from '#main/wiring/settings.ts';

const program = findRealChroma();

/** Two cores may have much else to do. */
const patience = { timeout: 60_000, interval: 50 };

let parent: string;
let folder: string;

beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'ats-headless-'));
  folder = path.join(parent, 'cockpit');
  mkdirSync(folder);
  settle(real);
});

afterEach(() => {
  rmSync(parent, { recursive: true, maxRetries: 5 });
});

const real = program.kind === 'ready' ? program.command : '';

function settle(chromaCommand: string): void {
  const settings: SettingsWish = { memory: { vectors: 'auto', chromaCommand } };
  writeFileSync(path.join(folder, 'settings.json'), JSON.stringify(settings));
}

interface ServerProcess {
  readonly pid: number;
  readonly words: string;
}

/** Whatever was told where Chroma keeps its rows: our host, the shell between, the server. */
function processesOfChroma(): readonly ServerProcess[] {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .filter((line) => line.includes(path.join(folder, 'chroma')))
    .map((line) => ({ pid: Number.parseInt(line, 10), words: line }));
}

const hosts = (): readonly ServerProcess[] => processesOfChroma().filter(({ words }) => words.includes('chroma-host'));

async function vectors(): Promise<ProjectionHealth> {
  const asked = await askEngine(folder, (client) => client.sync.health());
  assert(asked.ok && asked.value !== null, 'the engine answers');
  const health = asked.value.projections.find(({ name }) => name === 'vectors');
  assert(health !== undefined, 'vectors have a health');
  return health;
}

async function memoryLamp(): Promise<Pick<Lamp, 'level' | 'code' | 'detail'>> {
  const told = await cockpitStatus(folder);
  assert(told.ok, () => JSON.stringify(told));
  const lamp = told.value.lamps.find(({ name }) => name === 'memory');
  assert(lamp !== undefined, 'memory has a lamp');
  const { level, code, detail } = lamp;
  return { level, code, detail };
}

const start = () => startHeadlessEngine({ data: folder, words: ['--no-launch-terminal'] });

const chromaAnswers = () => expect.poll(async () => (await vectors()).adapter, patience).toBe('chroma');

const noneIsLeft = () => expect.poll(processesOfChroma, { ...patience, timeout: 10_000 }).toEqual([]);

describe.skipIf(program.kind === 'absent')(realChromaTest('an engine with a Chroma server of its own'), () => {
  test('leaves none of it behind when it is killed', async () => {
    await using engine = await start();
    await chromaAnswers();
    await engine.kill();
    await noneIsLeft();
  });

  test('leaves none of it behind when it is killed while the server starts', async () => {
    await using engine = await start();
    await expect.poll(() => processesOfChroma().length, patience).toBeGreaterThan(0);
    await engine.kill();
    await noneIsLeft();
  });

  test('ends within three seconds when it is asked to, and leaves none of it behind', async () => {
    await using engine = await start();
    await chromaAnswers();
    const askedAtMs = performance.now();
    expect(await engine.stop()).toBe(0);
    expect(performance.now() - askedAtMs).toBeLessThan(3_000);
    await noneIsLeft();
  });

  test('has another one after the program between them is killed, and nothing is left of the first', async () => {
    await using engine = await start();
    await chromaAnswers();
    const first = processesOfChroma();
    const [host] = hosts();
    assert(host !== undefined, 'there is a program between them');
    process.kill(host.pid, 'SIGKILL');
    const survivors = (): readonly number[] =>
      processesOfChroma()
        .map(({ pid }) => pid)
        .filter((pid) => first.some((it) => it.pid === pid));
    await expect.poll(survivors, patience).toEqual([]);
    await expect.poll(() => hosts().length, patience).toBe(1);
    await chromaAnswers();
    await engine.stop();
  });

  test('says by its lamp that it answers from the rung below, and climbs back once there is a program', async () => {
    const later = path.join(parent, 'chroma');
    settle(later);
    await using engine = await start();
    await expect.poll(memoryLamp, patience).toEqual({ level: 'warning', code: 'rungDown', detail: 'exact' });
    expect(await vectors()).toMatchObject({ wanted: 'chroma', fault: { code: 'VECTORS_UNREACHABLE' } });
    symlinkSync(real, later);
    await expect.poll(memoryLamp, patience).toEqual({ level: 'ok', code: 'inStep', detail: 'chroma, embedded' });
    await engine.stop();
  });
});
