import { IANAZone } from 'luxon';
import { isUtcMs, utcMs, type UtcMs } from '../units/utc-ms.ts';
import { fixedOffsetMinutes, type ClockRule } from './clock-rule.ts';

/**
 * Converts between UTC and a broker's wall clock, by the rule in force at the moment converted. Wall-clock stamps are milliseconds that
 * would be UTC if the clock stood at Greenwich (as MT5's datetime has them).
 */
export interface BrokerClock {
  readonly rule: ClockRule;
  readonly offsetMsAt: (at: UtcMs) => number;
  readonly toBroker: (at: UtcMs) => number;
  /**
   * Of two moments that bear the same stamp (clocks set back) the earlier; a stamp that never was (set forward) is read with the offset
   * before. Only for what `isBrokerStamp` lets pass.
   */
  readonly toUtc: (brokerMs: number) => UtcMs;
  /** The broker's midnight at or before a moment. */
  readonly midnightBefore: (at: UtcMs) => UtcMs;
}

const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** True where a stamp from outside can be converted by every rule: whole milliseconds, two days inside the range of UtcMs. */
export const isBrokerStamp = (brokerMs: number): boolean =>
  isUtcMs(brokerMs - 2 * dayMs) && isUtcMs(brokerMs + 2 * dayMs);

export function brokerClock(rule: ClockRule): BrokerClock {
  const offsetMsAt = offsetOf(rule);
  const toBroker = (at: UtcMs): number => at + offsetMsAt(at);
  const toUtc = (brokerMs: number): UtcMs => {
    const offsetBefore = offsetMsAt(utcMs(brokerMs - dayMs));
    const earlier = brokerMs - offsetBefore;
    if (offsetMsAt(utcMs(earlier)) === offsetBefore) return utcMs(earlier);
    const offsetAfter = offsetMsAt(utcMs(brokerMs + dayMs));
    const later = brokerMs - offsetAfter;
    return offsetMsAt(utcMs(later)) === offsetAfter ? utcMs(later) : utcMs(earlier);
  };
  const midnightBefore = (at: UtcMs): UtcMs => toUtc(Math.floor(toBroker(at) / dayMs) * dayMs);
  return { rule, offsetMsAt, toBroker, toUtc, midnightBefore };
}

function offsetOf(rule: ClockRule): (at: UtcMs) => number {
  const fixed = fixedOffsetMinutes(rule);
  if (fixed !== null) return () => fixed * 60_000;
  return rule === 'eet' ? zoneOffset('Europe/Athens', 0) : zoneOffset('America/New_York', 7 * hourMs);
}

/** Looks the zone up once per UTC hour at most: zones of whole-hour changes change only on the hour. */
function zoneOffset(zoneName: string, shiftMs: number): (at: UtcMs) => number {
  const zone = IANAZone.create(zoneName);
  const changesByYear = new Map<number, readonly OffsetChange[]>();
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
