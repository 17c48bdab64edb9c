/** Ascending: numbers by size, words as people sort them ("EURUSD2" before "EURUSD10"). */
export function compareValues(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return collator.compare(String(a), String(b));
}

const collator = new Intl.Collator(undefined, { numeric: true });
