import { z } from 'zod';

/** The zone a time is shown in; whoever shows one says which. */
export const zoneSchema = z.enum(['utc', 'local']);

export type Zone = z.infer<typeof zoneSchema>;

/** 2025-12-03 14:05:22, the same in every language, so that a stamp can be compared with a log. */
export function stampText(atUtcMs: number, zone: Zone): string {
  const wall = wallClock(atUtcMs, zone);
  return `${dateOf(wall)} ${timeOf(wall)}`;
}

/** 2025-12-03 14:05:22 UTC: where nothing else beside it says the zone. */
export const zonedStampText = (atUtcMs: number, zone: Zone): string =>
  `${stampText(atUtcMs, zone)} ${zoneText(atUtcMs, zone)}`;

/** 2025-12-03 14:05: where seconds say nothing. */
export const minuteStampText = (atUtcMs: number, zone: Zone): string => stampText(atUtcMs, zone).slice(0, 16);

/** 12-03 14:05: where the year and the seconds are in the tooltip. */
export const shortStampText = (atUtcMs: number, zone: Zone): string => stampText(atUtcMs, zone).slice(5, 16);

/** 14:05:22 */
export const timeText = (atUtcMs: number, zone: Zone): string => timeOf(wallClock(atUtcMs, zone));

/** 14:05 */
export const minuteText = (atUtcMs: number, zone: Zone): string => timeOf(wallClock(atUtcMs, zone)).slice(0, 5);

/** 2025-12-03 */
export const dateText = (atUtcMs: number, zone: Zone): string => dateOf(wallClock(atUtcMs, zone));

/** "UTC", or the machine's own zone with its offset at that moment: "UTC+03:00". */
export function zoneText(atUtcMs: number, zone: Zone): string {
  if (zone === 'utc') return 'UTC';
  const minutes = -new Date(atUtcMs).getTimezoneOffset();
  if (minutes === 0) return 'UTC';
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? '\u2212' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** A date whose UTC fields read as the wall clock of the zone. */
export function wallClock(atUtcMs: number, zone: Zone): Date {
  if (zone === 'utc') return new Date(atUtcMs);
  return new Date(atUtcMs - new Date(atUtcMs).getTimezoneOffset() * 60_000);
}

const two = (value: number): string => String(value).padStart(2, '0');

const dateOf = (wall: Date): string =>
  `${wall.getUTCFullYear()}-${two(wall.getUTCMonth() + 1)}-${two(wall.getUTCDate())}`;

const timeOf = (wall: Date): string =>
  `${two(wall.getUTCHours())}:${two(wall.getUTCMinutes())}:${two(wall.getUTCSeconds())}`;
