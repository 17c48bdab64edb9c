import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { normalizedBarFile } from '#main/testkit/bar-file.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';

const host = fileURLToPath(new URL('simulated-terminal.ts', import.meta.url));
const token = `v1.${'A'.repeat(32)}`;
const patience = 20_000;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ats-terminal-host-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const words = (...more: readonly string[]): string[] => [
  ...['--data', join(folder, 'terminal'), '--address', join(folder, 'pipe.sock'), '--history-days', '1'],
  ...more,
];

/** Starts it with something wrong, so that it ends by itself. */
function refusal(options: readonly string[], environment: NodeJS.ProcessEnv = { ATS_PAIRING_TOKEN: token }) {
  const { status, stderr } = spawnSync(process.execPath, [host, ...options], {
    env: { ...process.env, ...environment },
    encoding: 'utf8',
    timeout: patience,
  });
  return { status, stderr };
}

/** Starts it as a launcher does, and resolves with its exit code once it was let go. */
async function runBriefly(options: readonly string[], letGo: 'SIGTERM' | 'disconnect'): Promise<unknown> {
  const child = fork(host, [...options], {
    env: { ...process.env, ATS_PAIRING_TOKEN: token },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const exit = once(child, 'exit');
  const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
  expect(JSON.parse(line.toString())).toMatchObject({ event: 'disconnected', code: 'PIPE_FAILED' });
  if (letGo === 'disconnect') child.disconnect();
  else child.kill(letGo);
  const [code] = (await exit) as [number | null];
  return code;
}

test.each(['disconnect', 'SIGTERM'] as const)(
  'without a cockpit it tells so and waits, and ends with its parent (%s)',
  async (letGo) => {
    expect(await runBriefly(words(), letGo)).toBe(0);
  },
  patience,
);

test(
  'a folder whose account trades on another market is refused with a word about both',
  async () => {
    await runBriefly(words('--seed', '1'), 'SIGTERM');
    const { status, stderr } = refusal(words('--seed', '2'));
    expect(status).toBe(1);
    expect(stderr).toMatch(/SETTINGS_INVALID.*seed 1.*seed 2/s);
    expect(await runBriefly(words('--seed', '1', '--speed', '5'), 'SIGTERM')).toBe(0);
  },
  patience,
);

test(
  'recorded minutes are replayed from a gzipped file, and nothing after their end',
  async () => {
    const file = join(folder, 'history.csv.gz');
    writeFileSync(file, gzipSync(normalizedBarFile(sampleBars({ count: 300 }))));
    expect(await runBriefly(words('--history', file), 'SIGTERM')).toBe(0);
    const late = ['--data', join(folder, 'late'), '--history', file, '--start', '2030-01-01T00:00Z'];
    expect(refusal(late)).toMatchObject({ status: 1, stderr: expect.stringContaining('nothing to play') as string });
  },
  patience,
);

test.each([
  ['a token that is none', [], { ATS_PAIRING_TOKEN: 'secret' }, 'not a pairing token'],
  ['an unknown symbol', ['--symbol', 'COCOA'], { ATS_PAIRING_TOKEN: token }, 'INSTRUMENT_MISSING'],
  ['a history that is not there', ['--history', 'nowhere.csv'], { ATS_PAIRING_TOKEN: token }, 'FILE_NOT_FOUND'],
  ['a clock that is none', ['--clock', 'mars'], { ATS_PAIRING_TOKEN: token }, 'not a clock rule'],
  ['a speed of nothing', ['--speed', '0'], { ATS_PAIRING_TOKEN: token }, 'A speed is'],
  ['a start that is no time', ['--start', 'soon'], { ATS_PAIRING_TOKEN: token }, 'A time is written'],
  ['a step that is none', ['--delay-after', 'lunch=5'], { ATS_PAIRING_TOKEN: token }, 'The steps are'],
])(
  'refuses %s in a sentence, and does not repeat the secret',
  (_, options, environment, sentence) => {
    const { status, stderr } = refusal(words(...options), environment);
    expect(status).toBe(1);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain(environment.ATS_PAIRING_TOKEN);
  },
  patience,
);
