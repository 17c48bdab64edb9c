/**
 * `npm start`: opens the cockpit in Electron where its program can be had, else runs the headless host, which prints the
 * address of the same window. Arguments go to whichever runs.
 */
import { handOver } from './bootstrap/hand-over.mjs';
import { obtainElectron } from './obtain-electron.ts';
import { ensureBuilt } from './ensure-built.ts';
import { projectRoot } from './project-root.ts';

const args = process.argv.slice(2);
process.exitCode = (await ensureBuilt()) ? await open() : 1;

/** Codes of a program that never began: a library is missing; its sandbox was refused (SIGTRAP). */
const neverBegan = [127, 133];

async function open(): Promise<number> {
  const electron = await obtainElectron();
  if (electron.kind === 'absent') return openHeadless(electron.reason);
  const code = await handOver({ node: electron.path, root: projectRoot, script: '.', args });
  return neverBegan.includes(code) ? openHeadless('Electron could not start here, see above') : code;
}

function openHeadless(reason: string): Promise<number> {
  process.stderr.write(`No desktop window: ${reason}. The cockpit runs without it; open the address below.\n`);
  return handOver({ node: process.execPath, root: projectRoot, script: 'out/main/headless.js', args });
}
