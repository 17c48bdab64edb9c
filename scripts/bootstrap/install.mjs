import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }} LockedPackage */

/**
 * Whether node_modules holds what package-lock.json asks for. npm writes its own copy of the lockfile as the last act of
 * an installation, so an interrupted one counts as none. Optional packages may be absent: they are for other platforms.
 *
 * @param {string} root
 */
export function isInstalled(root) {
  const present = lockedPackages(join(root, 'node_modules', '.package-lock.json'));
  const { '': project, ...wanted } = lockedPackages(join(root, 'package-lock.json'));
  if (Object.keys(present).length === 0) return false;
  return Object.entries(wanted).every(([path, { version, integrity, optional, devOptional }]) => {
    const found = present[path];
    if (found === undefined) return optional === true || devOptional === true;
    return found.version === version && found.integrity === integrity;
  });
}

/**
 * @param {string} path
 * @returns {Record<string, LockedPackage>}
 */
function lockedPackages(path) {
  if (!existsSync(path)) return {};
  const { packages } = /** @type {{ packages: Record<string, LockedPackage> }} */ (
    JSON.parse(readFileSync(path, 'utf8'))
  );
  return packages;
}

/**
 * Installs what the lockfile lists; npm's words go to stderr. Returns whether it went well.
 *
 * @param {string} root
 */
export function install(root) {
  const [command, ...prefix] = npm();
  // npm ci removes node_modules first, which Windows refuses while the Node inside it runs this very script.
  const verb =
    process.platform === 'win32' && process.execPath.startsWith(join(root, 'node_modules') + sep) ? 'install' : 'ci';
  const options = [
    '--loglevel=error',
    '--include=dev',
    '--include=optional',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
  ];
  const { status } = spawnSync(command, [...prefix, verb, ...options], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: command === 'npm.cmd',
  });
  return status === 0;
}

/**
 * npm's own script where it can be found, since `npm.cmd` can be started through a shell only.
 *
 * @returns {[string, ...string[]]}
 */
function npm() {
  const beside = dirname(process.execPath);
  const script = [
    process.env.npm_execpath ?? '',
    join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ].find((path) => path.endsWith('npm-cli.js') && existsSync(path));
  if (script !== undefined) return [process.execPath, script];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
}
