import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DeadLetter } from '#shared/contract/memory.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import { createManualClock } from '#main/testkit/manual-clock.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import {
  createChangingRows,
  createHostileTarget,
  unreachable,
  type ChangingRows,
  type HostileTarget,
  type Mishap,
  type RowChange,
} from './hostile-target.suite.ts';
import { Projector, refusalsMax, type ProjectorState } from './projector.ts';

interface Rig {
  readonly rows: ChangingRows;
  readonly target: HostileTarget;
  readonly letters: readonly DeadLetter[];
  readonly lines: ReturnType<typeof createRecordingLogger>['lines'];
  readonly clock: ReturnType<typeof createManualClock>;
  projector: Projector<RowChange>;
  /** As after kill −9 and a new start. */
  readonly restart: () => void;
  /** Lets what is under way go on, and time pass. */
  readonly pass: (ms: number) => Promise<void>;
}

function createRig({ batchMax = 4 }: { readonly batchMax?: number } = {}): Rig {
  const clock = createManualClock();
  const rows = createChangingRows();
  const target = createHostileTarget();
  const { logger, lines } = createRecordingLogger();
  const letters: DeadLetter[] = [];
  const open = (): Projector<RowChange> =>
    new Projector({
      projection: 'vectors',
      feed: rows,
      target,
      keyOf: ({ key }) => key,
      deadLetters: {
        addDeadLetter: (letter) => void letters.push(letter),
        deadLetterCount: () => letters.length,
        clearDeadLetters: () => void letters.splice(0),
      },
      monotonicClock: clock.monotonic,
      wallClock: clock.wall,
      timers: clock.timers,
      rng: { bytes: (length) => new Uint8Array(length).fill(128) },
      logger,
      batchMax,
    });
  const rig: Rig = {
    rows,
    target,
    letters,
    lines,
    clock,
    projector: open(),
    restart: () => {
      rig.projector[Symbol.dispose]();
      rig.projector = open();
      rig.projector.start();
    },
    pass: async (ms) => {
      for (let passed = 0; passed <= ms; passed += 500) {
        clock.advance(passed === 0 ? 0 : 500);
        await turns();
      }
    },
  };
  return rig;
}

