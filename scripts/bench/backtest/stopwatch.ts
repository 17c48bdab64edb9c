import { assertDefined } from '#shared/base/assert.ts';
import { median } from '../figures.ts';

export const turns = 7;
/** Until the code is compiled for what it meets. */
export const warmUps = 3;

export interface Stopwatch<T> {
  readonly play: () => void;
  /** The middle one, those that warmed up left out. */
  readonly ms: () => number;
  /** Of the last turn. */
  readonly result: () => T;
}

export function stopwatch<T>(played: () => T): Stopwatch<T> {
  const turnsMs: number[] = [];
  let last: { readonly result: T } | null = null;
  return {
    play: () => {
      const began = performance.now();
      last = { result: played() };
      turnsMs.push(performance.now() - began);
    },
    ms: () => median(turnsMs.slice(warmUps)),
    result: () => assertDefined(last, 'something was played').result,
  };
}

/** Several in turns, so that what slows the machine meanwhile slows all of them. */
export function playInTurns(watches: readonly Stopwatch<unknown>[]): void {
  for (let turn = 0; turn < warmUps + turns; turn++) watches.forEach(({ play }) => play());
}

/** The middle one of several turns, after those that warm up. */
export function timed<T>(play: () => T): { readonly ms: number; readonly result: T } {
  const watch = stopwatch(play);
  playInTurns([watch]);
  return { ms: watch.ms(), result: watch.result() };
}
