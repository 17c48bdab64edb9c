import { expect, test } from 'vitest';
import { inputMsMax, judge } from './judge.ts';
import { stuckMsMax, StuckWatch } from './stuck-watch.ts';

const still = (): number => 0;

test('finds nothing wrong with a value in good time', () => {
  expect(judge(() => null, still)).toBeNull();
});

test('calls a problem and a throw a crash', () => {
  const throws = (): never => {
    throw new RangeError('Maximum call stack size exceeded');
  };
  expect([judge(() => 'it is open after FRAME_LENGTH', still), judge(throws, still)]).toEqual([
    { kind: 'crash', what: 'it is open after FRAME_LENGTH' },
    { kind: 'crash', what: 'it throws RangeError: Maximum call stack size exceeded' },
  ]);
});

test('calls what takes too long a hang', () => {
  const readings = [0, inputMsMax, 0, inputMsMax + 1];
  const nowMs = (): number => readings.shift() ?? 0;
  expect([judge(() => null, nowMs), judge(() => null, nowMs)]).toEqual([
    null,
    { kind: 'hang', what: 'it takes 2001 ms' },
  ]);
});

test('sees a thread that stays at one input, and none that moves on or waits for a process', () => {
  const watch = new StuckWatch();
  const at = (index: number, target: 'codecs' | 'adviser') => ({ index, target });
  const looks = [
    watch.isStuckAt(at(3, 'codecs'), 0),
    watch.isStuckAt(at(3, 'codecs'), stuckMsMax - 1),
    watch.isStuckAt(at(4, 'codecs'), stuckMsMax),
    watch.isStuckAt(at(4, 'adviser'), 3 * stuckMsMax),
    watch.isStuckAt(at(5, 'codecs'), 4 * stuckMsMax),
    watch.isStuckAt(at(5, 'codecs'), 5 * stuckMsMax),
  ];
  expect(looks).toEqual([false, false, false, false, false, true]);
});
