import { assertDefined } from '#shared/base/assert.ts';
import { numberAt as at } from '#main/features/columns.ts';
import { countBelow, emptyColumns, rowsOf, stretchColumns, type Stretch } from './stretch.ts';

/**
 * One stretch out of several, finest first: at each time the bars of the finest series that has any, and between them, before and behind them those
 * of coarser ones that overlap none. Where a finer series begins or ends inside of a coarser bar between others, that bar stands for the part. Linear.
 */
export function composeStretches(finestFirst: readonly Stretch[]): Stretch {
  const [finest, ...coarser] = finestFirst;
  return coarser.reduce(insertCoarser, assertDefined(finest, 'there is a stretch to compose'));
}

function insertCoarser(fine: Stretch, coarse: Stretch): Stretch {
  const series = [...fine.series, ...coarse.series];
  if (fine.length === 0) return { ...coarse, series, seriesOf: indexesOf(coarse, fine.series.length) };
  const kept = withoutPartialEnds(fine, coarse);
  const picks = pick(kept, coarse);
  const columns = emptyColumns(picks.length);
  for (const name of stretchColumns) gather(columns[name], picks, kept[name], coarse[name]);
  const seriesOf = new Uint8Array(picks.length);
  picks.forEach((from, index) => {
    seriesOf[index] = from >= 0 ? (kept.seriesOf?.[from] ?? 0) : fine.series.length + (coarse.seriesOf?.[~from] ?? 0);
  });
  return { length: picks.length, ...columns, series, seriesOf };
}

/**
 * Without the rows that lie in a coarser bar over one of the two ends. A first coarser bar may itself have been built of a part, and a last one may have
 * been forming when it was exported: these stand for nothing.
 */
function withoutPartialEnds(fine: Stretch, coarse: Stretch): Stretch {
  const firstOpen = at(fine.openTimeUtcMs, 0);
  const lastClose = at(fine.closeTimeUtcMs, fine.length - 1);
  const overStart = countBelow(coarse.closeTimeUtcMs, firstOpen + 1);
  const overEnd = countBelow(coarse.closeTimeUtcMs, lastClose + 1);
  const startsInside = overStart > 0 && overStart < coarse.length && at(coarse.openTimeUtcMs, overStart) < firstOpen;
  const endsInside = overEnd + 1 < coarse.length && at(coarse.openTimeUtcMs, overEnd) < lastClose;
  const from = startsInside ? countBelow(fine.openTimeUtcMs, at(coarse.closeTimeUtcMs, overStart)) : 0;
  const to = endsInside ? countBelow(fine.closeTimeUtcMs, at(coarse.openTimeUtcMs, overEnd) + 1) : fine.length;
  return rowsOf(fine, from, Math.max(from, to));
}

/** Rows in the order of their time: of the finer ones their index, of the coarser ones its complement. */
function pick(fine: Stretch, coarse: Stretch): Int32Array {
  const picks = new Int32Array(fine.length + coarse.length);
  let count = 0;
  let next = 0;
  for (let index = 0; index < coarse.length; index++) {
    const opens = at(coarse.openTimeUtcMs, index);
    while (next < fine.length && at(fine.closeTimeUtcMs, next) <= opens) picks[count++] = next++;
    if (next === fine.length || at(fine.openTimeUtcMs, next) >= at(coarse.closeTimeUtcMs, index))
      picks[count++] = ~index;
  }
  while (next < fine.length) picks[count++] = next++;
  return picks.subarray(0, count);
}

function gather(out: Float64Array, picks: Int32Array, fine: Float64Array, coarse: Float64Array): void {
  for (let index = 0; index < picks.length; index++) {
    const from = assertDefined(picks[index], 'a pick');
    out[index] = from >= 0 ? at(fine, from) : at(coarse, ~from);
  }
}

function indexesOf({ length, seriesOf }: Stretch, offset: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => offset + (seriesOf?.[index] ?? 0));
}
