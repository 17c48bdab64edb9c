import { build } from 'vite';
import { inProject } from '../../project-root.ts';

/**
 * A script of this folder with all of ours that it imports in one file, as each program of the built cockpit is; answers where it lies. In one file
 * functions know each other, while every call from one source file to another looks first whether it is still the same function.
 */
export async function bundled(name: string): Promise<string> {
  const outDir = inProject('.cache/bench');
  const ssr = inProject(`scripts/bench/backtest/${name}.ts`);
  await build({ configFile: false, root: inProject('.'), logLevel: 'warn', build: { ssr, outDir, target: 'node24' } });
  return inProject(`.cache/bench/${name}.js`);
}
