export interface SampleTick {
  readonly offsetMs: number;
  readonly bid: number;
  readonly ask: number;
}

/** Ticks of a gold market, one a millisecond, from the given number on: the same numbers give the same ticks. */
export const ticksFrom = (first: number, count: number): readonly SampleTick[] =>
  Array.from({ length: count }, (_, index) => tickAt(first + index));

function tickAt(number: number): SampleTick {
  const bid = Math.round((2000 + 10 * Math.sin(number / 9_973) + (number % 17) * 0.01) * 100) / 100;
  return { offsetMs: number, bid, ask: Math.round((bid + 0.2) * 100) / 100 };
}
