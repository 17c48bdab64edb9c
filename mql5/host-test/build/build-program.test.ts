import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { plantProgram } from '../transform/planted-program.ts';
import { buildProgram } from './build-program.ts';
import { CompileError } from './run-compiler.ts';
import { whySkipped, type Variant } from './variant.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'ats-build-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** The whole shim is compiled once for each. */
const buildMsMax = 300_000;

const isLinux = process.platform === 'linux';

test('a machine without a compiler is told which one it lacks', async () => {
  vi.stubEnv('PATH', '');
  using planted = plantProgram({ 'A.mq5': 'void OnStart(void) { }\n' });
  expect(await buildProgram({ program: planted.path, variant: 'plain' })).toEqual({
    kind: 'skipped',
    why: isLinux ? 'skipped: no g++' : 'skipped: not on Linux',
  });
  expect(await buildProgram({ program: planted.path, variant: 'windows' })).toEqual({
    kind: 'skipped',
    why: isLinux ? 'skipped: no x86_64-w64-mingw32-g++' : 'skipped: not on Linux',
  });
});

for (const variant of ['plain', 'sanitized', 'windows'] satisfies Variant[]) {
  const why = whySkipped(variant);
  const name = `makes one ${variant} program of the same sources`;
  test.skipIf(why !== null)(why === null ? name : `${why}: ${name}`, { timeout: buildMsMax }, async () => {
    using planted = plantProgram({ 'A.mq5': 'void OnStart(void) { Print("here"); }\n' });
    const order = { program: planted.path, variant };
    const [first, second] = await Promise.all([buildProgram(order), buildProgram(order)]);
    expect(first).toEqual(second);
    using changed = plantProgram({ 'A.mq5': 'void OnStart(void) { Print("there"); }\n' });
    expect(await buildProgram({ program: changed.path, variant })).not.toEqual(first);
  });
}

test.skipIf(whySkipped('plain') !== null)(
  'a program that g++ refuses is named with its line, and nothing is left of it',
  async () => {
    const outFolder = await folder();
    using planted = plantProgram({ 'A.mq5': 'void OnStart(void)\n  {\n   int a="b";\n  }\n' });
    const failed = buildProgram({ program: planted.path, variant: 'plain', outFolder });
    await expect(failed).rejects.toThrow(CompileError);
    await expect(failed).rejects.toThrow(/A\.mq5:3: error:/);
    expect(await readdir(join(outFolder, 'plain'))).toEqual([]);
  },
);
