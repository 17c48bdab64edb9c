import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';

const forwarded = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Runs a script under the given Node in this process's place: its input and output, its signals, its end.
 *
 * @param {{ node: string, root: string, script: string, args: readonly string[] }} task
 * @returns {Promise<number>} the exit code; 128 + n when signal n ended it, as a shell has it
 */
export function handOver({ node, root, script, args }) {
  const child = spawn(node, [join(root, script), ...args], { stdio: 'inherit', env: environment(root) });
  for (const signal of forwarded) {
    // A terminal sends Ctrl+C to parent and child alike; forwarding it would count as a second one.
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']);
    });
  });
}

/**
 * Programs of the lockfile come first on the path, and so does its Node for `#!/usr/bin/env node`.
 *
 * @param {string} root
 */
function environment(root) {
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...process.env, [name]: [join(root, 'node_modules', '.bin'), process.env[name]].join(delimiter) };
}