/** Enough turns of the loop for everything that only waits for promises. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}

const calm: ProjectorState = {
  inStep: true,
  depth: 0,
  lagMs: 0 as ProjectorState['lagMs'],
  attempts: 0,
  nextAttemptInMs: null,
  fault: null,
  deadLetters: 0,
};

async function begunWith(keys: readonly string[], options?: { readonly batchMax?: number }): Promise<Rig> {
  const rig = createRig(options);
  keys.forEach((key, index) => rig.rows.put(key, index));
  rig.projector.start();
  await rig.pass(0);
  return rig;
}

const letterKeys = ({ letters }: Rig): readonly string[] => letters.map(({ key }) => key);

test('what changed is applied in order, in bounded batches, and then it is in step', async () => {
  const rig = createRig();
  for (let key = 0; key < 10; key++) rig.rows.put(`row ${key}`, key);
  expect(rig.projector.state()).toEqual({ ...calm, inStep: false, depth: 10 });
  rig.projector.start();
  await rig.pass(0);
  expect(rig.projector.state()).toEqual(calm);
  expect(rig.target.held()).toEqual(rig.rows.expected());
  expect(rig.target.applied().map((batch) => batch.length)).toEqual([4, 4, 2]);
  expect(rig.rows.readMost()).toBe(4);

  rig.rows.put('row 3', null);
  rig.projector.wake();
  expect(rig.projector.state().inStep).toBe(false);
  await rig.pass(0);
  expect(rig.target.held().has('row 3')).toBe(false);
  expect(rig.target.begun()).toBe(1);
});

test('a change that nobody told of is found by the slow pulse', async () => {
  const rig = await begunWith(['a']);
  rig.rows.put('b', 2);
  await rig.pass(5000);
  expect(rig.target.held()).toEqual(rig.rows.expected());
});

test('a target that was emptied behind our back is begun anew, and so is one of another life', async () => {
  const rig = await begunWith(['a', 'b', 'c']);
  rig.target.wipe();
  await rig.pass(5000);
  expect(rig.target.held()).toEqual(rig.rows.expected());
  expect(rig.target.begun()).toBe(2);
  rig.rows.clear();
  rig.rows.put('z', 26);
  rig.projector.wake();
  await rig.pass(0);
  expect([...rig.target.held()]).toEqual([['z', 26]]);
});

test('a target that does not answer is tried for ever, ever more rarely, and says when', async () => {
  const rig = await begunWith(['a']);
  rig.target.mishaps.push(...new Array<Mishap>(12).fill('before'));
  rig.rows.put('b', 2);
  rig.projector.wake();
  await rig.pass(0);
  expect(rig.projector.state()).toMatchObject({
    inStep: false,
    depth: 1,
    attempts: 1,
    nextAttemptInMs: 751,
    fault: unreachable.fault,
  });
  await rig.pass(60_000);
  expect(rig.projector.state()).toMatchObject({ attempts: 8, nextAttemptInMs: expect.any(Number) });
  expect(rig.projector.state().lagMs).toBeGreaterThan(59_000);
  await rig.pass(120_000);
  expect(rig.projector.state()).toEqual(calm);
  expect(rig.target.held()).toEqual(rig.rows.expected());
  expect(rig.lines.map(({ message, facts }) => [message, facts.code])).toEqual([
    ['a projection has to wait', 'VECTORS_UNREACHABLE'],
  ]);
});

test('who knows that the target is there again need not wait for the retry', async () => {
  const rig = await begunWith(['a']);
  rig.target.mishaps.push(...new Array<Mishap>(30).fill('before'));
  rig.rows.put('b', 2);
  rig.projector.wake();
  await rig.pass(30_000);
  rig.target.mishaps.splice(0);
  expect(rig.projector.state().nextAttemptInMs).toBeGreaterThan(1000);
  rig.projector.check();
  await rig.pass(0);
  expect(rig.projector.state()).toEqual(calm);
  expect(rig.clock.pendingTimers()).toBe(1);
});

test('a target that answers where it stands but takes nothing is left alone longer and longer', async () => {
  const rig = await begunWith(['a']);
  rig.rows.put('b', 2);
  rig.target.mishaps.push('before');
  for (let attempt = 0; attempt < 6; attempt++) rig.target.mishaps.push('none', 'before');
  rig.projector.wake();
  await rig.pass(15_000);
  expect(rig.projector.state().attempts).toBeGreaterThan(3);
});

test('an error that nobody foresaw is logged with its stack, told by a code, and tried again', async () => {
  const rig = createRig();
  rig.rows.put('a', 1);
  rig.target.mishaps.push('unknown');
  rig.projector.start();
  await rig.pass(0);
  expect(rig.projector.state().fault?.code).toBe('PROJECTION_FAILED');
  expect(rig.lines[0]).toMatchObject({ level: 'error', error: expect.any(TypeError) });
  await rig.pass(2000);
  expect(rig.projector.state()).toEqual(calm);
});

test('of a batch that is refused, the one change is found, dies after bounded attempts, and all others pass', async () => {
  const rig = createRig({ batchMax: 64 });
  for (let key = 0; key < 100; key++) rig.rows.put(`row ${key}`, key);
  rig.target.refusedKeys.add('row 41');
  rig.projector.start();
  await rig.pass(0);
  expect(rig.projector.state()).toMatchObject({ inStep: false, attempts: 1, fault: { code: 'VECTORS_REFUSED' } });
  expect(rig.letters).toEqual([]);
  await rig.pass(10_000);
  expect(rig.letters).toMatchObject([
    {
      projection: 'vectors',
      target: 'hostile',
      key: 'row 41',
      attempts: refusalsMax,
      fault: { code: 'VECTORS_REFUSED' },
    },
  ]);
  const others = new Map(rig.rows.expected());
  others.delete('row 41');
  expect(rig.target.held()).toEqual(others);
  expect(rig.projector.state()).toEqual({ ...calm, deadLetters: 1 });
});

test('over a line that never lets a large batch through, smaller ones bring everything there', async () => {
  const rig = createRig({ batchMax: 64 });
  for (let key = 0; key < 100; key++) rig.rows.put(`row ${key}`, key);
  rig.target.takesAtMost(10);
  rig.projector.start();
  await rig.pass(600_000);
  expect(rig.target.held()).toEqual(rig.rows.expected());
  expect(rig.projector.state()).toEqual(calm);
});

test('the mark goes behind a dead letter that was the last change: a new start does not meet it again', async () => {
  const rig = createRig();
  rig.rows.put('poison', 1);
  rig.target.refusedKeys.add('poison');
  rig.projector.start();
  await rig.pass(10_000);
  expect([rig.letters.length, rig.target.keptMark()?.revision]).toEqual([1, 1]);
  const applied = rig.target.applied().length;
  rig.restart();
  await rig.pass(10_000);
  expect([rig.letters.length, rig.target.applied().length]).toEqual([1, applied]);
});

test('beginning anew, also when it is asked for, forgets the dead letters and tries them once more', async () => {
  const rig = createRig();
  rig.rows.put('poison', 1);
  rig.target.refusedKeys.add('poison');
  rig.projector.start();
  await rig.pass(10_000);
  rig.target.refusedKeys.clear();
  rig.projector.reset();
  expect(rig.projector.state()).toMatchObject({ inStep: false, depth: 1 });
  await rig.pass(0);
  expect([rig.letters, [...rig.target.held()]]).toEqual([[], [['poison', 1]]]);
});

test('a reset that comes while the target is being begun begins once more', async () => {
  const rig = createRig();
  rig.rows.put('a', 1);
  rig.projector.start();
  rig.clock.advance(0);
  while (rig.target.begun() === 0) await Promise.resolve();
  rig.projector.reset();
  await rig.pass(0);
  expect(rig.target.begun()).toBe(2);
  expect(rig.projector.state()).toEqual(calm);
});

test('who waits for it is told when it is in step, when it is aborted, and when it is disposed', async () => {
  const rig = createRig();
  rig.rows.put('a', 1);
  const abort = new AbortController();
  const waiting = [rig.projector.untilInStep(new AbortController().signal), rig.projector.untilInStep(abort.signal)];
  abort.abort();
  await rig.pass(0);
  expect(await Promise.all(waiting)).toEqual(['inStep', 'aborted']);
  expect(await rig.projector.untilInStep(abort.signal)).toBe('aborted');
  rig.target.mishaps.push('before', 'before');
  rig.rows.put('b', 1);
  const left = rig.projector.untilInStep(new AbortController().signal);
  await rig.pass(0);
  rig.projector[Symbol.dispose]();
  expect(await left).toBe('disposed');
  expect(await rig.projector.untilInStep(new AbortController().signal)).toBe('disposed');
});

test('disposed, it leaves no timer, and what was under way has no consequence', async () => {
  const rig = createRig();
  for (let key = 0; key < 10; key++) rig.rows.put(`row ${key}`, key);
  rig.projector.start();
  rig.clock.advance(0);
  while (rig.target.applied().length === 0) await Promise.resolve();
  rig.projector[Symbol.dispose]();
  await rig.pass(60_000);
  expect([rig.target.applied().length, rig.clock.pendingTimers()]).toEqual([1, 0]);
  rig.projector.wake();
  expect(rig.clock.pendingTimers()).toBe(0);
});

test('a store of ours that cannot be read is a fault of the state and no end of the projector', async () => {
  const rig = await begunWith(['a', 'b']);
  const { depth } = rig.rows;
  rig.rows.put('c', 3);
  let isBroken = true;
  Object.assign(rig.rows, {
    depth: (revision: number): number => {
      if (isBroken) throw unreachable;
      return depth(revision);
    },
  });
  expect(rig.projector.state()).toMatchObject({ inStep: false, depth: 0, fault: unreachable.fault });
  isBroken = false;
  rig.projector.wake();
  await rig.pass(0);
  expect(rig.projector.state()).toEqual(calm);
});

test('a clock that goes on between two looks at it makes no negative lag', () => {
  const rig = createRig();
  rig.rows.put('a', 1);
  let looks = 0;
  Object.assign(rig.clock.monotonic, { nowMs: () => durationMs((looks += 1)) });
  expect(rig.projector.state().lagMs).toBeGreaterThanOrEqual(0);
});

test('an error of the store that is no fault is not hidden', async () => {
  const rig = await begunWith(['a']);
  Object.assign(rig.rows, {
    depth: () => {
      throw new TypeError('a mistake of ours');
    },
  });
  expect(() => rig.projector.state()).toThrow('a mistake of ours');
});

test('very many changes are not counted one by one', () => {
  const rig = createRig();
  Object.assign(rig.rows, { newest: () => 1_000_000, depth: () => expect.unreachable('nobody counts a million rows') });
  expect(rig.projector.state().depth).toBe(1_000_000);
});

const key = fc.nat(12).map((number) => `row ${number}`);
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('put' as const), key, value: fc.option(fc.nat(9)) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('mishap' as const),
      mishap: fc.constantFrom<Mishap>('before', 'after', 'halfway', 'unknown', 'refused'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(0, 500, 2000) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('microtasks' as const), count: fc.nat(9) }) },
  fc.record({ kind: fc.constantFrom('restart' as const, 'wipe' as const, 'clear' as const, 'reset' as const) }),
);

test('whatever fails and ends, and whenever: what is held in the end is what the rows say, and no two calls ever met', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 8 }), async (steps, batchMax) => {
      const rig = createRig({ batchMax });
      rig.projector.start();
      for (const it of steps) {
        switch (it.kind) {
          case 'put':
            rig.rows.put(it.key, it.value);
            rig.projector.wake();
            break;
          case 'mishap':
            rig.target.mishaps.push(it.mishap);
            break;
          case 'pass':
            await rig.pass(it.ms);
            break;
          case 'microtasks':
            rig.clock.advance(0);
            for (let turn = 0; turn < it.count; turn++) await Promise.resolve();
            break;
          case 'restart':
            // A killed process takes its connection with it; here the call that was under way ends first.
            await turns();
            rig.restart();
            break;
          case 'wipe':
            await turns();
            rig.target.wipe();
            break;
          case 'clear':
            rig.rows.clear();
            rig.projector.wake();
            break;
          case 'reset':
            rig.projector.reset();
            break;
        }
      }
      rig.target.mishaps.splice(0);
      await rig.pass(90_000);
      const dead = new Set(letterKeys(rig));
      const expected = [...rig.rows.expected()].filter(([it]) => !dead.has(it));
      const held = [...rig.target.held()].filter(([it]) => !dead.has(it));
      expect(held.toSorted()).toEqual(expected.toSorted());
      expect(rig.projector.state()).toMatchObject({ inStep: true, depth: 0, fault: null });
      expect(rig.target.metAnother()).toBe(false);
      rig.projector[Symbol.dispose]();
    }),
    { numRuns: 200 },
  );
}, 60_000);
