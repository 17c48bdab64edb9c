import { numberAt as at } from '#main/features/columns.ts';
import { countBelow } from './stretch.ts';

/** Releases of high impact for a symbol's currencies within a stretch of which a calendar knows all of them; times increase. */
export interface KnownNews {
  readonly fromUtcMs: number;
  /** Exclusive. */
  readonly toUtcMs: number;
  readonly releasesUtcMs: Float64Array;
}

/** From each moment to the nearest release, before or after it: NaN where no calendar knows, Infinity where one knows that there is none. */
export function newsDistances(momentsUtcMs: Float64Array, known: readonly KnownNews[], out: Float64Array): void {
  out.fill(NaN);
  for (const { fromUtcMs, toUtcMs, releasesUtcMs } of known) {
    const end = countBelow(momentsUtcMs, toUtcMs);
    for (let index = countBelow(momentsUtcMs, fromUtcMs); index < end; index++) {
      const moment = at(momentsUtcMs, index);
      const next = countBelow(releasesUtcMs, moment);
      const before = moment - (releasesUtcMs[next - 1] ?? -Infinity);
      const after = (releasesUtcMs[next] ?? Infinity) - moment;
      out[index] = Math.min(before, after);
    }
  }
}
