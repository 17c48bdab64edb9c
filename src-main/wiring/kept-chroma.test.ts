import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ChromaKeeper } from '#main/stores/vector/chroma-keeper.ts';
import { freePort } from '#main/stores/vector/free-port.ts';
import { findRealChroma, realChromaTest } from '#main/testkit/real-chroma.ts';
import { realTime } from '#main/testkit/real-time.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { nodeLauncher } from './node-launcher.ts';

const program = findRealChroma();
const hostUrl = new URL('../hosts/headless.ts', import.meta.url);
const waitMs = { timeout: 60_000, interval: 20 };

let folder: string;
let keepers: ChromaKeeper[];

beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'ats-kept-chroma-')), 'chroma');
  keepers = [];
});

afterEach(async () => {
  for (const keeper of keepers) await keeper[Symbol.asyncDispose]();
  rmSync(path.dirname(folder), { recursive: true, force: true });
});

function keep(wish: { readonly folder?: string; readonly findPort?: () => Promise<number> } = {}): ChromaKeeper {
  const keeper = new ChromaKeeper({
    place: { kind: 'own', folder: wish.folder ?? folder, command: program.kind === 'ready' ? program.command : null },
    launcher: nodeLauncher(hostUrl.href),
    ...realTime,
    logger: createRecordingLogger().logger,
    ...(wish.findPort && { findPort: wish.findPort }),
  });
  keepers.push(keeper);
  keeper.start();
  return keeper;
}

const isUp = (keeper: ChromaKeeper) => expect.poll(() => keeper.state().kind, waitMs).toBe('up');

/** Every process that was told the folder: the host, the shell between, the server. */
function pidsOfFolder(): readonly number[] {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' });
  const lines = stdout.split('\n').filter((line) => line.includes(folder));
  return lines.map((line) => Number.parseInt(line, 10)).filter((pid) => pid !== process.pid);
}

function serverPid(): number {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' });
  const line = stdout.split('\n').find((it) => it.includes(`run --path ${folder}`) && !it.includes('exit $code'));
  return Number.parseInt(line ?? '', 10);
}

const noneIsLeft = () => expect.poll(pidsOfFolder, waitMs).toEqual([]);

describe.skipIf(program.kind === 'absent')(realChromaTest('a Chroma server of our own'), () => {
  test('is started, answers, and has gone when it is let go', async () => {
    const keeper = keep();
    await isUp(keeper);
    expect(keeper.state().server).toMatch(/^Chroma \d+\.\d+\.\d+ at http:\/\/127\.0\.0\.1:\d+$/);
    expect(pidsOfFolder().length).toBeGreaterThan(1);
    await keeper[Symbol.asyncDispose]();
    await noneIsLeft();
  });

  test('that is killed is started again', async () => {
    const keeper = keep();
    await isUp(keeper);
    const killed = serverPid();
    process.kill(killed, 'SIGKILL');
    await expect.poll(() => keeper.state().kind, waitMs).toBe('down');
    await isUp(keeper);
    expect(serverPid()).not.toBe(killed);
  });

  test('takes another port where its own is taken', async () => {
    const first = keep();
    await isUp(first);
    const taken = Number(first.url()?.port);
    const ports = [taken];
    const second = keep({ folder: `${folder}-2`, findPort: async () => ports.shift() ?? freePort() });
    await expect.poll(() => second.url() !== null && second.url()?.port !== String(taken), waitMs).toBe(true);
    expect(first.state().kind).toBe('up');
  });

  test('that cannot read what is there begins anew', async () => {
    mkdirSync(folder);
    const file = path.join(folder, 'chroma.sqlite3');
    writeFileSync(file, 'of a Chroma that nobody knows');
    await isUp(keep());
    expect(readFileSync(file).subarray(0, 15).toString()).toBe('SQLite format 3');
  });
});

describe.skipIf(process.platform === 'win32')(
  process.platform === 'win32' ? 'skipped: on Windows no program is started: the host' : 'the host of a Chroma program',
  () => {
    /** Stands for the server: it lives until it is killed, and heeds no signal. */
    function sleepless(): string {
      const file = path.join(path.dirname(folder), 'chroma');
      writeFileSync(file, '#!/bin/sh\ntrap "" TERM INT HUP\nwhile true; do sleep 0.2; done\n', { mode: 0o755 });
      return file;
    }

    const words = () => ['--path', folder, '--port', '1', '--command', sleepless()];
    const host = path.join(import.meta.dirname, '..', 'hosts', 'chroma-host.ts');
    const serverRuns = () => expect.poll(serverPid, waitMs).toBeGreaterThan(0);

    test.for(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)(
      'leaves no server behind when it is ended by %s',
      async (signal) => {
        const child = fork(host, words(), { stdio: 'ignore' });
        await serverRuns();
        child.kill(signal);
        await once(child, 'exit');
        await noneIsLeft();
      },
    );

    test('leaves no server behind when its parent is killed', async () => {
      const parentFile = path.join(path.dirname(folder), 'parent.mjs');
      writeFileSync(
        parentFile,
        `import { fork } from 'node:child_process'; fork(${JSON.stringify(host)}, ${JSON.stringify(words())}); process.on('disconnect', () => process.exit());`,
      );
      const parent = fork(parentFile, { stdio: 'ignore' });
      await serverRuns();
      parent.kill('SIGKILL');
      await once(parent, 'exit');
      await noneIsLeft();
    });

    test('ends when its server does, and says with what', async () => {
      const failing = path.join(path.dirname(folder), 'chroma');
      writeFileSync(failing, '#!/bin/sh\nexit 41\n', { mode: 0o755 });
      const child = fork(host, ['--path', folder, '--port', '1', '--command', failing], { stdio: 'ignore' });
      expect(await once(child, 'exit')).toEqual([41, null]);
    });

    test('says as a shell does that there is no program', async () => {
      const environment = { ...process.env, PATH: path.dirname(folder) };
      const none = fork(host, ['--path', folder, '--port', '1'], { stdio: 'ignore', env: environment });
      expect(await once(none, 'exit')).toEqual([127, null]);
      const named = fork(host, ['--path', folder, '--port', '1', '--command', '/no/such/chroma'], { stdio: 'ignore' });
      expect(await once(named, 'exit')).toEqual([127, null]);
    });
  },
);
