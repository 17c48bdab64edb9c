import type { Zone } from './time-text.ts';

const written = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2}))?$/;

/**
 * What a person typed as a moment of the zone that times are shown in: `2025-12-03 14:05`, or a date alone for its midnight. Null where it is none.
 * A time that a change to summer time skips reads as the one an hour later, a time that comes twice as the first.
 */
export function readMoment(text: string, zone: Zone): number | null {
  const [, year, month, day, hour = '00', minute = '00'] = written.exec(text.trim()) ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const fields = [Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute)] as const;
  const asUtc = new Date(Date.UTC(...fields));
  const isReal = asUtc.toISOString().startsWith(`${year}-${month}-${day}T${hour}:${minute}`);
  if (!isReal) return null;
  return zone === 'utc' ? asUtc.getTime() : new Date(...fields).getTime();
}
