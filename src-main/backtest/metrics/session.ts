import { zoneOffset } from '#shared/time/zone-offset.ts';

/** In the order of the day. `asia` is whatever neither London nor New York is open in. */
export const sessions = ['asia', 'london', 'overlap', 'newYork'] as const;

export type Session = (typeof sessions)[number];

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Office hours of the dealing rooms, as foreign exchange counts its sessions. */
const opensHour = 8;
const closesHour = 17;

const londonOffsetMs = zoneOffset('Europe/London');
const newYorkOffsetMs = zoneOffset('America/New_York');

/** Which dealing rooms are open at a moment, each from 8 to 17 by the wall clock of its own city on that date. */
export function sessionAt(utcMs: number): Session {
  const isLondon = isOpen(utcMs + londonOffsetMs(utcMs));
  const isNewYork = isOpen(utcMs + newYorkOffsetMs(utcMs));
  if (isLondon) return isNewYork ? 'overlap' : 'london';
  return isNewYork ? 'newYork' : 'asia';
}

function isOpen(wallMs: number): boolean {
  const hour = (wallMs % dayMs) / hourMs;
  return hour >= opensHour && hour < closesHour;
}
