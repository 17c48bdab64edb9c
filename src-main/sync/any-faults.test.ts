import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fault } from '#shared/base/fault.ts';
import { price } from '#shared/units/price.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { createSyncRig, minuteMs, rigClock, shortPlan, type HistoryManner, type SyncRig } from './sync-rig.suite.ts';

const storeFull = fault('STORE_FULL', 'The disk is full.');

const fewDays = { ...shortPlan, m1Years: 9 / 365.25, coarseYears: 16 / 365.25 };

type Step =
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'sleep'; readonly minutes: number }
  | { readonly kind: 'manner'; readonly manner: HistoryManner }
  | { readonly kind: 'correct'; readonly minutesAgo: number }
  | { readonly kind: 'tellAgain'; readonly minutesAgo: number; readonly count: number; readonly reversed: boolean }
  | { readonly kind: 'fill'; readonly isFull: boolean }
  | { readonly kind: 'connect' | 'disconnect' | 'kill' | 'historyLeaves' | 'historyComes' | 'syncNow' };

const anyManner = fc.constantFrom<HistoryManner>(
  ...(['refuse', 'hang', 'loseRecords', 'outOfOrder', 'repeatPage', 'leaveHalfway'] as const),
);

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.integer({ min: 10, max: 3000 }).map((ms) => ({ kind: 'pass', ms }) as const),
  fc.integer({ min: 1, max: 3000 }).map((minutes) => ({ kind: 'sleep', minutes }) as const),
  anyManner.map((manner) => ({ kind: 'manner', manner }) as const),
  fc.integer({ min: 1, max: 500 }).map((minutesAgo) => ({ kind: 'correct', minutesAgo }) as const),
  fc
    .tuple(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 700 }), fc.boolean())
    .map(([minutesAgo, count, reversed]) => ({ kind: 'tellAgain', minutesAgo, count, reversed }) as const),
  fc.boolean().map((isFull) => ({ kind: 'fill', isFull }) as const),
  fc
    .constantFrom(...(['connect', 'disconnect', 'kill', 'historyLeaves', 'historyComes', 'syncNow'] as const))
    .map((kind) => ({ kind })),
);

/** Something is wished for twice there, and nothing is to be asked for yet. */
const inTheFirstMinuteOfADay: Step[] = [
  { kind: 'fill', isFull: false },
  { kind: 'correct', minutesAgo: 1 },
  { kind: 'sleep', minutes: 2160 },
];

test('whatever happens on the way, what is stored in the end is what the source has', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 3, maxLength: 25 }), async (steps) => {
      const rig = createSyncRig({ plan: fewDays });
      const link = { isOpen: false };
      for (const step of steps) await take(rig, step, link);
      rig.manners.length = 0;
      rig.refuseToStore(null);
      if (link.isOpen) rig.disconnect();
      rig.connect();
      for (let round = 0; round < 4; round++) {
        rig.synchronizer.syncNow({ symbols: null });
        await rig.pass(1500, 50);
      }
      expect(rig.differences()).toEqual([]);
      expect(rig.stream('bars', 'M1')).toMatchObject({ phase: 'live', lagMs: 0 });
      rig.synchronizer.dispose();
      expect(rig.clock.pendingTimers()).toBe(0);
    }),
    { numRuns: 15, examples: [[inTheFirstMinuteOfADay]] },
  );
}, 300_000);

async function take(rig: SyncRig, step: Step, link: { isOpen: boolean }): Promise<void> {
  switch (step.kind) {
    case 'pass':
      await rig.pass(step.ms, 50);
      break;
    case 'sleep':
      rig.sleep(step.minutes * minuteMs);
      break;
    case 'manner':
      rig.manners.push(step.manner);
      break;
    case 'correct':
      correct(rig, step.minutesAgo);
      break;
    case 'tellAgain':
      if (link.isOpen) tellAgain(rig, step);
      break;
    case 'fill':
      rig.refuseToStore(step.isFull ? storeFull : null);
      break;
    case 'connect':
      if (!link.isOpen) rig.connect();
      link.isOpen = true;
      break;
    case 'disconnect':
      if (link.isOpen) rig.disconnect();
      link.isOpen = false;
      break;
    case 'kill':
      rig.restart();
      link.isOpen = false;
      break;
    case 'historyLeaves':
      rig.historyLeaves();
      break;
    case 'historyComes':
      if (link.isOpen) rig.historyComes();
      break;
    case 'syncNow':
      rig.synchronizer.syncNow({ symbols: null });
      break;
  }
}

/** The broker says otherwise of a minute of the day that runs; who is connected hears it, everybody else finds it when asking for that day. */
function correct(rig: SyncRig, minutesAgo: number): void {
  const midnight = rigClock.midnightBefore(utcMs(rig.source.nowUtcMs));
  const before = rig.source.nowUtcMs - minutesAgo * minuteMs - minuteMs;
  const index = rig.source.minutes.findLastIndex(({ openTimeUtcMs }) => openTimeUtcMs <= before);
  const bar = rig.source.minutes[index];
  if (bar === undefined || bar.openTimeUtcMs < midnight) return;
  const corrected = { ...bar, high: price(bar.high + 1) };
  rig.source.minutes = rig.source.minutes.with(index, corrected);
  rig.tellLate([corrected]);
}

function tellAgain(rig: SyncRig, { minutesAgo, count, reversed }: Extract<Step, { kind: 'tellAgain' }>): void {
  const from = rig.source.nowUtcMs - minutesAgo * minuteMs;
  const known = rig.source.minutes.filter(
    (bar) => bar.openTimeUtcMs >= from && bar.openTimeUtcMs + minuteMs <= rig.source.nowUtcMs,
  );
  const minutes = known.slice(0, count);
  rig.tellLate(reversed ? minutes.toReversed() : minutes);
}
