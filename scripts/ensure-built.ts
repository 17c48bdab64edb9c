import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectRoot } from './project-root.ts';
import { runProgram } from './run-program.ts';

const stampFile = join(projectRoot, 'out/.inputs');

/** Builds everything into `out/`, unless it was built from these very inputs. Returns whether `out/` is now good. */
export async function ensureBuilt(): Promise<boolean> {
  const stamp = inputStamp(projectRoot);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return true;
  rmSync(stampFile, { force: true });
  process.stderr.write('Building the cockpit …\n');
  const { code, output } = await runProgram(
    { package: 'electron-vite', args: ['build', '--logLevel', 'warn'] },
    { isShown: false },
  );
  process.stderr.write(output);
  if (code !== 0) return false;
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
  return true;
}

/** A hash over the names and contents of all that goes into a build. */
export function inputStamp(root: string): string {
  const inputs = globSync(
    ['src-{main,shared,renderer}/**/*', 'electron.vite.config.ts', 'package.json', 'package-lock.json'],
    {
      cwd: root,
      exclude: ['**/*.{test,suite}.{ts,tsx}', 'src-main/testkit/**'],
    },
  );
  const hash = createHash('sha256');
  for (const path of inputs.sort()) {
    const file = join(root, path);
    if (statSync(file).isFile())
      hash
        .update(`${path.replaceAll('\\', '/')}\0`)
        .update(readFileSync(file))
        .update('\0');
  }
  return hash.digest('hex');
}
