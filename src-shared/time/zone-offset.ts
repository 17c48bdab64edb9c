import { IANAZone } from 'luxon';
import { assert } from '../base/assert.ts';

const hourMs = 3_600_000;
const dayMs = 86_400_000;

/**
 * What a zone's wall clock adds to UTC at a moment, in milliseconds, with a fixed shift on top. Asked for one moment after the other it costs two
 * comparisons; zones of whole-hour changes change only on the hour.
 */
export function zoneOffset(zoneName: string, shiftMs = 0): (at: number) => number {
  const zone = IANAZone.create(zoneName);
  assert(zone.isValid, () => `there is no zone ${zoneName}`);
  const changesByYear = changesKnownOf(zoneName, shiftMs);
  let recent: OffsetChange & { readonly untilUtcMs: number } = { fromUtcMs: 0, untilUtcMs: 0, offsetMs: 0 };
  return (at) => {
    if (at >= recent.fromUtcMs && at < recent.untilUtcMs) return recent.offsetMs;
    const year = new Date(at).getUTCFullYear();
    const changes = changesByYear.get(year) ?? changesOfYear(zone, year, shiftMs);
    changesByYear.set(year, changes);
    const index = changes.findLastIndex((change) => change.fromUtcMs <= at);
    const change = changes[index] ?? { fromUtcMs: at, offsetMs: zone.offset(at) * 60_000 + shiftMs };
    recent = { ...change, untilUtcMs: changes[index + 1]?.fromUtcMs ?? Date.UTC(year + 1, 0, 1) };
    return change.offsetMs;
  };
}

interface OffsetChange {
  readonly fromUtcMs: number;
  readonly offsetMs: number;
}

/** Shared by all who ask for a zone: a year of it takes milliseconds to look through, and never changes. */
const changesKnown = new Map<string, Map<number, readonly OffsetChange[]>>();

function changesKnownOf(zoneName: string, shiftMs: number): Map<number, readonly OffsetChange[]> {
  const key = `${zoneName} ${shiftMs}`;
  const known = changesKnown.get(key) ?? new Map<number, readonly OffsetChange[]>();
  changesKnown.set(key, known);
  return known;
}

function changesOfYear(zone: IANAZone, year: number, shiftMs: number): readonly OffsetChange[] {
  const yearEnd = Date.UTC(year + 1, 0, 1);
  const changes: OffsetChange[] = [];
  for (let at = Date.UTC(year, 0, 1); at < yearEnd; at += dayMs) {
    const dayOffset = zone.offset(at) * 60_000 + shiftMs;
    const before = changes.at(-1);
    if (before?.offsetMs === dayOffset) continue;
    const from = before === undefined ? at : changeHour(zone, at, before.offsetMs - shiftMs);
    changes.push({ fromUtcMs: from, offsetMs: dayOffset });
  }
  return changes;
}

/** The hour of the day before `at` from which the zone has left the offset. */
function changeHour(zone: IANAZone, at: number, offsetBeforeMs: number): number {
  let from = at;
  while (zone.offset(from - hourMs) * 60_000 !== offsetBeforeMs) from -= hourMs;
  return from;
}
