import { expect, test, vi } from 'vitest';
import type { Launcher } from '#main/ports/launcher.ts';
import { startRemembering } from './remembering.suite.ts';
import { temporaryDataFolder } from './while-cockpit-runs.suite.ts';

/** Starts programs that never answer, and that end as the test says. */
function silentLauncher() {
  const exits: ((code: number) => void)[] = [];
  const launcher: Launcher = {
    launch: () => ({
      pid: 1,
      onExit: (listener) => void exits.push(listener),
      [Symbol.dispose]: () => exits.at(-1)?.(0),
    }),
  };
  return { launcher, exits, isLaunched: () => vi.waitUntil(() => exits.length > 0, { timeout: 20_000 }) };
}

const rows = { adapter: 'exact', wanted: 'exact', server: '', fault: null };

test('a Chroma that nobody named is wanted once there is one: where there is none the rows are all there should be', async () => {
  using folder = temporaryDataFolder();
  const { launcher, exits, isLaunched } = silentLauncher();
  await using life = await startRemembering({ path: folder.path, memory: {}, launcher });
  await isLaunched();
  expect(life.health('vectors')).toMatchObject(rows);
  exits[0]?.(127);
  expect(life.health('vectors')).toMatchObject(rows);
  expect(life.lamp()).toEqual({ name: 'memory', level: 'ok', code: 'inStep', detail: 'exact, embedded' });
  expect(await life.asks.vectors()).toMatchObject({ adapter: 'exact' });
});

test('one that is there and fails is missed', async () => {
  using folder = temporaryDataFolder();
  const { launcher, exits, isLaunched } = silentLauncher();
  await using life = await startRemembering({ path: folder.path, memory: {}, launcher });
  await isLaunched();
  exits[0]?.(1);
  expect(life.health('vectors')).toMatchObject({
    ...{ adapter: 'exact', wanted: 'chroma', attempts: 1 },
    fault: { code: 'VECTORS_UNREACHABLE' },
  });
  expect(life.lamp()).toMatchObject({ code: 'rungDown', detail: 'exact' });
});
