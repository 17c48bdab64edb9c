import './require-node.ts';
import { fileURLToPath } from 'node:url';
import type { Fault } from '#shared/base/fault.ts';
import { nodeLauncher } from '#main/wiring/node-launcher.ts';
import { runCockpit } from '#main/wiring/run-cockpit.ts';
import { endAfterFailure } from './end-after-failure.ts';
import { parseHostOptions } from './host-options.ts';
import { rendererFolderOf } from './renderer-folder.ts';

/** The engine as a plain Node process; its window is a page on loopback. */
const options = parseHostOptions('ats-headless', process.argv.slice(2));
if (!options.ok) endRefused(options.error);

const running = await runCockpit({
  ...options.value,
  rendererFolder: rendererFolderOf(fileURLToPath(import.meta.url)),
  launcher: nodeLauncher(import.meta.url),
  onFailed: endAfterFailure,
});
if (!running.ok) endRefused(running.error);

const { port, token, logger, fail } = running.value;
process.on('uncaughtException', fail);
process.stdout.write(`ATS Cockpit is running on ${options.value.folder}\n`);
process.stdout.write(`Open its window at http://127.0.0.1:${port}/#token=${token}\n`);

let isStopping = false;
const stop = (signal: string): void => {
  if (isStopping) return;
  isStopping = true;
  logger.info('stopping', { signal });
  void running.value[Symbol.asyncDispose]().then(() => process.exit(0));
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);

function endRefused({ code, message }: Fault): never {
  process.stderr.write(`${code}: ${message}\n`);
  process.exit(1);
}
