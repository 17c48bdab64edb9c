import type { Slices } from './slices.ts';

/** Rows that the language's own sort takes at once: less than a millisecond. */
const rowsAtOnce = 512;
/** Comparisons between two looks at the clock. */
const stepsPerLook = 1024;

/** Sorts rows in place, and rests whenever a slice is over: a million rows at once would hold the loop for a second. */
export async function sortInSlices(
  rows: Uint32Array,
  compare: (a: number, b: number) => number,
  slices: Slices,
): Promise<void> {
  for (let start = 0; start < rows.length; start += rowsAtOnce) {
    rows.subarray(start, start + rowsAtOnce).sort(compare);
    if (slices.isOver()) await slices.turn();
  }
  const lower = new Uint32Array(rows.length);
  let steps = 0;
  for (let width = rowsAtOnce; width < rows.length; width *= 2)
    for (let start = 0; start + width < rows.length; start += 2 * width) {
      // The lower half is moved out of the way, and both are merged into the place of the two.
      const end = Math.min(start + 2 * width, rows.length);
      lower.set(rows.subarray(start, start + width));
      for (let low = 0, high = start + width, to = start; low < width; to++) {
        const takesHigh = high < end && compare(lower[low] ?? 0, rows[high] ?? 0) > 0;
        rows[to] = takesHigh ? (rows[high++] ?? 0) : (lower[low++] ?? 0);
        if (++steps % stepsPerLook === 0 && slices.isOver()) await slices.turn();
      }
    }
}
