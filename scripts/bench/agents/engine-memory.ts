import { setTimeout as sleep } from 'node:timers/promises';
import { assert } from '#shared/base/assert.ts';
import { startHeadlessEngine } from '#main/testkit/headless-engine.ts';
import { askSignal } from '#main/wiring/ask-agents.ts';
import { ensureBuilt } from '../../ensure-built.ts';
import { residentMiB } from '../resident-memory.ts';

/** As in the benchmark of the start: agents are loaded by then. */
const settledAfterMs = 15_000;
const patienceMs = 60_000;

/** The built engine in a process of its own, with the simulated terminal: what it holds before its agents were asked, and once they have answered. */
export async function measureEngineMemory(
  folder: string,
): Promise<{ readonly beforeMiB: number; readonly afterMiB: number }> {
  assert(await ensureBuilt(), 'the cockpit can be built');
  await using engine = await startHeadlessEngine({ data: folder });
  await sleep(settledAfterMs);
  const beforeMiB = residentMiB(engine.pid);
  const deadlineMs = performance.now() + patienceMs;
  // Scenario B's bars are the shorter ones there, and the market stands still from its first ticket on: A may never have decided.
  const wish = { scenario: 'swing', symbol: null, isInvoked: true } as const;
  for (let asked = await askSignal(folder, wish); !asked.ok; asked = await askSignal(folder, wish)) {
    const { code, message } = asked.error;
    assert(performance.now() < deadlineMs, () => `the agents are asked within a minute: ${code} ${message}`);
    await sleep(200);
  }
  return { beforeMiB, afterMiB: residentMiB(engine.pid) };
}
