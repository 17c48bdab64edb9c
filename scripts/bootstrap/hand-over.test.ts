import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const handOverModule = join(import.meta.dirname, 'hand-over.mjs');
let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ats hand over '));
  mkdirSync(join(root, 'node_modules/.bin'), { recursive: true });
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** Writes a task and a parent that hands over to it. */
function parentOf(task: string): string {
  writeFileSync(join(root, 'task.mjs'), task);
  const parent = join(root, 'parent.mjs');
  const call = `{ node: process.execPath, root: ${JSON.stringify(root)}, script: 'task.mjs', args: ['a b', '--json'] }`;
  const source = `import { pathToFileURL } from 'node:url';
    const { handOver } = await import(pathToFileURL(${JSON.stringify(handOverModule)}).href);
    process.exitCode = await handOver(${call});`;
  writeFileSync(parent, source);
  return parent;
}

test("the task gets the arguments and the lockfile's programs, and its exit code is ours", () => {
  const parent = parentOf(`
    const path = process.env.PATH ?? process.env.Path;
    console.log(JSON.stringify([process.argv.slice(2), path.startsWith(${JSON.stringify(join(root, 'node_modules', '.bin'))})]));
    process.exitCode = 7;`);
  const { stdout, status } = spawnSync(process.execPath, [parent], { encoding: 'utf8' });
  expect(JSON.parse(stdout)).toEqual([['a b', '--json'], true]);
  expect(status).toBe(7);
});

test.skipIf(process.platform === 'win32')('a signal reaches the task, which ends in its own way', async () => {
  const parent = parentOf(`
    process.on('SIGTERM', () => { console.log('closed the books'); process.exit(3); });
    setInterval(() => {}, 1000);
    console.log('ready');`);
  const child = spawn(process.execPath, [parent], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    if (output === 'ready\n') child.kill('SIGTERM');
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect([output, code]).toEqual(['ready\nclosed the books\n', 3]);
});
