import { err, ok, type Result } from '../base/result.ts';
import { fault, type Fault } from '../base/fault.ts';

/**
 * How a server's wall clock follows UTC: 'utc', a fixed offset ('utc+2:00', 'utc-3:30'), 'ny+7' (New York plus seven hours, so that the
 * broker's midnight is New York's 17:00 all year), or 'eet' (Eastern European Time with the EU's daylight saving).
 */
export type ClockRule = 'utc' | 'ny+7' | 'eet' | `utc${'+' | '-'}${string}`;

const fixedOffset = /^utc([+-])(\d{1,2})(?::([0-5]\d))?$/;

/** Reads a rule as a person writes it ('UTC+2', 'ny+7'); the answer is in its one canonical spelling. */
export function parseClockRule(text: string): Result<ClockRule, Fault> {
  const rule = text.trim().toLowerCase();
  if (rule === 'utc' || rule === 'ny+7' || rule === 'eet') return ok(rule);
  const [, sign, hours, minutes = '00'] = fixedOffset.exec(rule) ?? [];
  if (hours === undefined || Number(hours) > 14) return err(unknownRule(text));
  if (Number(hours) === 0 && minutes === '00') return ok('utc');
  const canonical: ClockRule = `utc${sign === '-' ? '-' : '+'}${Number(hours)}:${minutes}`;
  return ok(canonical);
}

/** The offset of a fixed rule in minutes, or null where the rule follows a zone. */
export function fixedOffsetMinutes(rule: ClockRule): number | null {
  if (rule === 'utc') return 0;
  const [, sign, hours, minutes = '00'] = fixedOffset.exec(rule) ?? [];
  if (hours === undefined) return null;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

const unknownRule = (text: string): Fault =>
  fault('CLOCK_RULE_UNKNOWN', `"${text}" is not a clock rule. Use utc, utc+2, utc-3:30, ny+7 or eet.`, { rule: text });
