import type { UtcMs } from '../units/utc-ms.ts';

/** A stretch of time; its end is exclusive. */
export interface Span {
  readonly fromUtcMs: UtcMs;
  readonly toUtcMs: UtcMs;
}

/** What both lists hold. Each list is ordered and without overlap, and so is the answer; in one pass over both. */
export function intersectSpans(a: readonly Span[], b: readonly Span[]): readonly Span[] {
  const both: Span[] = [];
  let indexB = 0;
  for (const { fromUtcMs, toUtcMs } of a) {
    while ((b[indexB]?.toUtcMs ?? Infinity) <= fromUtcMs) indexB += 1;
    for (let index = indexB; index < b.length; index++) {
      const other = b[index];
      if (other === undefined || other.fromUtcMs >= toUtcMs) break;
      both.push({
        fromUtcMs: other.fromUtcMs > fromUtcMs ? other.fromUtcMs : fromUtcMs,
        toUtcMs: other.toUtcMs < toUtcMs ? other.toUtcMs : toUtcMs,
      });
    }
  }
  return both;
}

/** What the first list holds and the second does not, both ordered and without overlap. */
export function subtractSpans(from: readonly Span[], taken: readonly Span[]): readonly Span[] {
  const left: Span[] = [];
  let first = 0;
  for (const { fromUtcMs, toUtcMs } of from) {
    let start = fromUtcMs;
    while ((taken[first]?.toUtcMs ?? Infinity) <= fromUtcMs) first += 1;
    for (let index = first; index < taken.length; index++) {
      const hole = taken[index];
      if (hole === undefined || hole.fromUtcMs >= toUtcMs) break;
      if (hole.fromUtcMs > start) left.push({ fromUtcMs: start, toUtcMs: hole.fromUtcMs });
      if (hole.toUtcMs > start) start = hole.toUtcMs;
    }
    if (start < toUtcMs) left.push({ fromUtcMs: start, toUtcMs });
  }
  return left;
}

/** Spans in order, those that touch or overlap joined. */
export function joinSpans(spans: readonly Span[]): readonly Span[] {
  const ordered = [...spans].sort((a, b) => a.fromUtcMs - b.fromUtcMs);
  const joined: Span[] = [];
  for (const span of ordered) {
    const last = joined.at(-1);
    if (last === undefined || span.fromUtcMs > last.toUtcMs) joined.push(span);
    else if (span.toUtcMs > last.toUtcMs) joined[joined.length - 1] = { ...last, toUtcMs: span.toUtcMs };
  }
  return joined;
}

export const spansMs = (spans: readonly Span[]): number =>
  spans.reduce((sum, { fromUtcMs, toUtcMs }) => sum + toUtcMs - fromUtcMs, 0);
