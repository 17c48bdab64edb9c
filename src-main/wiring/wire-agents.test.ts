import { expect, test, vi } from 'vitest';
import { assert } from '#shared/base/assert.ts';
import { AdvancingMarketClock } from '#main/sync/advancing-market-clock.ts';
import { createManualClock } from '#main/testkit/manual-clock.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { createScriptedMemory } from '#main/testkit/scripted-memory.ts';
import { openStoresAt } from './open-stores.ts';
import { settingsSchema } from './settings.ts';
import { systemRng } from './system-rng.ts';
import { temporaryDataFolder } from './while-cockpit-runs.suite.ts';
import { wireAgents } from './wire-agents.ts';

test('where agents cannot be loaded ahead it is logged, and the program runs on', async () => {
  using data = temporaryDataFolder();
  const { logger, lines } = createRecordingLogger();
  const clock = createManualClock();
  const machine = { wallClock: clock.wall, monotonicClock: clock.monotonic, timers: clock.timers, rng: systemRng };
  const opened = openStoresAt(data.path, logger, { machine, marketClock: new AdvancingMarketClock() });
  assert(opened.ok, 'the folder opens');
  const { folder } = opened.value;
  using stores = opened.value.stores;
  const settings = settingsSchema.parse({});
  await using agents = wireAgents({ folder, stores, settings, memory: createScriptedMemory(), machine, logger });
  assert(agents !== null, 'agents are asked unless they are switched off');
  const broken = new Error('the engine cannot tell how things stand');
  agents.start({
    snapshot: () => {
      throw broken;
    },
  });
  clock.advance(3_000);
  await vi.waitUntil(() => lines.some(({ level }) => level === 'error'), { timeout: 20_000 });
  expect(lines.filter(({ level }) => level === 'error')).toEqual([expect.objectContaining({ error: broken })]);
});
