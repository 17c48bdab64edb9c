import './require-node-22.ts';
import './disposable-stacks.ts';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { nodeLauncher } from '#main/wiring/node-launcher.ts';
import { runCockpit } from '#main/wiring/run-cockpit.ts';

/**
 * `node cockpit-on-windows.js DATA_FOLDER ORDERS_FOLDER`: the whole engine with its bridge and its databases, for a terminal that
 * somebody else starts. No signal reaches a process under Wine, so files are its orders: `stop` ends it, and `stall` with a
 * number of milliseconds has it stand still for so long.
 */
const [folder, orders] = process.argv.slice(2);
if (folder === undefined || orders === undefined) throw new Error('the data folder and the orders folder are missing');

const running = await runCockpit({
  folder,
  settings: {},
  port: 0,
  rendererFolder: join(folder, 'window'),
  launcher: nodeLauncher(import.meta.url),
  launchesTerminal: false,
  staysReducing: false,
  onFailed: () => process.exit(1),
});
if (!running.ok) throw new Error(`${running.error.code}: ${running.error.message}`);
process.stdout.write(`the cockpit runs on Node ${process.versions.node} for ${process.platform}\n`);

const stopFile = join(orders, 'stop');
const stallFile = join(orders, 'stall');
const pollMs = 100;

const watch = setInterval(() => {
  if (existsSync(stallFile)) stall();
  if (existsSync(stopFile)) {
    clearInterval(watch);
    void running.value[Symbol.asyncDispose]().then(() => process.exit(0));
  }
}, pollMs);

/** Whoever ordered it sees by the file's end that it is over. */
function stall(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(readFileSync(stallFile, 'utf8')));
  rmSync(stallFile);
}
