import type { ClockRule } from '#shared/time/clock-rule.ts';

/** Fixed offsets on the half hour that some inhabited place has, from UTC−12 to UTC+14. */
const fixedRules = Array.from({ length: 53 }, (_, index) => index * 30 - 720)
  .filter((minutes) => minutes !== 0)
  .map(fixedRule);

/** Every clock that a file may be written by, the likeliest first: where several fit alike, that order decides. */
export const candidateRules: readonly ClockRule[] = ['ny+7', 'eet', 'utc', ...fixedRules];

function fixedRule(offsetMinutes: number): ClockRule {
  const minutes = Math.abs(offsetMinutes);
  return `utc${offsetMinutes < 0 ? '-' : '+'}${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}
