import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';

const script = join(import.meta.dirname, '../.ci/run');
const counted = '12 passed, 0 failed, 3 skipped';

/** A machine of which only these programs are not its own: what `npm test` does there, and what apt-get does. */
interface Machine {
  readonly tests: string;
  readonly apt?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

interface Ended {
  readonly code: number | null;
  readonly lines: readonly string[];
}

/** Runs the script in a folder of its own, in which nothing is installed that it could install. */
async function runOn({ tests, apt = 'exit 100', environment = {} }: Machine): Promise<Ended> {
  const root = mkdtempSync(join(tmpdir(), 'ats-ci-'));
  onTestFinished(() => {
    rmSync(root, { recursive: true, force: true });
  });
  const programs = { npm: `[ "$1" = test ] || exit 1\n${tests}`, 'apt-get': apt, sudo: 'shift; exec "$@"' };
  for (const folder of ['.ci', 'bin', 'home']) mkdirSync(join(root, folder));
  copyFileSync(script, join(root, '.ci/run'));
  for (const [name, commands] of Object.entries(programs)) {
    writeFileSync(join(root, 'bin', name), `#!/usr/bin/env bash\n${commands}\n`);
    chmodSync(join(root, 'bin', name), 0o755);
  }
  const child = spawn('bash', [join(root, '.ci/run')], {
    env: { PATH: `${join(root, 'bin')}:${process.env.PATH ?? ''}`, HOME: join(root, 'home'), ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 25_000,
    killSignal: 'SIGKILL',
  });
  const [output, [code]] = await Promise.all([
    text(child.stdout),
    once(child, 'close') as Promise<[code: number | null]>,
  ]);
  return { code, lines: output.trimEnd().split('\n') };
}

const onLinux = test.skipIf(process.platform !== 'linux');

onLinux('ends with the counted line, and with what the tests ended with', async () => {
  const good = await runOn({ tests: `echo '${counted}'` });
  expect([good.code, good.lines.at(-1)]).toEqual([0, counted]);
  const bad = await runOn({ tests: `echo '1 passed, 2 failed, 0 skipped'; exit 7` });
  expect([bad.code, bad.lines.at(-1)]).toEqual([7, '1 passed, 2 failed, 0 skipped']);
});

onLinux('counts a failure where the tests broke off without counting', async () => {
  const { code, lines } = await runOn({ tests: 'echo out of memory; exit 134' });
  expect([code, lines.at(-1)]).toEqual([134, '0 passed, 1 failed, 0 skipped']);
  expect(lines).toContain('out of memory');
});

onLinux('stops tests that hang, and says so', async () => {
  const { code, lines } = await runOn({ tests: 'sleep 60', environment: { ATS_CI_TEST_SECONDS: '1' } });
  expect([code, lines.at(-1)]).toEqual([124, '0 passed, 1 failed, 0 skipped']);
  expect(lines).toContain('The tests had not ended after 1 seconds, and were stopped.');
});

onLinux('does not wait for what outlives the tests and holds on to their output', async () => {
  const { code, lines } = await runOn({ tests: `setsid sleep 40 & echo '${counted}'` });
  expect([code, lines.at(-1)]).toEqual([0, counted]);
});

onLinux('tests without what cannot be installed in time', async () => {
  const environment = { ATS_CI_INSTALL_SECONDS: '1' };
  const { code, lines } = await runOn({ tests: `echo '${counted}'`, apt: 'exec sleep 60', environment });
  expect([code, lines.at(-1)]).toEqual([0, counted]);
});

onLinux('gives the tests a home where the user has none', async () => {
  const tests = `[ -w "$HOME" ] && echo '${counted}'`;
  expect(existsSync('/nowhere')).toBe(false);
  const { code, lines } = await runOn({ tests, environment: { HOME: '/nowhere' } });
  expect([code, lines.at(-1)]).toEqual([0, counted]);
});
