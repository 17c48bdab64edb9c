import './require-node.ts';
import { fileURLToPath } from 'node:url';
import { assertNever } from '#shared/base/assert.ts';
import type { Fault } from '#shared/base/fault.ts';
import { shellMessageSchema, type EngineMessage, type ShellMessage } from '#shared/contract/shell-messages.ts';
import { runCockpit, type RunningCockpit, type ServedPort } from '#main/wiring/run-cockpit.ts';
import { endAfterFailure } from './end-after-failure.ts';
import { parseHostOptions } from './host-options.ts';
import { parentPort } from './parent-port.ts';
import { rendererFolderOf } from './renderer-folder.ts';
import { shellLauncher } from './shell-launcher.ts';

/** The engine inside the desktop: a utility process that the shell forks, tells to start, and gives each window's port. */
const shell = parentPort();
const post = (message: EngineMessage): void => {
  shell.postMessage(message);
};
const launcher = shellLauncher(post);
let running: Promise<RunningCockpit | null> = Promise.resolve(null);

shell.on('message', ({ data, ports }) => {
  void handle(shellMessageSchema.parse(data), ports);
});

async function handle(message: ShellMessage, ports: readonly ServedPort[]): Promise<void> {
  switch (message.kind) {
    case 'start':
      running = start(message);
      break;
    case 'connectWindow': {
      const cockpit = await running;
      for (const port of ports) cockpit?.servePort(port);
      break;
    }
    case 'childStarted':
      launcher.childStarted(message.child, message.pid);
      break;
    case 'childExited':
      launcher.childExited(message.child, message.code);
      break;
    case 'stop':
      await (await running)?.[Symbol.asyncDispose]();
      process.exit(0);
      break;
    default:
      assertNever(message, 'message of the shell');
  }
}

async function start(message: Extract<ShellMessage, { kind: 'start' }>): Promise<RunningCockpit | null> {
  const options = parseHostOptions('ats-engine', message.arguments);
  if (!options.ok) return refused(options.error);
  const started = await runCockpit({
    ...options.value,
    staysReducing: options.value.staysReducing || message.reducing,
    rendererFolder: rendererFolderOf(fileURLToPath(import.meta.url)),
    launcher,
    onFailed: endAfterFailure,
  });
  if (!started.ok) return refused(started.error);
  process.on('uncaughtException', started.value.fail);
  return started.value;
}

function refused(fault: Fault): null {
  post({ kind: 'refused', fault });
  return null;
}
