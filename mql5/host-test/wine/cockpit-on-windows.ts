import './require-node-22.ts';
import './disposable-stacks.ts';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { nodeLauncher } from '#main/wiring/node-launcher.ts';
import { runCockpit } from '#main/wiring/run-cockpit.ts';

/**
 * `node cockpit-on-windows.js DATA_FOLDER STOP_FILE`: the whole engine with its bridge and its databases, for a terminal that
 * somebody else starts. It ends when the stop file appears, since no signal reaches a process under Wine.
 */
const [folder, stopFile] = process.argv.slice(2);
if (folder === undefined || stopFile === undefined) throw new Error('the data folder and the stop file are missing');

const stopPollMs = 100;

const running = await runCockpit({
  folder,
  settings: { terminal: 'mt5' },
  port: 0,
  rendererFolder: join(folder, 'window'),
  launcher: nodeLauncher(import.meta.url),
  launchesTerminal: false,
  staysReducing: false,
  onFailed: () => process.exit(1),
});
if (!running.ok) throw new Error(`${running.error.code}: ${running.error.message}`);
process.stdout.write(`the cockpit runs on Node ${process.versions.node} for ${process.platform}\n`);

const watch = setInterval(() => {
  if (!existsSync(stopFile)) return;
  clearInterval(watch);
  void running.value[Symbol.asyncDispose]().then(() => process.exit(0));
}, stopPollMs);
