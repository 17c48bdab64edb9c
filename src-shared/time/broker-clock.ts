import { isUtcMs, utcMs, type UtcMs } from '../units/utc-ms.ts';
import { fixedOffsetMinutes, type ClockRule } from './clock-rule.ts';
import { zoneOffset } from './zone-offset.ts';

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
  return rule === 'eet' ? zoneOffset('Europe/Athens') : zoneOffset('America/New_York', 7 * hourMs);
}
