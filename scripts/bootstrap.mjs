/**
 * `node scripts/bootstrap.mjs COMMAND [arguments]`: the way in on a fresh clone. It runs on the machine's own Node, 20 or
 * later, without any package; installs what is missing or stale, then hands over to the Node that the lockfile carries.
 * What it has to say itself goes to stderr, so that `ats … --json` keeps stdout.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { carriedNode, majorOf } from './bootstrap/carried-node.mjs';
import { handOver } from './bootstrap/hand-over.mjs';
import { install, isInstalled } from './bootstrap/install.mjs';

const oldestMajor = 20;

/** @type {Readonly<Record<string, string>>} */
const scripts = {
  start: 'scripts/start.ts',
  test: 'scripts/test.ts',
  check: 'scripts/check.ts',
  build: 'scripts/build.ts',
  e2e: 'scripts/e2e.ts',
  bench: 'scripts/bench/main.ts',
  'crash-test': 'scripts/crash-test/main.ts',
  'sync-kill': 'scripts/sync-kill/main.ts',
  'projection-kill': 'scripts/projection-kill/main.ts',
  'agent-kill': 'scripts/agent-kill/main.ts',
  'real-parts': 'scripts/real-parts/main.ts',
  bless: 'scripts/bless/main.ts',
  generate: 'scripts/generate-mqh/main.ts',
  fuzz: 'scripts/fuzz/main.ts',
  ats: 'src-main/hosts/cli/main.ts',
};

process.exitCode = await main(process.argv.slice(2));

/** @param {string[]} args */
async function main([command = '', ...args]) {
  const script = scripts[command];
  if (script === undefined)
    return refuse(`Usage: node scripts/bootstrap.mjs ${Object.keys(scripts).join(' | ')} [arguments]`);
  if (majorOf(process.version) < oldestMajor) {
    return refuse(
      `ATS Cockpit needs Node ${oldestMajor} or later to install itself; this is ${process.version}. Nothing was changed.`,
    );
  }
  const root = fileURLToPath(new URL('..', import.meta.url));
  const node = carriedNode(root, process);
  if (node === null) {
    return refuse(
      `No Node is carried for ${process.platform} ${process.arch}, and this one is ${process.version}. ` +
        'Install Node 24 and run the command again.',
    );
  }
  if (!existsSync(node) || !isInstalled(root)) {
    process.stderr.write('Installing packages: missing, or older than package-lock.json …\n');
    if (!install(root) || !existsSync(node)) {
      return refuse(
        'The packages could not be installed, so nothing was started; no file of yours was touched. ' +
          'npm says why above. Without a network, connect once and run the command again: later runs need none.',
      );
    }
  }
  return handOver({ node, root, script, args });
}

/** @param {string} message */
function refuse(message) {
  process.stderr.write(`${message}\n`);
  return 1;
}
