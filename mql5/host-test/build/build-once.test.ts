import { spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { buildOnce } from './build-once.ts';
import { forgetUnused } from './forget-unused.ts';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'ats-build-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

test('many who ask at once get one build', async () => {
  const path = join(await folder(), 'deep/made');
  let builds = 0;
  const make = async (partial: string): Promise<void> => {
    builds += 1;
    await sleep(20);
    await writeFile(partial, 'whole');
  };
  await Promise.all([buildOnce(path, make), buildOnce(path, make)]);
  await buildOnce(path, make);
  expect(builds).toBe(1);
  expect(await readFile(path, 'utf8')).toBe('whole');
});

test('a build that fails leaves nothing, and the next one may succeed', async () => {
  const home = await folder();
  const path = join(home, 'made');
  const failing = buildOnce(path, async (partial) => {
    await writeFile(partial, 'half');
    throw new Error('no space');
  });
  await expect(failing).rejects.toThrow('no space');
  expect(await readdir(home)).toEqual([]);
  await buildOnce(path, (partial) => writeFile(partial, 'whole'));
  expect(await readdir(home)).toEqual(['made']);
});

test('the lock of a process that is gone is taken over, that of a living one is waited for', async () => {
  const path = join(await folder(), 'made');
  const gone = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => gone.once('exit', resolve));
  await writeFile(`${path}.lock`, String(gone.pid));
  await buildOnce(path, (partial) => writeFile(partial, 'after a crash'));
  expect(await readFile(path, 'utf8')).toBe('after a crash');

  const other = join(await folder(), 'made');
  await writeFile(`${other}.lock`, String(process.pid));
  const waiting = buildOnce(other, (partial) => writeFile(partial, 'mine'));
  await sleep(120);
  await writeFile(other, 'theirs');
  await rm(`${other}.lock`);
  await waiting;
  expect(await readFile(other, 'utf8')).toBe('theirs');
});

test('what nobody asked for in a day is forgotten, and asking counts', async () => {
  const home = await folder();
  const make = (partial: string): Promise<void> => writeFile(partial, 'whole');
  for (const name of ['asked', 'deep/unasked']) {
    await buildOnce(join(home, name), make);
    await utimes(join(home, name), new Date('2026-01-01'), new Date('2026-01-01'));
  }
  await buildOnce(join(home, 'asked'), () => Promise.reject(new Error('it is there')));
  await forgetUnused(home, Date.now());
  expect((await readdir(home, { recursive: true })).sort()).toEqual(['asked', 'deep']);
});
