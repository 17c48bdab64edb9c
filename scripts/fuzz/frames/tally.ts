/** How often each outcome was seen: a fuzzer that only ever sees one proves nothing. */
export type Tally = Record<string, number>;

export function count(tally: Tally, outcome: string, times = 1): void {
  tally[outcome] = (tally[outcome] ?? 0) + times;
}

export function addTally(into: Tally, from: Tally): void {
  for (const [outcome, times] of Object.entries(from)) count(into, outcome, times);
}
