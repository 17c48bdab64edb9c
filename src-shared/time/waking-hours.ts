import { utcMs, type UtcMs } from '../units/utc-ms.ts';
import { zoneOffset } from './zone-offset.ts';

/** When somebody is awake, by the wall clock of his zone. From equal to to: always; from above to: over midnight. */
export interface WakingHours {
  readonly fromHour: number;
  readonly toHour: number;
  /** An IANA zone. */
  readonly zone: string;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** The first waking moment at or after a moment. */
export function wakingFrom({ fromHour, toHour, zone }: WakingHours): (at: UtcMs) => UtcMs {
  if (fromHour === toHour) return (at) => at;
  const offsetMsAt = zoneOffset(zone);
  const isAwake = (hour: number): boolean =>
    fromHour < toHour ? hour >= fromHour && hour < toHour : hour >= fromHour || hour < toHour;
  return (at) => {
    const wallMs = at + offsetMsAt(at);
    const midnightMs = Math.floor(wallMs / dayMs) * dayMs;
    const hour = (wallMs - midnightMs) / hourMs;
    if (isAwake(hour)) return at;
    const risesMs = midnightMs + fromHour * hourMs + (hour < fromHour ? 0 : dayMs);
    // The offset may change in the night; that of the rising counts.
    return utcMs(risesMs - offsetMsAt(utcMs(risesMs - offsetMsAt(at))));
  };
}
