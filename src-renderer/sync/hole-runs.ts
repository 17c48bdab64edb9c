import type { Hole, HoleKind } from '#shared/market/hole.ts';

export interface Span {
  readonly fromUtcMs: number;
  /** Exclusive. */
  readonly toUtcMs: number;
}

/** Neighbouring slots of a strip that look alike. */
export interface HoleRun {
  readonly kind: HoleKind;
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

/**
 * Holes as runs of equal slots of a strip, from left to right. A hole that is shorter than a slot fills one, and what nobody expected stands
 * over what was: a minute that is missing in a year of weekends can be seen.
 */
export function holeRuns(holes: readonly Hole[], span: Span, slots: number): readonly HoleRun[] {
  const kinds = new Array<HoleKind | undefined>(slots);
  for (const { kind, ...hole } of holes) {
    const [from, to] = slotsOf(hole, span, slots);
    for (let slot = from; slot < to; slot += 1) if (kinds[slot] !== 'unexpected') kinds[slot] = kind;
  }
  const runs: HoleRun[] = [];
  kinds.forEach((kind, slot) => {
    const last = runs.at(-1);
    if (kind === undefined) return;
    if (last?.kind === kind && last.to === slot) runs[runs.length - 1] = { ...last, to: slot + 1 };
    else runs.push({ kind, from: slot, to: slot + 1 });
  });
  return runs;
}

/** The slots of a stretch: at least one where any of it lies in the span, none where nothing does. */
export function slotsOf(stretch: Span, span: Span, slots: number): readonly [from: number, to: number] {
  if (stretch.toUtcMs <= span.fromUtcMs || stretch.fromUtcMs >= span.toUtcMs) return [0, 0];
  const slotMs = (span.toUtcMs - span.fromUtcMs) / slots;
  const from = Math.max(0, Math.floor((stretch.fromUtcMs - span.fromUtcMs) / slotMs));
  const to = Math.min(slots, Math.ceil((stretch.toUtcMs - span.fromUtcMs) / slotMs));
  return [from, Math.max(to, from + 1)];
}

/** The hole that is meant by a slot, by an unexpected one rather than an expected one; null where there is none. */
export function holeAt(holes: readonly Hole[], span: Span, { slot, slots }: SlotOf): Hole | null {
  const there = holes.filter((hole) => {
    const [from, to] = slotsOf(hole, span, slots);
    return from <= slot && slot < to;
  });
  return there.find(({ kind }) => kind === 'unexpected') ?? there[0] ?? null;
}

interface SlotOf {
  readonly slot: number;
  readonly slots: number;
}
