import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { whySkipped } from '../../mql5/host-test/build/variant.ts';
import { childPids } from '../bench/child-pids.ts';
import { inProject } from '../project-root.ts';
import { planOf, realRuns } from './real/real-runs.ts';

const notBuilt = existsSync(inProject('out/main/headless.js'))
  ? null
  : 'skipped: the cockpit is not built (npm run build)';
const why = whySkipped('plain') ?? notBuilt;

/** Generous: an order of which nothing was sent is proved not found in 75 s, and other tests run beside. */
const timeout = 600_000;

const runs = 6;

describe.skipIf(why !== null)(why ?? 'kill −9 of the cockpit, of the adviser, and of both', () => {
  test('leaves no order lost, doubled or unknown, on the screen and on the disk', { timeout }, async () => {
    const interrupted = new AbortController().signal;
    const report = await realRuns({ runs, seed: 13 }, { interrupted, onRun: () => undefined });
    const clean = { runs, lost: 0, doubled: 0, unknown: 0, untrue: 0, broken: 0, ok: true, stories: [] };
    expect(report).toMatchObject(clean);
  });

  test('leaves no process behind when it is interrupted', { timeout }, async () => {
    const before = childPids(process.pid);
    const interruption = new AbortController();
    const played = realRuns({ runs, seed: 2 }, { interrupted: interruption.signal, onRun: () => undefined });
    await expect.poll(() => childPids(process.pid).length, { timeout: 60_000 }).toBeGreaterThan(before.length + 6);
    interruption.abort(new Error('Ctrl+C'));
    await expect(played).rejects.toThrow('Ctrl+C');
    expect(childPids(process.pid)).toEqual(before);
  });
});

test('each side and both of them die alike often, a quarter of them during the close', () => {
  const plans = Array.from({ length: 120 }, (_, run) => planOf(run, 1));
  const times = (isOne: (plan: (typeof plans)[number]) => boolean): number => plans.filter(isOne).length;
  expect({
    cockpit: times(({ kills }) => kills[0]?.sides.join() === 'cockpit'),
    adviser: times(({ kills }) => kills[0]?.sides.join() === 'adviser'),
    both: times(({ kills }) => kills[0]?.sides.length === 2),
    close: times(({ during }) => during === 'close'),
    late: times(({ kills }) => kills[0] === undefined || kills[0].afterMs > 400),
  }).toEqual({ cockpit: 40, adviser: 40, both: 40, close: 30, late: 0 });
});
