import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { transformProgram } from '../transform/transform-program.ts';
import { showFinding } from '../transform/source/finding.ts';
import { buildOnce } from './build-once.ts';
import { sourceFlags } from './compiler-flags.ts';
import { forgetUnused } from './forget-unused.ts';
import { includeFolder, root, shimFolder } from './places.ts';
import { runCompiler } from './run-compiler.ts';
import { toolchains, whySkipped, type Variant } from './variant.ts';

export interface BuildOrder {
  /** The `.mq5`. */
  readonly program: string;
  readonly variant: Variant;
  /** Where finished programs are kept by the hash of all that they are made of. */
  readonly outFolder?: string;
}

export type Built =
  | { readonly kind: 'built'; readonly path: string }
  /** The machine lacks the compiler; in the words of a skipped test. */
  | { readonly kind: 'skipped'; readonly why: string };

const cacheFolder = join(root, 'node_modules/.cache/ats-mql5');

/**
 * Makes a program of an `.mq5` and the shim. What was made once of the same sources with the same flags is not made
 * again, and processes that ask for the same at the same time wait for one of them.
 *
 * @throws CompileError where g++ refuses a source.
 */
export async function buildProgram({ program, variant, outFolder = cacheFolder }: BuildOrder): Promise<Built> {
  const why = whySkipped(variant);
  if (why !== null) return { kind: 'skipped', why };
  const { compiler, flags, linkFlags, suffix } = toolchains[variant];
  const folder = join(outFolder, variant);
  const object = await buildObject({ program, variant, folder });
  const objects = await buildShim(variant, folder);
  const name = basename(program, '.mq5');
  const path = join(folder, `${name}-${hash(flags, linkFlags, object, objects)}${suffix}`);
  await buildOnce(path, (partial) =>
    runCompiler({ compiler, flags: [...flags, '-o', partial, object, ...objects, ...linkFlags], what: name }),
  );
  await forgetUnused(folder, Date.now());
  return { kind: 'built', path };
}

interface ObjectOrder {
  readonly program: string;
  readonly variant: Variant;
  readonly folder: string;
}

async function buildObject({ program, variant, folder }: ObjectOrder): Promise<string> {
  const { compiler, flags } = toolchains[variant];
  const cpp = programCpp(program);
  const object = join(folder, `${basename(program, '.mq5')}-${hash(cpp, flags, sourceFlags, shimHeaders())}.o`);
  await buildOnce(object, (partial) =>
    runCompiler({
      compiler,
      flags: [...sourceFlags, ...flags, '-c', '-o', partial, '-x', 'c++', '-'],
      input: cpp,
      what: basename(program),
    }),
  );
  return object;
}

function programCpp(path: string): string {
  const { cpp, findings } = transformProgram({ path, includeFolder, root });
  if (cpp === null) throw new Error(findings.map(showFinding).join('\n'));
  return cpp;
}

/** The shim's objects, named by what they are made of. */
async function buildShim(variant: Variant, folder: string): Promise<string[]> {
  const { compiler, flags, platformSource } = toolchains[variant];
  const headers = shimHeaders();
  const sources = globSync('**/*.cpp', { cwd: shimFolder })
    .filter((path) => !path.startsWith('plat_') || path === platformSource)
    .sort();
  const jobs = sources.map((path) => ({
    path,
    object: join(folder, 'shim', `${basename(path, '.cpp')}-${hash(flags, headers, path, shimText(path))}.o`),
  }));
  const waiting = [...jobs];
  const worker = async (): Promise<void> => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      const source = join(shimFolder, job.path);
      const common = ['-std=c++20', '-Wall', '-Wextra', '-Werror', ...flags];
      await buildOnce(job.object, (partial) =>
        runCompiler({ compiler, flags: [...common, '-c', '-o', partial, source], what: job.path }),
      );
    }
  };
  await Promise.all(Array.from({ length: compilersMax }, worker));
  return jobs.map(({ object }) => object);
}

/** At a time, of one process. */
const compilersMax = 2;

const shimHeaders = (): string[] => globSync('**/*.h', { cwd: shimFolder }).sort().map(shimText);

const shimText = (path: string): string => readFileSync(join(shimFolder, path), 'utf8');

const hash = (...parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
