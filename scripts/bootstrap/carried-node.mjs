import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const requiredMajor = 24;

/**
 * The Node that runs the cockpit: the one that the lockfile carries for this platform, else this one when it is new
 * enough, else null. The path is where npm puts it; it may not be installed yet.
 *
 * @param {string} root
 * @param {{ platform: string, arch: string, version: string, execPath: string }} machine
 * @returns {string | null}
 */
export function carriedNode(root, machine) {
  const { optionalDependencies = {} } = /** @type {{ optionalDependencies?: Record<string, string> }} */ (
    JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  );
  const isWindows = machine.platform === 'win32';
  const name = `node-${isWindows ? 'win' : machine.platform}-${machine.arch}`;
  if (name in optionalDependencies) return join(root, 'node_modules', name, 'bin', isWindows ? 'node.exe' : 'node');
  return majorOf(machine.version) >= requiredMajor ? machine.execPath : null;
}

/** @param {string} version */
export const majorOf = (version) => Number(/\d+/.exec(version)?.[0]);
